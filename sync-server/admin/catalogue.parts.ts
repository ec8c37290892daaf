import { html, type Html } from './html.ts';
import type { CatalogueQuery, Choices } from './catalogue.query.ts';
import { NOTHING } from './catalogue.query.ts';

export const option = (value: string, text: string, chosen: string): Html =>
  value === chosen ? html`<option value="${value}" selected>${text}</option>` : html`<option value="${value}">${text}</option>`;

/** A choice of words, the chosen one among them even where it is none of them. */
export const select = (label: string, name: string, chosen: string, words: Readonly<Record<string, string>>): Html =>
  html`<label
    >${label}<select name="${name}">
      ${Object.entries(words).map(([value, text]) => option(value, text, chosen))}
      ${chosen in words ? null : option(chosen, chosen, chosen)}
    </select></label
  >`;

export const choose = (label: string, name: string, chosen: string, choices: Choices): Html =>
  html`<label
    >${label}<select name="${name}">
      ${option('', 'любой', chosen)}
      ${choices.map(([value, count]) => option(value === '' ? NOTHING : value, `${value === '' ? 'не указан' : value} (${count})`, chosen))}
    </select></label
  >`;

/** Words that a field offers while it is typed. */
export const suggestions = (id: string, values: Iterable<string>): Html =>
  html`<datalist id="${id}">${[...values].filter(Boolean).map((value) => html`<option value="${value}"></option>`)}</datalist>`;

export const field = (label: string, name: string, value: string | undefined, more: Html = html``): Html =>
  html`<label>${label}<input name="${name}" value="${value ?? ''}" ${more} /></label>`;

export const hidden = (fields: Readonly<Record<string, string>>): Html[] =>
  Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);

export const queryFields = (query: CatalogueQuery): Html[] => hidden(query);

export const cardAddress = (sku: string): string => `/admin/catalogue/product/${encodeURIComponent(sku)}`;

export const crumbs = (here: string): Html =>
  html`<p>
    <a href="/admin">Администрирование</a> · <a href="/admin/catalogue">Каталог</a> ·
    <a href="/admin/catalogue/prices">Плановые цены</a> · <a href="/admin/catalogue/price-types">Типы цен</a> ·
    <a href="/admin/catalogue/groups">Разделы и бренды</a> ·
    <a href="/admin/catalogue/edits">Массовые правки</a>${here === '' ? null : html` · ${here}`}
  </p>`;

/** «1 товар, 2 товара, 5 товаров» */
export function goods(count: number): string {
  const [tens, ones] = [count % 100, count % 10];
  const word = tens > 10 && tens < 20 ? 'товаров' : ones === 1 ? 'товар' : ones > 1 && ones < 5 ? 'товара' : 'товаров';
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f')} ${word}`;
}
