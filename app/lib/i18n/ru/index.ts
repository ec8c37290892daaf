import { app } from './app.ts';
import { blank } from './blank.ts';
import { button } from './button.ts';
import { count } from './count.ts';
import { duration } from './duration.ts';
import { goods } from './goods.ts';
import { link } from './link.ts';
import { lock } from './lock.ts';
import { mode } from './mode.ts';
import { modeText } from './mode-text.ts';
import { nav } from './nav.ts';
import { people } from './people.ts';
import { product } from './product.ts';
import { role } from './role.ts';
import { stage } from './stage.ts';
import { status } from './status.ts';
import { sync } from './sync.ts';
import { syncText } from './sync-text.ts';
import { till } from './till.ts';
import { unit } from './unit.ts';
import { install } from './install.ts';
import { notice } from './notice.ts';
import { shift } from './shift.ts';
import { receipt } from './receipt.ts';
import { glasses } from './glasses.ts';

export const ru = {
  glasses,
  receipt,
  shift,
  app,
  blank,
  button,
  count,
  duration,
  goods,
  link,
  lock,
  mode,
  modeText,
  nav,
  people,
  product,
  role,
  stage,
  status,
  sync,
  syncText,
  till,
  unit,
  install,
  notice,
} as const;
