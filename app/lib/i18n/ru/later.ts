import { approval } from './approval.ts';
import { bufferAlert } from './buffer-alert.ts';
import { calls } from './calls.ts';
import { card } from './card.ts';
import { dashboard } from './dashboard.ts';
import { history } from './history.ts';
import { client } from './client.ts';
import { clients } from './clients.ts';
import { contact } from './contact.ts';
import { correction } from './correction.ts';
import { orders } from './orders.ts';
import { lensOrders } from './lens-orders.ts';
import { paper } from './paper.ts';
import { purchases } from './purchases.ts';
import { refund } from './refund.ts';
import { refusals } from './refusals.ts';
import { report } from './report.ts';
import { stock } from './stock.ts';
import { tray } from './tray.ts';
import { keys } from './keys.ts';
import { news } from './news.ts';
import { settings } from './settings.ts';
import { deposits } from './deposits.ts';
import { diagnostics } from './diagnostics.ts';
import { pairing } from './pairing.ts';
import { exchange } from './exchange.ts';
import { manual } from './manual.ts';
import { notices } from './notices.ts';
import { parked } from './parked.ts';
import { remedy } from './remedy.ts';

import { prescription } from './prescription.ts';
import { pricing } from './pricing.ts';
import { payment } from './payment.ts';
import { trouble } from './trouble.ts';
import { stockTake } from './stock-take.ts';
import { workshop } from './workshop.ts';
import { stageText } from './stage-text.ts';

export const ruLater = {
  bufferAlert,
  stageText,
  trouble,
  payment,
  exchange,
  pairing,
  approval,
  calls,
  card,
  prescription,
  pricing,
  dashboard,
  history,
  client,
  clients,
  contact,
  correction,
  orders,
  lensOrders,
  stockTake,
  paper,
  purchases,
  refund,
  refusals,
  report,
  stock,
  tray,
  keys,
  news,
  settings,
  deposits,
  diagnostics,
  manual,
  notices,
  parked,
  remedy,
  workshop,
} as const;
