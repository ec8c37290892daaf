import { approval } from './approval.ts';
import { dashboard } from './dashboard.ts';
import { history } from './history.ts';
import { refusals } from './refusals.ts';
import { report } from './report.ts';
import { tray } from './tray.ts';
import { keys } from './keys.ts';
import { news } from './news.ts';
import { settings } from './settings.ts';
import { deposits } from './deposits.ts';
import { diagnostics } from './diagnostics.ts';
import { pairing } from './pairing.ts';
import { exchange } from './exchange.ts';

export const ruLater = {
  exchange,
  pairing,
  approval,
  dashboard,
  history,
  refusals,
  report,
  tray,
  keys,
  news,
  settings,
  deposits,
  diagnostics,
} as const;
