import { CATEGORY_DEPTH, categoryTree, type CategoryNode } from '../../design/catalogue/category-path.ts';
import { crumbs, hidden, suggestions } from './catalogue.parts.ts';
import { addressOf, type CatalogueQuery, type Choices, type Facets } from './catalogue.query.ts';
import { html, type Html } from './html.ts';
import { notice } from './layout.ts';

export interface GroupsView {
  readonly facets: Pick<Facets, 'categories' | 'brands'>;
  /** Promotions by the brands and categories that they name. */
  readonly promotions: readonly {
    readonly name: string;
    readonly brands: readonly string[];
    readonly categories: readonly string[];
  }[];
  readonly said: string | null;
}

const NONE: CatalogueQuery = { q: '', kind: '', category: '', brand: '', supplier: '', state: 'sold', vat: '', flag: '' };

/** Promotions name brands and categories as they are spelt: who renames one has to look at them. */
const named = (names: readonly string[]): Html | null =>
  names.length === 0
    ? null
    : html`<br /><span class="muted">назван в акциях: ${names.join(', ')}; поправьте их после переименования</span>`;

const rename = (what: 'category' | 'brand', from: string): Html =>
  html`<form class="row" method="post" action="/admin/catalogue/groups">
    ${hidden({ what, from })}
    <input name="to" value="${from}" aria-label="Новое название: ${from}" list="${what}" required maxlength="200" />
    <button class="quiet">Переименовать</button>
  </form>`;

const categoryRow = ({ category, name, depth, count }: CategoryNode, { promotions }: GroupsView): Html =>
  html`<tr>
    <td class="deep-${depth}">
      <a href="${addressOf({ ...NONE, category })}">${name}</a>
      ${named(promotions.filter((one) => one.categories.includes(category)).map((one) => one.name))}
    </td>
    <td class="num">${count}</td>
    <td>${rename('category', category)}</td>
  </tr>`;

const brandRow = ([brand, count]: Choices[number], { promotions }: GroupsView): Html =>
  html`<tr>
    <td>
      <a href="${addressOf({ ...NONE, brand: brand || '—' })}">${brand || 'не указан'}</a>
      ${named(promotions.filter((one) => one.brands.includes(brand)).map((one) => one.name))}
    </td>
    <td class="num">${count}</td>
    <td>${brand === '' ? null : rename('brand', brand)}</td>
  </tr>`;

const table = (title: string, rows: readonly Html[]): Html =>
  html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>${title}</th>
          <th class="num">Товаров</th>
          <th>Новое название</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;

export function groupsPage(view: GroupsView): Html {
  const tree = categoryTree(view.facets.categories);
  return html`${crumbs('')} ${view.said === null ? null : notice(view.said)}
    <h2>Разделы</h2>
    <p>
      До ${CATEGORY_DEPTH} уровней, через косую черту: «Оправы / Мужские / Металл». Переименование переносит все товары раздела и
      того, что под ним; название, которое уже есть, сливает разделы. Перед переносом видно, что изменится; вернуть его можно в
      «Массовых правках».
    </p>
    ${table(
      'Раздел',
      tree.map((node) => categoryRow(node, view)),
    )}
    <h2>Бренды</h2>
    <p>Название, которое уже есть, сливает два бренда в один.</p>
    ${table(
      'Бренд',
      view.facets.brands.map((one) => brandRow(one, view)),
    )}
    ${suggestions(
      'category',
      tree.map(({ category }) => category),
    )}
    ${suggestions(
      'brand',
      view.facets.brands.map(([brand]) => brand),
    )}`;
}
