import type { BulkEdit } from '../catalogue/back-office/bulk-edits.store.ts';
import type { ProductRow } from '../catalogue/back-office/product-index.ts';
import type { ProductFields } from '../catalogue/back-office/products.store.ts';
import { bulkFields, type BulkForm } from './catalogue.bulk.forms.ts';
import { moment } from './catalogue.card.page.ts';
import type { Known } from './catalogue.form.part.ts';
import { cardAddress, crumbs, goods, hidden, queryFields, select, suggestions } from './catalogue.parts.ts';
import type { CatalogueQuery } from './catalogue.query.ts';
import { fieldWord, valueWord, vatChoices, vatWord } from './catalogue.words.ts';
import { html, type Html } from './html.ts';
import { notice } from './layout.ts';

export interface Choice {
  readonly query: CatalogueQuery;
  readonly scope: 'ticked' | 'found';
  readonly skus: readonly string[];
}

export interface PlannedRow {
  readonly row: ProductRow;
  readonly change: Partial<ProductFields>;
}

export interface BulkView {
  readonly choice: Choice;
  readonly count: number;
  readonly form: BulkForm;
  readonly known: Known;
  readonly today: string;
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

const editor = ({ form, today }: BulkView): Html =>
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
    ${radio(form, 'category', 'Раздел', input('category', 'Новый раздел', form.category, html`list="categories"`))}
    ${radio(form, 'brand', 'Бренд', input('brand', 'Новый бренд', form.brand, html`list="brands"`))}
    ${radio(form, 'supplier', 'Поставщик', input('supplier', 'Новый поставщик', form.supplier, html`list="suppliers"`))}
    ${radio(
      form,
      'vat',
      'НДС',
      select('Ставка', 'to-vat', form.vat, {
        '': 'выберите',
        ...Object.fromEntries(vatChoices(today).map((rate) => [rate, vatWord(rate)])),
      }),
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
    <p>Изменится ${goods(planned.length)} из ${count}: ${what}. Общая цена сменится сразу, на кассах при ближайшем обмене.</p>
    ${preview.jumps > 0 ? html`<p class="warn">Цена меняется больше чем на 20 % у ${goods(preview.jumps)}: проверьте, туда ли попал ноль.</p>` : null}
    ${preview.loss > 0 ? html`<p class="warn">Станет дешевле закупки: ${goods(preview.loss)}.</p>` : null}
    ${
      preview.ownPrices > 0
        ? html`<p class="warn">
            Своя цена в магазинах есть у ${goods(preview.ownPrices)}: она останется, меняется только общая.
          </p>`
        : null
    }
    <form method="post" action="/admin/catalogue/bulk">
      ${choiceFields(choice)} ${hidden(bulkFields(form))} ${hidden({ step: 'apply', digest: preview.digest })}
      <button>Изменить ${goods(planned.length)}</button> <a class="button" href="/admin/catalogue">Не менять</a>
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

const editRow = ({ id, at, who, what, count, undone }: BulkEdit, timeZone: string): Html =>
  html`<tr>
    <td>${moment(at, timeZone)}</td>
    <td>${who}</td>
    <td>${what}</td>
    <td class="num">${count}</td>
    <td>
      ${
        undone === null
          ? html`<form method="post" action="/admin/catalogue/edits/undo">
              ${hidden({ id })}<button class="quiet">Отменить</button>
            </form>`
          : html`отменена ${moment(undone.at, timeZone)}: возвращено
            ${undone.restored}${undone.left > 0 ? `, оставлено ${undone.left}: после правки их меняли` : ''}`
      }
    </td>
  </tr>`;

export const editsPage = (edits: readonly BulkEdit[], timeZone: string, said: string | null): Html =>
  html`${crumbs('')} ${said === null ? null : notice(said)}
    <p>Отмена возвращает прежние значения там, где после правки никто ничего не менял.</p>
    ${
      edits.length === 0
        ? html`<p>Массовых правок ещё не было. Отметьте товары в каталоге и нажмите «Изменить отмеченные».</p>`
        : html`<table>
              <thead>
                <tr>
                  <th>Когда</th>
                  <th>Кто</th>
                  <th>Что</th>
                  <th class="num">Товаров</th>
                  <th></th>
                </tr>
              </thead>
              <tbody>
                ${edits.map((one) => editRow(one, timeZone))}
              </tbody>
            </table>
            <p class="muted">Показаны последние ${SHOWN}.</p>`
    }`;
