import { categoryTree } from '../../design/catalogue/category-path.ts';
import { formatRoubles } from '../../design/money/kopecks.ts';
import type { ProductRow } from '../catalogue/back-office/product-index.ts';
import { cardAddress, choose, crumbs, goods, option, queryFields, select } from './catalogue.parts.ts';
import { addressOf, type CatalogueQuery, type Facets } from './catalogue.query.ts';
import { dayWord, KIND_WORDS, vatWord } from './catalogue.words.ts';
import { html, type Html } from './html.ts';

export const PAGE_ROWS = 50;
/** Requirement E-01. */
const FILL_GOAL = 95;

export interface ListView {
  readonly query: CatalogueQuery;
  readonly page: number;
  readonly rows: readonly ProductRow[];
  readonly total: number;
  readonly facets: Facets;
  /** EANs that several articles bear. */
  readonly duplicates: number;
  readonly isDuplicate: (row: ProductRow) => boolean;
}

const STATES = { sold: 'в продаже', archived: 'в архиве', all: 'все' };
const FLAGS = {
  '': 'все',
  'no-ean': 'без штрихкода',
  'duplicate-ean': 'штрихкод повторяется',
  loss: 'дешевле закупки',
  'vat-planned': 'НДС меняется с даты',
  mark: 'с кодом маркировки',
};
const EMPTY: CatalogueQuery = { q: '', kind: '', category: '', brand: '', supplier: '', state: 'sold', vat: '', flag: '' };

function summary({ facets, duplicates }: ListView): Html {
  const fill = facets.sold === 0 ? 100 : Math.floor((facets.withEan / facets.sold) * 1_000) / 10;
  const link = (flag: CatalogueQuery['flag'], text: string): Html => html`<a href="${addressOf({ ...EMPTY, flag })}">${text}</a>`;
  return html`<p>
      В продаже ${goods(facets.sold)}, в архиве ${facets.archived}. Артикул есть у всех, штрихкод у
      ${String(fill).replace('.', ',')} % (${fill >= FILL_GOAL ? 'норма' : html`<b>меньше нормы</b>`} ${FILL_GOAL} %).
    </p>
    <p>
      ${link('no-ean', `Без штрихкода: ${facets.sold - facets.withEan}`)} ·
      ${link('duplicate-ean', `Штрихкодов на нескольких товарах: ${duplicates}`)} ·
      ${link('loss', `Дешевле закупки: ${facets.loss}`)}
    </p>`;
}

const filters = ({ query, facets }: ListView): Html =>
  html`<form class="row" method="get" action="/admin/catalogue" role="search">
    <label class="wide"
      >Название, артикул, штрихкод, бренд, раздел, поставщик<input
        type="search"
        name="q"
        value="${query.q}"
        autofocus
        maxlength="200"
    /></label>
    ${select('Вид', 'kind', query.kind, { '': 'любой', ...KIND_WORDS })}
    <label
      >Раздел<select name="category">
        ${option('', 'любой', query.category)}
        ${categoryTree(facets.categories).map(({ category, name, depth, count }) =>
          option(category, `${'\u2003'.repeat(depth)}${name} (${count})`, query.category),
        )}
      </select></label
    >
    ${choose('Бренд', 'brand', query.brand, facets.brands)} ${choose('Поставщик', 'supplier', query.supplier, facets.suppliers)}
    ${select('НДС', 'vat', query.vat, { '': 'любой', ...Object.fromEntries(facets.vats.map(([rate, n]) => [rate, `${vatWord(rate)} (${n})`])) })}
    ${select('Состояние', 'state', query.state, STATES)} ${select('Что не так', 'flag', query.flag, FLAGS)}
    <button>Найти</button> <a class="button" href="/admin/catalogue">Сбросить</a>
  </form>`;

const row = (one: ProductRow, n: number, isDuplicate: boolean): Html =>
  html`<tr class="${one.archived ? 'off' : ''}">
    <td>
      <label class="tick"><input type="checkbox" name="pick-${n}" value="${one.sku}" aria-label="Отметить ${one.sku}" /></label>
    </td>
    <td>
      <a href="${cardAddress(one.sku)}">${one.name}</a><br /><span class="muted"
        >${[one.sku, one.brand, one.supplierCode ? `у поставщика ${one.supplierCode}` : ''].filter(Boolean).join(' · ')}</span
      >
    </td>
    <td>${one.category}</td>
    <td>${one.ean ?? html`<b>нет</b>`}${isDuplicate ? html`<br /><b>повторяется</b>` : null}</td>
    <td class="num">
      ${formatRoubles(one.price)}<br /><span class="muted"
        >${vatWord(one.vat)}${(one.vatPlan ?? []).map(({ from, vat }) => html`, с ${dayWord(from)} ${vatWord(vat)}`)}</span
      >
    </td>
    <td class="num">
      ${one.cost === null ? '—' : formatRoubles(one.cost)}${
        one.cost !== null && one.cost > one.price ? html`<br /><b>дороже цены</b>` : null
      }
    </td>
    <td>${one.supplier ?? '—'}${one.archived ? html`<br />в архиве` : null}</td>
  </tr>`;

function pages({ query, page, total }: ListView): Html {
  const last = Math.max(1, Math.ceil(total / PAGE_ROWS));
  const to = (n: number, text: string): Html | null =>
    n < 1 || n > last ? null : html`<a class="button" href="${addressOf(query, n)}">${text}</a>`;
  return html`<nav aria-label="Страницы">
    ${to(page - 1, '← Назад')} Страница ${page} из ${last} ${to(page + 1, 'Дальше →')}
  </nav>`;
}

const list = (view: ListView): Html =>
  html`<form method="post" action="/admin/catalogue/bulk">
    ${queryFields(view.query)}
    <p class="row">
      <button name="scope" value="ticked">Изменить отмеченные</button>
      <button class="quiet" name="scope" value="found">Изменить все найденные (${view.total})</button>
      <button class="quiet" formaction="/admin/catalogue/labels">Этикетки на отмеченные</button>
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th><span class="unseen">Отметить</span></th>
            <th>Товар</th>
            <th>Раздел</th>
            <th>Штрихкод</th>
            <th class="num">Цена</th>
            <th class="num">Закупка</th>
            <th>Поставщик</th>
          </tr>
        </thead>
        <tbody>
          ${view.rows.map((one, n) => row(one, n, view.isDuplicate(one)))}
        </tbody>
      </table>
    </div>
  </form>`;

export const listPage = (view: ListView): Html =>
  html`${crumbs('')} ${summary(view)}
    <p>
      <a class="button" href="/admin/catalogue/new">Завести товар</a>
      <a class="button" href="/admin/import">Загрузить файл поставщика</a>
    </p>
    ${filters(view)}
    <p role="status">
      ${view.total === 0 ? 'Ничего не нашлось. Проверьте слово или сбросьте отбор.' : `Нашлось: ${goods(view.total)}`}
    </p>
    ${view.total === 0 ? null : html`${list(view)} ${pages(view)}`}`;
