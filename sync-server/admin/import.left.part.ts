import type { ChangedMeanwhile, StoodArticles } from '../../design/import/job.ts';
import { cardAddress } from './catalogue.parts.ts';
import { fieldWord } from './catalogue.words.ts';
import { html, type Html } from './html.ts';
import { counted } from './import.words.ts';

/** What articles are called, by SKU. */
export type Names = Readonly<Record<string, string>>;

const SHOWN = 50;
type Stood = StoodArticles['named'][number];

const article = (sku: string, names: Names): Html =>
  html`<a href="${cardAddress(sku)}">${names[sku] ?? sku}</a> <span class="hint">${sku}</span>`;
const more = (shown: number, all: number): Html | null => (all > shown ? html`<li>и ещё ${all - shown}</li>` : null);

const whyWords = ({ why, lies, expected, orders }: Stood): string =>
  why === 'edited'
    ? 'карточку с тех пор правили вручную'
    : [
        lies > 0 ? `лежит ${lies.toLocaleString('ru-RU')} шт.` : '',
        expected > 0 ? `едет от поставщика ${expected.toLocaleString('ru-RU')} шт.` : '',
        orders > 0 ? `в заказах клиентов: ${orders}` : '',
      ]
        .filter(Boolean)
        .join(', ');

/** Articles that do not go into the archive although they were to, and why; nothing where there are none. */
export function stoodPart(title: string, words: string, stood: StoodArticles | undefined, names: Names): Html | null {
  if (!stood || stood.count === 0) return null;
  const shown = stood.named.slice(0, SHOWN);
  return html`<h2>${title}: ${counted(stood.count, 'товар', 'товара', 'товаров')}</h2>
    <p>${words}</p>
    <ul>
      ${shown.map((one) => html`<li>${article(one.sku, names)}: ${whyWords(one)}</li>`)} ${more(shown.length, stood.count)}
    </ul>`;
}

/** Fields that stay as somebody has changed them since, article by article. */
export function leftPart(count: number, named: readonly ChangedMeanwhile[], names: Names): Html | null {
  if (count === 0) return null;
  const shown = named.slice(0, SHOWN);
  return html`<h2>Изменили после загрузки, останется так: ${count.toLocaleString('ru-RU')}</h2>
    <ul>
      ${shown.map(({ sku, field }) => html`<li>${article(sku, names)}: ${fieldWord(field)}</li>`)} ${more(shown.length, count)}
    </ul>`;
}
