import type { Report, ReportItem } from '../../design/documents/chain.ts';
import { SETTLED_BY_PEOPLE } from '../../design/reconcile/report-jobs.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import type { RollupState } from '../rollup/rebuild.request.ts';
import { html, type Html } from './html.ts';

const TITLES: Readonly<Record<Report['job'], string>> = {
  c40: 'Остатки: пересчёты за день против учёта',
  stock: 'Остатки меньше нуля: пересчитайте в течение суток',
  c42: 'Сверка касс, продаж и ОФД (каждый час)',
  c41: 'Цены за время без связи (больше 8 часов)',
  deposits: 'Предоплаты, зачтённые дважды, и долги, погашенные дважды',
  refunds: 'Возвращено больше, чем продано',
};
const WORDS: Readonly<Record<string, string>> = {
  'document-missing': 'нет документа накопителя',
  undelivered: 'ждёт отправки в ОФД',
  'refused-by-operator': 'отклонён ОФД, разберите на кассе',
  'not-in-database': 'нет в базе магазина',
  'in-the-tray': 'лежит в лотке кассы без исхода',
  'not-in-journal': 'есть в базе, нет в журнале шлюза',
  'refund-exceeds-sale': 'то же самое уже вернули на другой кассе: разберитесь с кассирами',
  'deposit-overdrawn': 'предоплата зачтена на большую сумму, чем внесена',
  'debt-overpaid': 'долг погашен на большую сумму, чем был: верните покупателю лишнее по одному из чеков ниже',
  'used-by': '— этим чеком',
  'count-differs': 'на полке не столько, сколько в учёте: назначьте инвентаризацию или подпишите корректировку',
  'count-adjusted': 'небольшое расхождение, исправлено само',
  'sold-from-none': 'продано, хотя по учёту товара не было',
  'last-piece-twice': 'последнюю штуку продали на двух кассах',
  'piece-taken-twice': 'одну и ту же штуку (по её коду) взяли дважды: найдите её и пересчитайте',
  'sold-and-written-off': 'продано и списано одно и то же: продажа остаётся, проверьте списание',
  'taken-from-none': 'взято больше, чем было по учёту',
  'price-differs': 'цена отличается больше чем на 5 %: решите о корректирующей проводке',
};
const SHOWN = 50;

const time = (at: number | null): string =>
  at === null ? '' : localDateTime(at, 'Europe/Moscow').replace('T', ' ').slice(0, 16);
const PIECES = new Intl.NumberFormat('ru-RU', { signDisplay: 'exceptZero' });
const FORMAT = new Intl.NumberFormat('ru-RU', { style: 'currency', currency: 'RUB' });
const roubles = (kopecks: number | undefined): string => (kopecks === undefined ? '' : FORMAT.format(kopecks / 100));

const itemRow = (item: ReportItem): Html =>
  html`<tr>
    <td>${item.pos}</td>
    <td>${WORDS[item.what] ?? item.what}</td>
    <td>${item.fd === null ? '' : `ФД ${item.fd}`}</td>
    <td>${item.id ?? ''}</td>
    <td>${time(item.at)}</td>
    <td>${item.sku ?? ''}</td>
    <td>
      ${roubles(item.price ?? item.difference)}${item.inForce === undefined ? '' : ` вместо ${roubles(item.inForce)}`}${item.qty === undefined ? '' : `${PIECES.format(item.qty)} шт.`}
    </td>
  </tr>`;

function summaryOf({ job, found, tills }: Report): string {
  if (job === 'c41') return `Строк с другой ценой: ${found}.`;
  if (job === 'stock') return `Товаров меньше нуля: ${found}. Чеки остаются в силе.`;
  if (job === 'c40') return `Расхождений, которые ждут человека: ${found}.`;
  if (job === 'refunds') return `Возвратов сверх проданного: ${found}.`;
  return job === 'deposits'
    ? `Предоплат и долгов: ${found}. Решите с покупателем и управляющим магазина.`
    : `Касс: ${tills.length}.`;
}

const reportPart = (report: Report): Html =>
  html`<h3>${TITLES[report.job]}, ${time(report.at)}</h3>
    <p>
      ${report.lost > 0 ? `Потеряно: ${report.lost}. ` : 'Ничего не потеряно. '}${
        report.waiting > 0 ? `Ещё в пути: ${report.waiting}. ` : ''
      }${summaryOf(report)}
      ${report.seen === null ? '' : `Просмотрено ${time(report.seen)}.`}
    </p>
    ${
      report.items.length === 0
        ? ''
        : html`<table>
            <tbody>
              ${report.items.slice(0, SHOWN).map(itemRow)}
            </tbody>
          </table>`
    }
    ${report.found > Math.min(SHOWN, report.items.length) ? `Показаны первые ${Math.min(SHOWN, report.items.length)} из ${report.found}.` : ''}
    ${
      report.seen === null && report.found > 0
        ? html`<form method="post" action="/admin/reports/seen">
            <input type="hidden" name="id" value="${report._id}" /><button class="quiet">Отметить просмотренным</button>
          </form>`
        : ''
    }`;

/** The last hourly comparison, and whatever nobody has looked at yet. */
export function reportsPart(reports: readonly Report[], rollups: RollupState): Html {
  const lastHourly = reports.filter(({ job }) => job === 'c42').at(-1);
  const unseen = reports.filter(
    (one) => one !== lastHourly && one.found > 0 && (one.lost > 0 || SETTLED_BY_PEOPLE.includes(one.job)) && one.seen === null,
  );
  const shown = [...(lastHourly ? [lastHourly] : []), ...unseen.reverse()];
  return html`<h2>Сверки</h2>
    ${shown.length === 0 ? html`<p>Сверок ещё не было: первая пройдёт в ближайшие минуты.</p>` : shown.map(reportPart)}
    <h2>Сводки по дням</h2>
    <p>
      ${rollups.rebuilt === null ? '' : `Пересчитаны ${time(rollups.rebuilt.at)}, дней: ${rollups.rebuilt.days}. `}${
        rollups.requested === null ? '' : 'Пересчёт заказан и начнётся в течение минуты.'
      }
    </p>
    <form method="post" action="/admin/rollups/rebuild"><button class="quiet">Пересчитать все дни заново</button></form>`;
}
