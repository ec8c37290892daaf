import type { PriceTypes } from '../../design/catalogue/price-type.ts';
import { OWN_OF_VARIANT, type Variant } from '../../design/catalogue/variants.ts';
import type { ThreeWay, Typed } from '../../design/catalogue/product-changes.ts';
import { costSince } from '../../design/catalogue/cost-at.ts';
import type { Cost, Product, ShopPrice } from '../../design/documents/catalogue.ts';
import { formatRoubles, type Kopecks } from '../../design/money/kopecks.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import type { ToldChange } from '../catalogue/back-office/change-log.store.ts';
import type { Standing } from '../catalogue/back-office/standing-goods.ts';
import type { Shop } from '../provisioning/shops.ts';
import { productForm, type Known } from './catalogue.form.part.ts';
import { cardAddress, crumbs, field, hidden, option, select } from './catalogue.parts.ts';
import { dayWord, fieldWord, valueWord, vatChoices, vatWord } from './catalogue.words.ts';
import { comingPlans, lostPlans, type Plan } from './catalogue.plans.part.ts';
import { standingPart } from './catalogue.standing.part.ts';
import { typePricesPart } from './catalogue.types.part.ts';
import { html, type Html } from './html.ts';
import { notice } from './layout.ts';

export interface ShopLine {
  readonly shop: Shop;
  /** Where it differs from the catalogue's. */
  readonly now: Kopecks | null;
  /** It is the shop's price type that says so. */
  readonly byType: boolean;
  readonly planned: readonly ShopPrice[];
}

export interface VariantLine {
  readonly sku: string;
  readonly price: Kopecks;
  readonly variant: Variant | null;
}

export interface CardView {
  readonly product: Product;
  readonly cost: Cost | null;
  /** What the form shows, and what it showed when it was opened. */
  readonly typed: Typed;
  readonly was: Typed;
  readonly conflict: ThreeWay | null;
  readonly warnings: readonly Html[];
  readonly shops: readonly ShopLine[];
  /** The articles of its model, itself among them. */
  readonly variants: readonly VariantLine[];
  readonly types: PriceTypes;
  /** What jobs that wait for their time are to make of its price. */
  readonly plans: readonly Plan[];
  readonly history: readonly ToldChange[];
  readonly known: Known;
  readonly today: string;
  readonly timeZone: string;
  readonly said: string | null;
  /** The same EAN is on another article, or the like: saved only when a person says so. */
  readonly insist: boolean;
  /** What still hangs on the article, where somebody wants it archived. */
  readonly standing: readonly Standing[];
}

export const moment = (at: number, timeZone: string): string => {
  const [day, time] = localDateTime(at, timeZone).split('T') as [string, string];
  return `${day.split('-').reverse().join('.')} ${time.slice(0, 5)}`;
};

const HOW = { hand: 'вручную', bulk: 'массовой правкой', import: 'из файла', undo: 'отмена правки', plan: 'по плану' } as const;

function conflictPart({ conflict, history, timeZone, was, typed }: CardView): Html | null {
  if (!conflict) return null;
  const last = history[0];
  return html`<div class="notice" role="alert">
    <p>
      <b>Не сохранено: пока вы правили, товар изменили.</b>
      ${last ? `Последняя правка: ${last.who}, ${moment(last.at, timeZone)}.` : ''} Ниже уже новые данные и ваши правки поверх
      них. Проверьте и сохраните ещё раз.
    </p>
    <ul>
      ${conflict.theirs.map(
        (name) =>
          html`<li>
            ${fieldWord(name)}: теперь
            «${was[name] ?? ''}»${conflict.both.includes(name) ? html`, <b>меняли оба</b>: у вас «${typed[name] ?? ''}»` : null}
          </li>`,
      )}
    </ul>
  </div>`;
}

const picturePart = ({ product }: CardView): Html =>
  html`<div>
    ${
      product.picture
        ? html`<img src="/admin/catalogue/pictures/${product.picture}" alt="${product.name}" />`
        : html`<p class="muted">Картинки нет</p>`
    }
    <form class="row" method="post" action="${cardAddress(product.sku)}/picture" enctype="multipart/form-data">
      <label
        >JPEG, PNG или WebP до 1 МБ<input type="file" name="picture" accept="image/jpeg,image/png,image/webp" required
      /></label>
      <button class="quiet">${product.picture ? 'Заменить' : 'Добавить'} картинку</button>
    </form>
    <p>
      ${product.lens || product.contactLens ? html`<a class="button" href="${cardAddress(product.sku)}/powers">${product.lens ? 'Силы и цены' : 'Силы'}</a>` : null}
      <a class="button" href="/admin/catalogue/labels?pick-0=${encodeURIComponent(product.sku)}">Этикетки</a>
    </p>
    <form method="post" action="${cardAddress(product.sku)}/archive">
      ${hidden({ rev: product._rev ?? '', archived: product.archived ? 'no' : 'yes' })}
      <button class="quiet">${product.archived ? 'Вернуть из архива' : 'Убрать в архив'}</button>
    </form>
  </div>`;

const shopRow = ({ product, timeZone, types }: CardView, { shop, now, byType, planned }: ShopLine): Html =>
  html`<tr>
    <td>${shop.name}</td>
    <td class="num">${formatRoubles(now ?? product.price)}</td>
    <td>${now === null ? 'общая' : byType ? `тип «${types.shops[shop.code] ?? ''}»` : 'своя'}</td>
    <td>
      ${planned.map(({ price, from }) => html`с ${moment(from, shop.timeZone || timeZone)}: ${formatRoubles(price)}<br />`)}
    </td>
    <td>
      ${
        now === null || byType
          ? null
          : html`<form method="post" action="${cardAddress(product.sku)}/own-price">
              ${hidden({ store: shop.code })}<button class="quiet">
                ${types.shops[shop.code] ? 'Вернуть к типу цен' : 'Вернуть к общей'}
              </button>
            </form>`
      }
    </td>
  </tr>`;

const pricesPart = (view: CardView): Html =>
  html`<h2 id="prices">Цены в магазинах</h2>
    ${comingPlans(view.plans, view.timeZone)}
    <table>
      <thead>
        <tr>
          <th>Магазин</th>
          <th class="num">Сейчас</th>
          <th>Чья цена</th>
          <th>Запланировано</th>
          <th><span class="unseen">Что сделать</span></th>
        </tr>
      </thead>
      <tbody>
        ${view.shops.map((line) => shopRow(view, line))}
      </tbody>
    </table>
    <form class="row" method="post" action="${cardAddress(view.product.sku)}/price">
      <label
        >Магазин<select name="store">
          ${option('', 'все магазины', '')} ${view.shops.map(({ shop }) => option(shop.code, shop.name, ''))}
        </select></label
      >
      ${field('Новая цена, ₽', 'price', '', html`inputmode="decimal" required`)}
      <label>С какого времени (пусто: сразу)<input type="datetime-local" name="from" /></label>
      <button>Назначить цену</button>
    </form>
    <p class="muted">
      Назначенная цена действует в выбранных магазинах вместо общей. Кассы узнают её заранее и переключатся сами, даже без сети.
    </p>`;

/** A model's articles side by side, and a further one begun from this: only what makes it another is left to fill in. */
const variantsPart = ({ product, variants, was }: CardView): Html | null => {
  if (!product.frame) return null;
  const shared = Object.fromEntries(Object.entries(was).filter(([name, value]) => !OWN_OF_VARIANT.has(name) && value !== ''));
  return html`<h2 id="variants">Варианты модели</h2>
    ${
      variants.length < 2
        ? html`<p class="muted">
            ${product.frame.model ? 'Других цветов и размеров этой модели нет.' : 'Впишите модель: товары одной модели и бренда встанут здесь рядом.'}
          </p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Варианты модели">
            <table>
              <thead>
                <tr>
                  <th>Цвет и размер</th>
                  <th>Артикул</th>
                  <th class="num">Цена</th>
                </tr>
              </thead>
              <tbody>
                ${variants.map(
                  ({ sku, price, variant }) =>
                    html`<tr>
                      <td>${variant?.words ?? ''}</td>
                      <td>${sku === product.sku ? html`<b>${sku}</b>` : html`<a href="${cardAddress(sku)}">${sku}</a>`}</td>
                      <td class="num">${formatRoubles(price)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    <form class="row" method="get" action="/admin/catalogue/new">
      ${hidden(shared)}<button class="quiet">Ещё вариант этой модели</button>
    </form>`;
};

const vatPart = ({ product, today }: CardView): Html =>
  html`<h2 id="vat">НДС с даты</h2>
    ${
      product.vatPlan?.length
        ? html`<table>
            <tbody>
              ${product.vatPlan.map(
                ({ from, vat }) =>
                  html`<tr>
                    <td>с ${dayWord(from)}</td>
                    <td>${vatWord(vat)}</td>
                    <td>
                      <form method="post" action="${cardAddress(product.sku)}/vat">
                        ${hidden({ rev: product._rev ?? '', from, vat: '' })}
                        <button class="quiet" aria-label="Отменить НДС с ${dayWord(from)}">Отменить</button>
                      </form>
                    </td>
                  </tr>`,
              )}
            </tbody>
          </table>`
        : html`<p>Сейчас и дальше: ${vatWord(product.vat)}.</p>`
    }
    <form class="row" method="post" action="${cardAddress(product.sku)}/vat">
      ${hidden({ rev: product._rev ?? '' })}
      <label>С какого дня<input type="date" name="from" min="${today}" required /></label>
      ${select('Ставка', 'vat', '', { '': 'выберите', ...Object.fromEntries(vatChoices(today).map((rate) => [rate, vatWord(rate)])) })}
      <button>Назначить ставку</button>
    </form>
    <p class="muted">Кассы перейдут на новую ставку сами, в полночь по времени своего магазина, даже без сети.</p>`;

const costPart = ({ cost, timeZone }: CardView): Html | null =>
  cost === null
    ? null
    : html`<h2>Закупка по времени</h2>
        <ul>
          <li>с ${moment(costSince(cost), timeZone)}: ${formatRoubles(cost.cost)}</li>
          ${[...(cost.history ?? [])].reverse().map((one) => html`<li>с ${moment(one.from, timeZone)}: ${formatRoubles(one.cost)}</li>`)}
        </ul>`;

const changeLine = ({ at, who, how, batch, fields }: ToldChange, timeZone: string): Html =>
  html`<tr>
    <td>${moment(at, timeZone)}</td>
    <td>${who}, ${HOW[how]}${batch === null ? '' : ` ${batch}`}</td>
    <td>
      ${Object.entries(fields).map(
        ([name, { from, to }]) => html`${fieldWord(name)}: ${valueWord(name, from)} → ${valueWord(name, to)}<br />`,
      )}
    </td>
  </tr>`;

const historyPart = ({ history, timeZone }: CardView): Html =>
  html`<h2 id="history">Кто и что менял</h2>
    ${
      history.length === 0
        ? html`<p>Пока никто: товар такой, каким его завели.</p>`
        : html`<table>
            <tbody>
              ${history.map((one) => changeLine(one, timeZone))}
            </tbody>
          </table>`
    }`;

export function cardPage(view: CardView): Html {
  const { product } = view;
  return html`${crumbs(product.sku)} ${view.said === null ? null : notice(view.said)} ${conflictPart(view)} ${standingPart(view)}
    ${product.archived ? notice('Товар в архиве: кассы его не продают, старые чеки и заказы его помнят.') : null}
    ${lostPlans(view.plans, view.timeZone)} ${view.warnings.map((text) => html`<p class="warn">${text}</p>`)}
    <p>Артикул <b>${product.sku}</b> (не меняется)</p>
    <div class="card">
      <form class="row" method="post" action="${cardAddress(product.sku)}">
        ${hidden({ rev: product._rev ?? '', was: JSON.stringify(view.was) })}
        ${productForm(view.conflict?.merged ?? view.typed, view.today, view.known)}
        ${
          view.insist
            ? html`<label class="wide choice"
                ><input type="checkbox" name="insist" value="yes" /> Всё равно сохранить с этим штрихкодом</label
              >`
            : null
        }
        <p class="wide"><button>Сохранить</button> <span class="muted">Общая цена меняется сразу после сохранения.</span></p>
      </form>
      ${picturePart(view)}
    </div>
    ${variantsPart(view)} ${pricesPart(view)} ${typePricesPart(product, view.types)} ${vatPart(view)} ${costPart(view)}
    ${historyPart(view)}`;
}

export interface NewView {
  readonly typed: Typed;
  readonly known: Known;
  readonly today: string;
  readonly said: string | null;
  readonly insist: boolean;
}

export const newPage = ({ typed, known, today, said, insist }: NewView): Html =>
  html`${crumbs('новый товар')} ${said === null ? null : notice(said)}
    <form class="row" method="post" action="/admin/catalogue/new">
      ${field('Артикул', 'sku', typed['sku'], html`required maxlength="64" autofocus`)} ${productForm(typed, today, known)}
      ${hidden({ code: typed['code'] ?? '' })}
      ${
        insist
          ? html`<label class="wide choice"
              ><input type="checkbox" name="insist" value="yes" /> Всё равно завести с этим штрихкодом</label
            >`
          : null
      }
      <p class="wide">
        <button>Завести товар</button>
        <button class="quiet" name="act" value="show" formnovalidate>Показать поля этого вида</button>
      </p>
    </form>`;
