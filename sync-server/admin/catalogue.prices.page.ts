import { formatRoubles, type Kopecks } from '../../design/money/kopecks.ts';
import type { Shop } from '../provisioning/shops.ts';
import type { PlannedJob } from '../import/planned-prices.ts';
import { moment } from './catalogue.card.page.ts';
import { cardAddress, crumbs, goods, hidden } from './catalogue.parts.ts';
import { jobLink, type Plan } from './catalogue.plans.part.ts';
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
    /** It comes with this job; `null`: somebody has planned it for the shop. */
    readonly job: PlannedJob['job'] | null;
  }[];
}

/** A price that will not come, since somebody has changed what the article costs. */
export type LostPrice = Plan & { readonly name: string; readonly now: Kopecks | null };

const SHOWN = 200;

const line = ({ shop, from }: PlannedPrices, { sku, name, now, price, job }: PlannedPrices['prices'][number]): Html =>
  html`<tr>
    <td><a href="${cardAddress(sku)}">${name}</a><br /><span class="muted">${sku}</span></td>
    <td class="num">${now === null ? '—' : formatRoubles(now)}</td>
    <td class="num">${formatRoubles(price)}</td>
    <td>
      ${
        job
          ? jobLink(job)
          : html`<form method="post" action="/admin/catalogue/prices/cancel">
              ${hidden({ store: shop.code, from: String(from), sku })}<button class="quiet">Отменить</button>
            </form>`
      }
    </td>
  </tr>`;

const group = (one: PlannedPrices): Html =>
  html`<h2>${one.shop.name}: с ${moment(one.from, one.shop.timeZone)}</h2>
    <form class="row" method="post" action="/admin/catalogue/prices/cancel">
      ${hidden({ store: one.shop.code, from: String(one.from), sku: '' })}
      <span>${goods(one.prices.length)}</span>
      ${one.prices.some(({ job }) => job === null) ? html`<button class="quiet">Отменить назначенные магазину</button>` : null}
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

function lostPart(lost: readonly LostPrice[], timeZone: string): Html | null {
  if (lost.length === 0) return null;
  return html`<h2>Не включатся: цену с тех пор изменили</h2>
    <p>Действует теперешняя цена. Если нужна назначенная, впишите её на карточке или загрузите прайс снова.</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Товар</th>
            <th class="num">Действует</th>
            <th class="num">Была назначена</th>
            <th>Откуда и на когда</th>
          </tr>
        </thead>
        <tbody>
          ${lost.slice(0, SHOWN).map(
            ({ sku, name, now, price, from, job }) =>
              html`<tr>
                <td><a href="${cardAddress(sku)}">${name}</a><br /><span class="muted">${sku}</span></td>
                <td class="num">${now === null ? '—' : formatRoubles(now)}</td>
                <td class="num">${formatRoubles(price)}</td>
                <td>${jobLink(job)}, ${moment(from, timeZone)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${lost.length > SHOWN ? html`<p>Показаны первые ${SHOWN} из ${lost.length}.</p>` : null}`;
}

export interface PricesView {
  readonly planned: readonly PlannedPrices[];
  readonly lost: readonly LostPrice[];
  readonly timeZone: string;
}

export const pricesPage = ({ planned, lost, timeZone }: PricesView, said: string | null): Html =>
  html`${crumbs('')} ${said === null ? null : notice(said)} ${lostPart(lost, timeZone)}
  ${
    planned.length === 0
      ? html`<p>Ничего не запланировано. Цену на будущее назначают в карточке товара или при загрузке файла поставщика.</p>`
      : html`<p>
            Отменить можно до начала: цену магазина здесь, цены прайса или правки на их странице, все сразу. Кассы уже знают эти
            цены и переключатся сами, даже без сети.
          </p>
          ${planned.map(group)}`
  }`;
