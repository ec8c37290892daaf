import type { English, Texts } from '../keys.ts';
import { app } from './app.ts';
import { approval } from './approval.ts';
import { bufferAlert } from './buffer-alert.ts';
import { calls } from './calls.ts';
import { card } from './card.ts';
import { client } from './client.ts';
import { clients } from './clients.ts';
import { blank } from './blank.ts';
import { button } from './button.ts';
import { contact } from './contact.ts';
import { count } from './count.ts';
import { dashboard } from './dashboard.ts';
import { duration } from './duration.ts';
import { exchange } from './exchange.ts';
import { history } from './history.ts';
import { glasses } from './glasses.ts';
import { goods } from './goods.ts';
import { manual } from './manual.ts';
import { parked } from './parked.ts';
import { link } from './link.ts';
import { lock } from './lock.ts';
import { mode } from './mode.ts';
import { modeText } from './mode-text.ts';
import { nav } from './nav.ts';
import { pairing } from './pairing.ts';
import { payment } from './payment.ts';
import { people } from './people.ts';
import { prescription } from './prescription.ts';
import { pricing } from './pricing.ts';
import { product } from './product.ts';
import { receipt } from './receipt.ts';
import { correction } from './correction.ts';
import { orders } from './orders.ts';
import { lensOrders } from './lens-orders.ts';
import { stockTake } from './stock-take.ts';
import { paper } from './paper.ts';
import { purchases } from './purchases.ts';
import { refund } from './refund.ts';
import { refusals } from './refusals.ts';
import { report } from './report.ts';
import { role } from './role.ts';
import { shift } from './shift.ts';
import { stage } from './stage.ts';
import { stageText } from './stage-text.ts';
import { status } from './status.ts';
import { stock } from './stock.ts';
import { sync } from './sync.ts';
import { syncText } from './sync-text.ts';
import { till } from './till.ts';
import { tray } from './tray.ts';
import { trouble } from './trouble.ts';
import { workshop } from './workshop.ts';
import { unit } from './unit.ts';
import { keys } from './keys.ts';
import { news } from './news.ts';
import { settings } from './settings.ts';
import { deposits } from './deposits.ts';
import { diagnostics } from './diagnostics.ts';
import { install } from './install.ts';
import { notice } from './notice.ts';
import { notices } from './notices.ts';
import { remedy } from './remedy.ts';

/** All of English in one piece: it is fetched when it is chosen. */
export const en: English<Texts> = {
  app,
  approval,
  bufferAlert,
  calls,
  card,
  client,
  blank,
  button,
  contact,
  count,
  dashboard,
  duration,
  exchange,
  history,
  glasses,
  goods,
  manual,
  parked,
  link,
  lock,
  mode,
  modeText,
  nav,
  pairing,
  payment,
  people,
  prescription,
  clients,
  pricing,
  product,
  receipt,
  correction,
  orders,
  lensOrders,
  stockTake,
  paper,
  purchases,
  refund,
  refusals,
  report,
  role,
  shift,
  stage,
  stageText,
  status,
  sync,
  syncText,
  till,
  stock,
  tray,
  trouble,
  workshop,
  unit,
  keys,
  news,
  settings,
  deposits,
  diagnostics,
  install,
  notice,
  notices,
  remedy,
};
