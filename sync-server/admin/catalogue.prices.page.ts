import { formatRoubles, type Kopecks } from '../../design/money/kopecks.ts';
import type { Shop } from '../provisioning/shops.ts';
import { moment } from './catalogue.card.page.ts';
import { cardAddress, crumbs, goods, hidden } from './catalogue.parts.ts';
import { html, type Html } from './html.ts';
import { notice } from './layout.ts';

/** Prices of a shop that become active at one moment. */
export interface PlannedPrices {
  readonly shop: Shop;
  readonly from: number;
  readonly prices: readonly {
    readonly sku: string;
    readonly name: string;
    readonly now: Kopecks | null;
    readonly price: Kopecks;
  }[];
}

const SHOWN = 200;

const line = ({ shop, from }: PlannedPrices, { sku, name, now, price }: PlannedPrices['prices'][number]): Html =>
  html`<tr>
    <td><a href="${cardAddress(sku)}">${name}</a><br /><span class="muted">${sku}</span></td>
    <td class="num">${now === null ? '—' : formatRoubles(now)}</td>
    <td class="num">${formatRoubles(price)}</td>
    <td>
      <form method="post" action="/admin/catalogue/prices/cancel">
        ${hidden({ store: shop.code, from: String(from), sku })}<button class="quiet">Отменить</button>
      </form>
    </td>
  </tr>`;

const group = (one: PlannedPrices): Html =>
  html`<h2>${one.shop.name}: с ${moment(one.from, one.shop.timeZone)}</h2>
    <form class="row" method="post" action="/admin/catalogue/prices/cancel">
      ${hidden({ store: one.shop.code, from: String(one.from), sku: '' })}
      <span>${goods(one.prices.length)}</span> <button class="quiet">Отменить все</button>
    </form>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Товар</th>
            <th class="num">Сейчас в этом магазине</th>
            <th class="num">Будет</th>
            <th><span class="unseen">Что сделать</span></th>
          </tr>
        </thead>
        <tbody>
          ${one.prices.slice(0, SHOWN).map((price) => line(one, price))}
        </tbody>
      </table>
    </div>
    ${one.prices.length > SHOWN ? html`<p>Показаны первые ${SHOWN}.</p>` : null}`;

export const pricesPage = (planned: readonly PlannedPrices[], said: string | null): Html =>
  html`${crumbs('')} ${said === null ? null : notice(said)}
  ${
    planned.length === 0
      ? html`<p>Ничего не запланировано. Цену на будущее назначают в карточке товара или при загрузке файла поставщика.</p>`
      : html`<p>Отменить можно до начала. Кассы уже знают эти цены и переключатся сами, даже без сети.</p>
          ${planned.map(group)}`
  }`;
