import { approval } from './approval.ts';
import { dashboard } from './dashboard.ts';
import { history } from './history.ts';
import { refusals } from './refusals.ts';
import { report } from './report.ts';
import { tray } from './tray.ts';

export const ruLater = {
  approval,
  dashboard,
  history,
  refusals,
  report,
  tray,
} as const;
