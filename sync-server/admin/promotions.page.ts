import type { Coupon, Promotion } from '../../design/documents/promotion.ts';
import { PRODUCT_KINDS, type ProductKind } from '../../design/documents/catalogue.ts';
import type { CouponUse } from '../../design/pricing/coupon-use.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import { ROUNDING_STEPS, type RoundingStep } from '../../design/pricing/rounding.ts';
import type { Shop } from '../provisioning/shops.ts';
import { html, type Html } from './html.ts';
import { effectText } from './promotions.forms.ts';

export const KINDS: Readonly<Record<ProductKind, string>> = {
  frame: 'оправы',
  lens: 'линзы для очков',
  'contact-lens': 'контактные линзы',
  sunglasses: 'солнцезащитные очки',
  care: 'уход',
  accessory: 'аксессуары',
  service: 'услуги',
};

export interface PromotionsView {
  readonly promotions: readonly Promotion[];
  readonly coupons: readonly Coupon[];
  /** Single-use codes used more than once. */
  readonly doubles: readonly (readonly CouponUse[])[];
  readonly shops: readonly Shop[];
  readonly rounding: RoundingStep;
  /** How often a coupon was used in the chain. */
  readonly uses: (coupon: Coupon) => number;
}

const period = ({ from, until }: Pick<Coupon, 'from' | 'until'>): string =>
  from === null && until === null ? 'бессрочно' : `${from ?? '…'} – ${until ?? '…'}`;

const toggle = (id: string, active: boolean): Html =>
  html`<form method="post" action="/admin/promotions/active">
    <input type="hidden" name="id" value="${id}" /><input type="hidden" name="active" value="${active ? 'no' : 'yes'}" />
    <button class="quiet">${active ? 'Закончить' : 'Включить'}</button>
  </form>`;

function goods({ target, effect }: Promotion): string {
  if (effect.kind === 'bundle')
    return effect.parts.map((part) => part.kinds?.map((kind) => KINDS[kind]).join(', ') ?? 'любой товар').join(' + ');
  const words = [target.kinds?.map((kind) => KINDS[kind]), target.brands, target.categories, target.skus].flatMap((one) =>
    one ? [one.slice(0, 6).join(', ')] : [],
  );
  return words.join('; ') || 'все товары';
}

const promotionRow = (one: Promotion): Html =>
  html`<tr>
    <td>${one.name}</td>
    <td>${effectText(one.effect)}</td>
    <td>${goods(one)}</td>
    <td>
      ${period(one)}${one.weekdays.length > 0 ? `, дни ${one.weekdays.join(' ')}` : ''}${
        one.hours ? `, ${one.hours.from}–${one.hours.until}` : ''
      }
    </td>
    <td>${one.stores.join(', ') || 'все точки'}</td>
    <td>${one.combine === 'exclusive' ? 'одна' : 'складывается'}${one.byCoupon ? ', по купону' : ''}, очередь ${one.priority}</td>
    <td>${toggle(one._id, one.active)}</td>
  </tr>`;

const kinds = (name: string, label: string): Html =>
  html`<label
    >${label}<select name="${name}">
      <option value="">любой товар</option>
      ${PRODUCT_KINDS.map((kind) => html`<option value="${kind}">${KINDS[kind]}</option>`)}
    </select></label
  >`;

const newPromotion = (shops: readonly Shop[]): Html =>
  html`<h3>Новая акция</h3>
    <form class="row" method="post" action="/admin/promotions">
      <label>Название<input name="name" required maxlength="80" /></label>
      <label
        >Что даёт<select name="effect">
          <option value="percent">скидка, %</option>
          <option value="sum">скидка со штуки, ₽</option>
          <option value="price">цена за штуку, ₽</option>
          <option value="second-pair-frames">вторая оправа, −%</option>
          <option value="second-pair-glasses">вторая пара очков, −%</option>
          <option value="nth">каждая N-я штука, −%</option>
          <option value="bundle">набор из двух по цене, ₽</option>
          <option value="receipt-sum">скидка с чека, ₽</option>
        </select></label
      >
      <label>Сколько<input name="value" required inputmode="decimal" /></label>
      <label>N (каждая N-я)<input name="nth" type="number" min="2" max="20" value="3" /></label>
      ${kinds('kind', 'Товары')} ${kinds('with', 'Второй товар набора')}
      <label>Бренды через запятую<input name="brands" /></label>
      <label>Разделы через запятую<input name="categories" /></label>
      <label>Артикулы через запятую<input name="skus" /></label>
      <label>С какого дня<input type="date" name="from" /></label>
      <label>По какой день<input type="date" name="until" /></label>
      <label
        >Дни<select name="days">
          <option value="all">все</option>
          <option value="work">будни</option>
          <option value="weekend">выходные</option>
        </select></label
      >
      <label>Часы с<input type="time" name="after" /></label>
      <label>до<input type="time" name="before" /></label>
      <label
        >Точка<select name="store">
          <option value="">все</option>
          ${shops.map(({ code, name }) => html`<option value="${code}">${name}</option>`)}
        </select></label
      >
      <label
        >С другими акциями<select name="combine">
          <option value="exclusive">не складывается</option>
          <option value="stackable">складывается</option>
        </select></label
      >
      <label>Очередь (больше – раньше)<input name="priority" type="number" min="0" max="1000" value="0" /></label>
      <label>Не дешевле, ₽<input name="floor" inputmode="decimal" value="0" /></label>
      <label>Чек от, ₽<input name="minimum" inputmode="decimal" value="0" /></label>
      <label
        >Кому<select name="coupon">
          <option value="no">всем</option>
          <option value="yes">по купону</option>
        </select></label
      >
      <button>Завести акцию</button>
    </form>`;

const newCoupon = (promotions: readonly Promotion[]): Html => {
  const givable = promotions.filter(({ byCoupon }) => byCoupon);
  if (givable.length === 0) return html`<p>Чтобы завести купон, заведите сначала акцию «по купону».</p>`;
  return html`<h3>Новый купон</h3>
    <form class="row" method="post" action="/admin/coupons">
      <label>Код<input name="code" required minlength="3" maxlength="32" /></label>
      <label
        >Акция<select name="promotion">
          ${givable.map(({ _id, name }) => html`<option value="${_id}">${name}</option>`)}
        </select></label
      >
      <label
        >Код целиком или начало<select name="series">
          <option value="one">один код</option>
          <option value="prefix">серия: коды начинаются так</option>
        </select></label
      >
      <label
        >Сколько раз<select name="use">
          <option value="many">много раз</option>
          <option value="once">каждый код один раз</option>
        </select></label
      >
      <label>Всего использований (пусто – без предела)<input name="uses" type="number" min="1" /></label>
      <label>С какого дня<input type="date" name="from" /></label>
      <label>По какой день<input type="date" name="until" /></label>
      <label>Чек от, ₽<input name="minimum" inputmode="decimal" value="0" /></label>
      <label>Без связи не больше, ₽<input name="offline" inputmode="decimal" value="500" /></label>
      <button>Завести купон</button>
    </form>`;
};

const couponRow = (one: Coupon, { promotions, uses }: PromotionsView): Html =>
  html`<tr>
    <td>${one.code}${one.prefix ? '…' : ''}</td>
    <td>${promotions.find(({ _id }) => _id === one.promotion)?.name ?? one.promotion}</td>
    <td>${one.once ? 'каждый код один раз' : one.uses === null ? 'без предела' : `всего ${one.uses}`}</td>
    <td>${uses(one)}</td>
    <td>${period(one)}</td>
    <td>${toggle(one._id, one.active)}</td>
  </tr>`;

const STEPS: Readonly<Record<RoundingStep, string>> = { 1: 'до копейки', 10: 'вниз до 10 копеек', 100: 'вниз до рубля' };

const roundingPart = (now: RoundingStep): Html =>
  html`<h2>Округление чека</h2>
    <p>Сейчас: ${STEPS[now]}. Округляется итог чека, в пользу покупателя, одинаково во всей сети.</p>
    <form class="row" method="post" action="/admin/rounding">
      <label
        >Округлять<select name="step">
          ${ROUNDING_STEPS.map((step) => html`<option value="${step}">${STEPS[step]}</option>`)}
        </select></label
      >
      <button>Сохранить</button>
    </form>`;

const doubleRow = (uses: readonly CouponUse[]): Html =>
  html`<tr>
    <td>${uses[0]!.code}</td>
    <td>
      ${uses.map(
        ({ store, pos, at, unasked }) =>
          html`${localDateTime(at, 'Europe/Moscow').replace('T', ' ').slice(0, 16)}, ${store}
            ${pos ?? ''}${unasked ? ' (без связи)' : ''}<br />`,
      )}
    </td>
  </tr>`;

/** Promotions and coupons of the chain: what is in force, a new one, and codes that were used twice. */
export function promotionsPage(view: PromotionsView): Html {
  const { promotions, coupons, doubles, shops } = view;
  return html`<p><a href="/admin">Назад</a></p>
    ${
      doubles.length === 0
        ? ''
        : html`<h2>Одноразовые купоны, использованные дважды: ${doubles.length}</h2>
            <p>Кассы без связи не знали друг о друге. Время московское.</p>
            <table>
              <thead>
                <tr>
                  <th>Код</th>
                  <th>Где и когда</th>
                </tr>
              </thead>
              <tbody>
                ${doubles.slice(0, 100).map(doubleRow)}
              </tbody>
            </table>`
    }
    <h2>Акции</h2>
    <p>Кассы получают акции вместе с каталогом и считают по ним без связи. Из подходящих касса сама выбирает выгоднейшие.</p>
    <table>
      <thead>
        <tr>
          <th>Название</th>
          <th>Что даёт</th>
          <th>На что</th>
          <th>Когда</th>
          <th>Где</th>
          <th>Как</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${promotions.map(promotionRow)}
      </tbody>
    </table>
    ${newPromotion(shops)}
    <h2>Купоны</h2>
    <table>
      <thead>
        <tr>
          <th>Код</th>
          <th>Акция</th>
          <th>Сколько раз можно</th>
          <th>Использован</th>
          <th>Когда</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${coupons.map((one) => couponRow(one, view))}
      </tbody>
    </table>
    ${newCoupon(promotions)} ${roundingPart(view.rounding)}`;
}
