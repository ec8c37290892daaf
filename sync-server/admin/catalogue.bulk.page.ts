import type { ProductRow } from '../catalogue/back-office/product-index.ts';
import type { ProductPatch } from '../../design/import/checked-row.ts';
import type { ImportJob } from '../../design/import/job.ts';
import { bulkFields, type BulkForm } from './catalogue.bulk.forms.ts';
import { moment } from './catalogue.card.page.ts';
import type { Known } from './catalogue.form.part.ts';
import { cardAddress, crumbs, goods, hidden, queryFields, select, suggestions } from './catalogue.parts.ts';
import type { CatalogueQuery } from './catalogue.query.ts';
import { fieldWord, valueWord, vatChoices, vatWord } from './catalogue.words.ts';
import { html, type Html } from './html.ts';
import { jobAddress, mark, pager, stateTone } from './import.parts.ts';
import { STATE_WORDS } from './import.words.ts';
import { notice } from './layout.ts';

export interface Choice {
  readonly query: CatalogueQuery;
  readonly scope: 'ticked' | 'found';
  readonly skus: readonly string[];
}

export interface PlannedRow {
  readonly row: ProductRow;
  readonly change: ProductPatch;
}

export interface BulkView {
  readonly choice: Choice;
  readonly count: number;
  readonly form: BulkForm;
  readonly known: Known;
  readonly today: string;
  /** Names of the price types. */
  readonly types: readonly string[];
  readonly said: string | null;
  readonly preview: {
    readonly what: string;
    readonly planned: readonly PlannedRow[];
    readonly digest: string;
    /** Articles that cost more than they will be sold for. */
    readonly loss: number;
    /** Prices that move by more than 20 %. */
    readonly jumps: number;
    /** Shops that have their own price for some of them. */
    readonly ownPrices: number;
    /** Articles that go into the archive although they lie in shops, are expected or promised. */
    readonly standing: number;
  } | null;
}

const SHOWN = 100;

const choiceFields = ({ query, scope, skus }: Choice): Html[] => [
  ...queryFields(query),
  ...hidden({ scope }),
  ...(scope === 'ticked' ? hidden(Object.fromEntries(skus.map((sku, n) => [`pick-${n}`, sku]))) : []),
];

const radio = (form: BulkForm, act: BulkForm['act'], label: string, more: Html = html``): Html =>
  html`<div class="row">
    <label class="choice"
      ><input type="radio" name="to-act" value="${act}" ${form.act === act ? html`checked` : null} /> ${label}</label
    >
    ${more}
  </div>`;

const input = (name: string, label: string, value: string, more: Html = html``): Html =>
  html`<input name="to-${name}" value="${value}" aria-label="${label}" ${more} />`;

const editor = ({ form, today, types }: BulkView): Html =>
  html`<fieldset class="choices">
    <legend>Что изменить</legend>
    ${radio(
      form,
      'percent',
      'Цена на процент',
      html`${input('percent', 'Процент', form.percent, html`placeholder="+5" inputmode="text"`)}
      ${select('Округлить', 'to-rounding', form.rounding, { ninety: 'до …90 ₽', ten: 'до 10 ₽', rouble: 'до рубля' })}`,
    )}
    ${radio(form, 'value', 'Цена, ₽', input('price', 'Новая цена', form.price, html`inputmode="decimal"`))}
    ${
      types.length === 0
        ? null
        : radio(
            form,
            'type',
            'Цена по типу',
            html`${select('Тип', 'to-type', form.type, { '': 'выберите', ...Object.fromEntries(types.map((name) => [name, name])) })}
              ${input('typePrice', 'Цена по типу или процент от общей', form.typePrice, html`placeholder="12 990 или −10 %"`)}
              <span class="muted">пусто: по правилу типа</span>`,
          )
    }
    ${radio(form, 'category', 'Раздел', input('category', 'Новый раздел', form.category, html`list="categories"`))}
    ${radio(form, 'brand', 'Бренд', input('brand', 'Новый бренд', form.brand, html`list="brands"`))}
    ${radio(form, 'supplier', 'Поставщик', input('supplier', 'Новый поставщик', form.supplier, html`list="suppliers"`))}
    ${radio(
      form,
      'vat',
      'НДС',
      html`${select('Ставка', 'to-vat', form.vat, {
          '': 'выберите',
          ...Object.fromEntries(vatChoices(today).map((rate) => [rate, vatWord(rate)])),
        })}
        <label>С какого дня (пусто: сразу)<input type="date" name="to-vatFrom" value="${form.vatFrom}" min="${today}" /></label>`,
    )}
    ${radio(
      form,
      'mark',
      'Маркировка',
      select('Продавать', 'to-mark', form.mark, { yes: 'только с кодом маркировки', no: 'без кода' }),
    )}
    ${radio(form, 'archive', 'Убрать в архив')} ${radio(form, 'restore', 'Вернуть из архива')}
  </fieldset>`;

const plannedRow = ({ row, change }: PlannedRow): Html =>
  html`<tr>
    <td><a href="${cardAddress(row.sku)}">${row.name}</a><br /><span class="muted">${row.sku}</span></td>
    <td>
      ${Object.entries(change).map(
        ([name, value]) =>
          html`${fieldWord(name)}: ${valueWord(name, (row as unknown as Record<string, unknown>)[name])} →
            <b>${valueWord(name, value)}</b><br />`,
      )}
    </td>
  </tr>`;

function previewPart({ choice, form, count, preview }: BulkView): Html | null {
  if (preview === null) return null;
  const { planned, what } = preview;
  if (planned.length === 0) return notice(`Нечего менять: у выбранных товаров уже так (${what}).`);
  return html`<h2>Что получится</h2>
    <p>
      Изменится ${goods(planned.length)} из ${count}: ${what}. Дальше вы выберете, сейчас или в назначенное время; до этого ничего
      не меняется.
    </p>
    ${preview.jumps > 0 ? html`<p class="warn">Цена меняется больше чем на 20 % у ${goods(preview.jumps)}: проверьте, туда ли попал ноль.</p>` : null}
    ${preview.loss > 0 ? html`<p class="warn">Станет дешевле закупки: ${goods(preview.loss)}.</p>` : null}
    ${preview.standing > 0 ? html`<p class="warn">Ещё лежат в магазинах, едут от поставщика или обещаны клиентам: ${goods(preview.standing)}. После архива кассы их не найдут; где именно они лежат, видно в карточке, когда убираете один товар.</p>` : null}
    ${
      preview.ownPrices > 0
        ? html`<p class="warn">
            Своя цена в магазинах есть у ${goods(preview.ownPrices)}: она останется, меняется только общая.
          </p>`
        : null
    }
    <form method="post" action="/admin/catalogue/bulk">
      ${choiceFields(choice)} ${hidden(bulkFields(form))} ${hidden({ step: 'apply', digest: preview.digest })}
      <button>Дальше: ${goods(planned.length)}</button> <a class="button" href="/admin/catalogue">Не менять</a>
    </form>
    <table>
      <tbody>
        ${planned.slice(0, SHOWN).map(plannedRow)}
      </tbody>
    </table>
    ${planned.length > SHOWN ? html`<p>Показаны первые ${SHOWN}.</p>` : null}`;
}

export const bulkPage = (view: BulkView): Html =>
  html`${crumbs('массовая правка')} ${view.said === null ? null : notice(view.said)}
    <p>Выбрано: ${goods(view.count)} ${view.choice.scope === 'found' ? '(все, что нашлись)' : '(отмеченные)'}.</p>
    <form method="post" action="/admin/catalogue/bulk">
      ${choiceFields(view.choice)} ${hidden({ step: 'preview' })} ${editor(view)}
      <p><button class="${view.preview === null ? '' : 'quiet'}">Показать, что получится</button></p>
      ${suggestions('categories', view.known.categories)} ${suggestions('brands', view.known.brands)}
      ${suggestions('suppliers', view.known.suppliers)}
    </form>
    ${previewPart(view)}`;

const editRow = (job: ImportJob, timeZone: string): Html =>
  html`<tr>
    <td><a href="${jobAddress(job._id)}">${job.number}</a></td>
    <td>${moment(job.applied ?? job.made, timeZone)}<br /><span class="muted">${job.confirmed?.name ?? ''}</span></td>
    <td>${job.file.name}</td>
    <td class="num">${job.changes.changed}</td>
    <td>
      ${mark(stateTone(job.state), STATE_WORDS[job.state])}${
        job.state === 'scheduled' && job.due !== null ? html`<br />с ${moment(job.due, timeZone)}` : null
      }${
        job.undo === null
          ? null
          : html`<br /><span class="muted"
                >вернули
                ${job.undo.restored}${job.undo.left > 0 ? `, оставили ${job.undo.left}: после правки их меняли` : ''}</span
              >`
      }
    </td>
  </tr>`;

export interface EditsView {
  readonly jobs: readonly ImportJob[];
  readonly page: number;
  readonly pages: number;
  readonly timeZone: string;
}

/** Edits of many articles, the newest first; each has its page with what changed and the way back. */
export const editsPage = ({ jobs, page, pages, timeZone }: EditsView): Html =>
  html`${crumbs('')}
    <p>Откройте правку, чтобы увидеть каждое изменение или вернуть всё как было.</p>
    ${
      jobs.length === 0
        ? html`<p>Массовых правок ещё не было. Отметьте товары в каталоге и нажмите «Изменить отмеченные».</p>`
        : html`<div class="scroll">
              <table>
                <thead>
                  <tr>
                    <th>Правка</th>
                    <th>Когда и кто</th>
                    <th>Что</th>
                    <th class="num">Товаров</th>
                    <th>Состояние</th>
                  </tr>
                </thead>
                <tbody>
                  ${jobs.map((one) => editRow(one, timeZone))}
                </tbody>
              </table>
            </div>
            ${pager(page, pages, (to) => `/admin/catalogue/edits?page=${to}`)}`
    }`;
