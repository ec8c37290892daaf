import { FIELD_WORDS } from '../../design/import/field-words.ts';
import { ERRORS, isErrorCode } from '../../design/errors.ts';
import { IMPORT_FIELDS } from '../../design/import/fields.ts';
import type { ImportJob } from '../../design/import/job.ts';
import { html, type Html } from './html.ts';
import { countsPart, jobSteps, jobWays, shownState, wordsOf } from './import.check.page.ts';
import { leftPart, stoodPart, type Names } from './import.left.part.ts';
import { jobAddress, mark, onceField, priceText, refusal, stateTone, timeText } from './import.parts.ts';
import { counted, STATE_WORDS } from './import.words.ts';

export interface ReportView {
  readonly job: ImportJob;
  readonly timeZone: string;
  /** What articles that stay are called. */
  readonly names: Names;
}

const fieldWord = (name: string): string => {
  const field = IMPORT_FIELDS.find((one) => one === name);
  return field === undefined ? name : FIELD_WORDS[field];
};

function meanwhilePart({ outcome }: ImportJob): Html | null {
  if (outcome === null || outcome.changedMeanwhile === 0) return null;
  return html`<h2>Изменили вручную, после проверки: ${outcome.changedMeanwhile}</h2>
    <p>Оставлено то, что поставил человек. Эти значения не взяты.</p>
    <ul>
      ${outcome.meanwhile.slice(0, 50).map(({ sku, field }) => html`<li>${sku}: ${fieldWord(field).toLowerCase()}</li>`)}
    </ul>`;
}

function stockPart({ outcome, number }: ImportJob): Html | null {
  if (!outcome?.stock) return null;
  const { store, articles, changed, unknown } = outcome.stock;
  return html`<p>
    Остаток магазина ${store} по файлу: ${counted(articles, 'товар', 'товара', 'товаров')}, поправлено ${changed} (документы №
    ${number} на складе магазина).${unknown > 0 ? ` Нет в каталоге и не внесено: ${unknown}.` : ''}
  </p>`;
}

function soldPart({ sold }: ImportJob): Html | null {
  if (sold === null) return null;
  if (sold.receipts === 0) return html`<p>${mark('good', 'По этим ценам ничего не успели продать.')}</p>`;
  return html`<h2>Что успели продать по ценам загрузки</h2>
    <p>
      ${counted(sold.receipts, 'чек', 'чека', 'чеков')}, ${sold.pieces.toLocaleString('ru-RU')} шт. на ${priceText(sold.sum)}. Эти
      чеки остаются как есть.
    </p>
    <table class="small">
      <thead>
        <tr>
          <th>Артикул</th>
          <th class="num">Штук</th>
          <th class="num">На сумму</th>
        </tr>
      </thead>
      <tbody>
        ${sold.articles.map(
          ({ sku, pieces, sum }) =>
            html`<tr>
              <td>${sku}</td>
              <td class="num">${pieces.toLocaleString('ru-RU')}</td>
              <td class="num">${priceText(sum)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

/** Was it taken back, and something has stayed all the same? */
const stayed = ({ state, undo }: ImportJob): boolean =>
  state === 'undone' && undo !== null && undo.left + (undo.kept?.count ?? 0) > 0;

/** Step 6: what was done, by whom, and the way back. */
export function reportPage(view: ReportView, said: Html | null): Html {
  const { job, timeZone, names } = view;
  const { outcome, undo, confirmed } = job;
  return html`${jobSteps(6, job)}${said}
    <h2>
      ${mark(stateTone(job.state), `${wordsOf(job).one} ${job.number} ${stayed(job) ? 'отменена, но вернулось не всё' : STATE_WORDS[job.state]}`)}
    </h2>
    <p>
      <b>${job.file.name}</b>${job.supplier === '' ? '' : `, ${job.supplier}`}.
      ${confirmed === null ? '' : `Включил: ${confirmed.name}, ${timeText(job.applied ?? confirmed.at, timeZone)}.`}
      ${confirmed?.override ? `Не дожидаясь касс: ${confirmed.override.name}, ${confirmed.override.reason}.` : ''}
    </p>
    ${
      outcome === null
        ? null
        : countsPart([
            ...(job.source === 'bulk' ? [] : ([['заведено', outcome.created, 'good']] as const)),
            ['изменено', outcome.updated, 'good'],
            ...(job.source === 'bulk' ? [] : ([['убрано в архив', outcome.archived]] as const)),
            ['не подтверждено и не вошло', outcome.held, 'warn'],
            ...(job.source === 'bulk' ? [] : ([['строки с ошибкой', job.counters.errors, 'bad']] as const)),
          ])
    }
    ${
      undo === null
        ? null
        : html`<div class="notice" role="status">
            <b>Возвращено как было</b>: ${undo.name}, ${timeText(undo.at, timeZone)}. Вернули
            ${counted(undo.restored, 'товар', 'товара', 'товаров')}${undo.left > 0 ? `, оставили изменённое после загрузки: ${undo.left}` : ''}.
          </div>`
    }
    ${stoodPart('Не ушли в архив, остались в продаже', 'У заведённых файлом цена осталась теперешней. Ненужное уберите в архив на карточке.', undo?.kept, names)}
    ${undo?.leftNamed ? leftPart(undo.left, undo.leftNamed, names) : null}
    ${stoodPart(
      job.source === 'bulk' ? 'Не ушли в архив, остались в продаже' : 'Нет в прайсе, но остались в продаже',
      `Когда ${job.source === 'bulk' ? 'правку готовили' : 'файл проверяли'}, их нигде не было, а к включению уже лежали, ехали или были обещаны: в архиве кассы бы их не нашли.`,
      outcome?.stands,
      names,
    )}
    ${stockPart(job)} ${soldPart(job)} ${meanwhilePart(job)}
    <div class="acts">
      <a class="button main" href="${wordsOf(job).list}">${wordsOf(job).all}</a>
      <a class="button" href="${jobAddress(job._id)}/changes">Что изменилось</a>
      ${
        job.source === 'bulk'
          ? null
          : html`<a class="button" href="${jobAddress(job._id)}/check">Замечания</a>
              <a class="button" href="${jobAddress(job._id)}/findings.xlsx" download>Замечания для поставщика (XLSX)</a>`
      }
    </div>
    ${job.state === 'done' ? html`<p><a class="button" href="${jobAddress(job._id)}/undo">Вернуть как было</a></p>` : null}`;
}

/** Failed or given up: why, that the catalogue is as it was, and how to go on. */
export function stoppedPage(job: ImportJob, once: string, said: Html | null): Html {
  const { failure } = job;
  const why = failure !== null && isErrorCode(failure) ? ERRORS[failure].ru : null;
  if (shownState(job) === 'withdrawing')
    return html`${jobSteps(5, job)}${said}
      <div class="panel" data-poll="${jobAddress(job._id)}/state" data-state="withdrawing">
        <h2>${wordsOf(job).one} прервана</h2>
        <p><b>${job.file.name}</b>, ${job.number}</p>
        <p>Забираем назначенные цены с касс. Это несколько секунд.</p>
        <noscript><a class="button" href="">Обновить</a></noscript>
      </div>`;
  const isBulk = job.source === 'bulk';
  const [main, other] = isBulk
    ? (['/admin/catalogue', 'К каталогу'] as const)
    : ([jobWays(job)[2]!, 'Поправить колонки и правила'] as const);
  const again = html`<div class="acts">
    ${
      isBulk
        ? null
        : html`<form method="post" action="${jobAddress(job._id)}/again">
            ${onceField(once)}<button>Проверить снова</button>
          </form>`
    }
    <a class="button" href="${main}">${other}</a>
    <a class="button" href="${wordsOf(job).list}">${wordsOf(job).all}</a>
  </div>`;
  return html`${jobSteps(isBulk ? 4 : 3, job)}${said}
    <p><b>${job.file.name}</b>, ${job.number}</p>
    ${
      job.state === 'failed'
        ? refusal({
            title: why?.what ?? `${wordsOf(job).one} не удалась.`,
            detail: `${why?.next ?? 'Повторите проверку.'} Каталог остался прежним.`,
          })
        : html`<div class="notice" role="status">
            <b>${wordsOf(job).one} прервана.</b>
            <p>
              Каталог остался прежним.
              ${isBulk ? 'Отметьте товары и сделайте её заново.' : 'Файл на месте: можно проверить его снова.'}
            </p>
          </div>`
    }
    ${again}`;
}
