import type { Standing } from '../catalogue/back-office/standing-goods.ts';
import type { CardView } from './catalogue.card.page.ts';
import { cardAddress, hidden } from './catalogue.parts.ts';
import { html, type Html } from './html.ts';

const SHOWN = 10;
const pieces = (qty: number): string => `${qty.toLocaleString('ru-RU')} шт.`;

const words = ({ lies, expected, orders }: Standing): string =>
  [
    lies > 0 ? `лежит ${pieces(lies)}` : '',
    expected > 0 ? `едет от поставщика ${pieces(expected)}` : '',
    orders.length > 0
      ? `в заказах клиентов ${orders.slice(0, SHOWN).join(', ')}${orders.length > SHOWN ? ` и ещё ${orders.length - SHOWN}` : ''}`
      : '',
  ]
    .filter(Boolean)
    .join('; ');

/** Why an article should not go into the archive yet, and the way there all the same. */
export function standingPart({ product, standing, shops }: Pick<CardView, 'product' | 'standing' | 'shops'>): Html | null {
  if (standing.length === 0) return null;
  const nameOf = (store: string): string => shops.find(({ shop }) => shop.code === store)?.shop.name ?? store;
  return html`<div class="notice" role="alert">
    <p><b>Ещё не в архиве: товар не распродан или обещан.</b></p>
    <ul>
      ${standing.map((one) => html`<li>${nameOf(one.store)}: ${words(one)}</li>`)}
    </ul>
    <p>
      В архиве кассы его не найдут ни поиском, ни сканером: то, что лежит, продать будет нельзя, пока товар не вернут. Заказы
      клиентов и поставщикам останутся и закроются как обычно. Лучше сначала распродать, вернуть поставщику или списать.
    </p>
    <form method="post" action="${cardAddress(product.sku)}/archive">
      ${hidden({ rev: product._rev ?? '', archived: 'yes', insist: 'yes' })}
      <button class="danger">Всё равно убрать в архив</button>
    </form>
  </div>`;
}
