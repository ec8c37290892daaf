import { app } from './app.ts';
import { bufferAlert } from './buffer-alert.ts';
import { card } from './card.ts';
import { common } from './common.ts';
import { contact } from './contact.ts';
import { count } from './count.ts';
import { duration } from './duration.ts';
import { glasses } from './glasses.ts';
import { goods } from './goods.ts';
import { manual } from './manual.ts';
import { parked } from './parked.ts';
import { link } from './link.ts';
import { lock } from './lock.ts';
import { mode } from './mode.ts';
import { modeText } from './mode-text.ts';
import { nav } from './nav.ts';
import { payment } from './payment.ts';
import { people } from './people.ts';
import { product } from './product.ts';
import { receipt } from './receipt.ts';
import { role } from './role.ts';
import { shift } from './shift.ts';
import { stage } from './stage.ts';
import { stageText } from './stage-text.ts';
import { status } from './status.ts';
import { sync } from './sync.ts';
import { syncText } from './sync-text.ts';
import { till } from './till.ts';
import { trouble } from './trouble.ts';
import { unit } from './unit.ts';
import { install } from './install.ts';
import { notice } from './notice.ts';

export const ru = {
  app,
  bufferAlert,
  card,
  common,
  contact,
  count,
  duration,
  glasses,
  goods,
  manual,
  parked,
  link,
  lock,
  mode,
  modeText,
  nav,
  payment,
  people,
  product,
  receipt,
  role,
  shift,
  stage,
  stageText,
  status,
  sync,
  syncText,
  till,
  trouble,
  unit,
  install,
  notice,
} as const;
