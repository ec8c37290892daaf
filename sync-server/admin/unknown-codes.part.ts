import { isEan13 } from '../../design/catalogue/ean.ts';
import { formatRoubles } from '../../design/money/kopecks.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import type { UnknownCode } from '../catalogue/unknown-codes.store.ts';
import type { Shop } from '../provisioning/shops.ts';
import { roublesField } from './catalogue.fields.ts';
import { html, type Html } from './html.ts';

const SHOWN = 100;

/** The form of a new article with what a cashier typed instead of it. */
function newAddress({ id, code, typed }: UnknownCode): string {
  const fields: Record<string, string> = { [isEan13(code) ? 'ean' : 'sku']: code, code: id };
  if (typed !== null) Object.assign(fields, { name: typed.name, price: roublesField(typed.price) });
  return `/admin/catalogue/new?${new URLSearchParams(fields).toString()}`;
}

/** Codes that were read at the tills and that the catalogue does not know: what to add to it, the most wanted first. */
export function unknownCodesPart(codes: readonly UnknownCode[], shops: readonly Shop[]): Html {
  if (codes.length === 0) return html``;
  const shopOf = (code: string): Shop | undefined => shops.find((shop) => shop.code === code);
  const row = (one: UnknownCode): Html => {
    const { id, store, code, count, last, typed } = one;
    return html`<tr>
      <td>${code}</td>
      <td>${shopOf(store)?.name ?? store}</td>
      <td>${count}</td>
      <td>
        ${localDateTime(last, shopOf(store)?.timeZone ?? 'Europe/Moscow')
          .replace('T', ' ')
          .slice(0, 16)}
      </td>
      <td>${typed === null ? '' : `${typed.name}, ${formatRoubles(typed.price)}`}</td>
      <td>
        <a class="button" href="${newAddress(one)}">Завести товар</a>
        <form method="post" action="/admin/unknown-codes/forget">
          <input type="hidden" name="id" value="${id}" /><button class="quiet">Разобрано</button>
        </form>
      </td>
    </tr>`;
  };
  return html`<h2>Неизвестные коды</h2>
    <p>Эти коды считывали на кассах, а в каталоге их нет. Добавьте товар в каталог или отметьте код разобранным.</p>
    <table>
      <thead>
        <tr>
          <th>Код</th>
          <th>Точка</th>
          <th>Сколько раз</th>
          <th>Последний раз</th>
          <th>Что продали вместо него</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${codes.slice(0, SHOWN).map(row)}
      </tbody>
    </table>
    ${codes.length > SHOWN ? `Показаны первые ${SHOWN} из ${codes.length}.` : ''}`;
}
