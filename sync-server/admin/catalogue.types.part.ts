import { priceByType, type PriceTypes } from '../../design/catalogue/price-type.ts';
import type { Product } from '../../design/documents/catalogue.ts';
import { formatRoubles } from '../../design/money/kopecks.ts';
import { roublesField } from './catalogue.fields.ts';
import { cardAddress, hidden } from './catalogue.parts.ts';
import { ruleWords } from './catalogue.types.page.ts';
import { html, type Html } from './html.ts';

/** What an article costs by each price type, each in a form of its own. Nothing where the chain has no types. */
export function typePricesPart(product: Product, { types }: PriceTypes): Html | null {
  if (types.length === 0) return null;
  if (product.kind === 'lens')
    return html`<h2 id="types">Цены по типам</h2>
      <p class="muted">Линза продаётся по своим силам и ценам: типы цен её не меняют.</p>`;
  return html`<h2 id="types">Цены по типам</h2>
    <table>
      <thead>
        <tr>
          <th>Тип</th>
          <th class="num">По нему стоит</th>
          <th>Своя цена, ₽ (пусто: по правилу)</th>
        </tr>
      </thead>
      <tbody>
        ${types.map((type) => {
          const own = product.typePrices?.[type.name];
          return html`<tr>
            <td>${type.name}<br /><span class="muted">${ruleWords(type)}</span></td>
            <td class="num">${formatRoubles(priceByType(product, type) ?? product.price)}</td>
            <td>
              <form class="row" method="post" action="${cardAddress(product.sku)}/type-price">
                ${hidden({ rev: product._rev ?? '', name: type.name })}
                <input
                  name="price"
                  inputmode="decimal"
                  maxlength="20"
                  value="${own === undefined ? '' : roublesField(own)}"
                  aria-label="Своя цена по типу ${type.name}"
                />
                <button class="quiet">Сохранить</button>
              </form>
            </td>
          </tr>`;
        })}
      </tbody>
    </table>`;
}
