import type { PriceType, PriceTypes } from '../../design/catalogue/price-type.ts';
import type { UnsyncedTerminal } from '../import/imports.ts';
import type { Shop } from '../provisioning/shops.ts';
import { crumbs, field, goods, hidden, option, select } from './catalogue.parts.ts';
import { html, type Html } from './html.ts';
import { notice } from './layout.ts';

/** A change of prices at once that tills with receipts to deliver stand in the way of. */
interface Asked {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly unsynced: readonly UnsyncedTerminal[];
}

export interface TypesView {
  readonly held: PriceTypes;
  readonly shops: readonly Shop[];
  /** Articles with a price of their own by each type. */
  readonly priced: ReadonlyMap<string, number>;
  readonly typed: Readonly<Record<string, string>>;
  readonly asked: Asked | null;
  readonly said: string | null;
}

const ROUNDING_WORDS = { ninety: 'до …90 ₽', ten: 'до 10 ₽', rouble: 'до рубля' } as const;
const BASE = '/admin/catalogue/price-types';

/** «общая цена +15 %, до …90 ₽» */
export const ruleWords = ({ rule }: PriceType): string =>
  rule === null
    ? 'как общая'
    : `общая ${rule.percent > 0 ? '+' : ''}${String(rule.percent).replace('.', ',').replace('-', '−')} %, ${ROUNDING_WORDS[rule.rounding]}`;

const ruleFields = (percent: string, rounding: string): Html =>
  html`${field('Остальные товары: общая цена, %', 'percent', percent, html`placeholder="+15" size="6"`)}
  ${select('Округлить', 'rounding', rounding, ROUNDING_WORDS)}`;

const typeRow = (type: PriceType, { shops, held, priced }: TypesView): Html => {
  const sellers = shops.filter(({ code }) => held.shops[code] === type.name);
  return html`<tr>
    <td><b>${type.name}</b></td>
    <td>${goods(priced.get(type.name) ?? 0)}</td>
    <td>
      <form class="row" method="post" action="${BASE}/rule" aria-label="Правило: ${type.name}">
        ${hidden({ name: type.name })}
        ${ruleFields(type.rule === null ? '' : String(type.rule.percent).replace('.', ','), type.rule?.rounding ?? 'ninety')}
        <button class="quiet">Сохранить</button>
      </form>
    </td>
    <td>${sellers.length === 0 ? 'никто' : sellers.map(({ name }) => name).join(', ')}</td>
    <td>
      ${
        sellers.length > 0
          ? null
          : html`<form method="post" action="${BASE}/remove">
              ${hidden({ name: type.name })}<button class="quiet" aria-label="Убрать тип ${type.name}">Убрать</button>
            </form>`
      }
    </td>
  </tr>`;
};

const typesTable = (view: TypesView): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Типы цен">
    <table>
      <thead>
        <tr>
          <th>Тип</th>
          <th>Своя цена у</th>
          <th>У остальных</th>
          <th>Кто по нему продаёт</th>
          <th><span class="unseen">Что сделать</span></th>
        </tr>
      </thead>
      <tbody>
        ${view.held.types.map((type) => typeRow(type, view))}
      </tbody>
    </table>
  </div>`;

const shopRow = ({ code, name }: Shop, { held }: TypesView): Html =>
  html`<tr>
    <td>${name}</td>
    <td>
      <form class="row" method="post" action="${BASE}/shop" aria-label="Тип цен: ${name}">
        ${hidden({ store: code })}
        <label
          >Продаёт по ценам<select name="name">
            ${option('', 'общие цены', held.shops[code] ?? '')}
            ${held.types.map((type) => option(type.name, `${type.name} (${ruleWords(type)})`, held.shops[code] ?? ''))}
          </select></label
        >
        <button class="quiet">Сохранить</button>
      </form>
    </td>
  </tr>`;

const askedPart = ({ path, fields, unsynced }: Asked): Html =>
  html`<div class="notice" role="alert">
    <p>
      <b>Не сделано: на кассах есть чеки, которые ещё не отправлены в ОФД</b>
      (${unsynced.map(({ terminal_id, store }) => `${terminal_id}, ${store}`).join('; ')}). Цены сменились бы сразу. Подождите
      несколько минут и повторите, или:
    </p>
    <form method="post" action="${BASE}/${path}">
      ${hidden({ ...fields, insist: 'yes' })}<button class="danger">Сменить сейчас, не дожидаясь касс</button>
    </form>
  </div>`;

export const typesPage = (view: TypesView): Html =>
  html`${crumbs('')} ${view.said === null ? null : notice(view.said)} ${view.asked === null ? null : askedPart(view.asked)}
    <p>
      Тип цен нужен, когда несколько магазинов продают по одним ценам, но не по общим: аэропорт, регионы, интернет-витрина. Цену
      товара по типу пишут в его карточке или массовой правкой; у товаров без неё цена считается от общей. Своя цена магазина
      сильнее типа. Линзы для очков продаются по своим силам, тип их не меняет. Кассам ничего настраивать не нужно.
    </p>
    <p class="muted">
      Скидки людям (сотрудникам, пенсионерам) – не тип цен, а <a href="/admin/promotions">акция с купоном</a>: она видна в чеке
      как скидка.
    </p>
    ${view.held.types.length === 0 ? html`<p>Типов пока нет: все магазины продают по общим ценам.</p>` : typesTable(view)}
    <h2>Новый тип</h2>
    <form class="row" method="post" action="${BASE}">
      ${field('Название (потом не меняется)', 'name', view.typed['name'], html`required maxlength="40"`)}
      ${ruleFields(view.typed['percent'] ?? '', view.typed['rounding'] ?? 'ninety')}
      <button>Завести тип</button>
    </form>
    <h2>Магазины</h2>
    <p>Новые цены уйдут на кассы магазина сразу после сохранения.</p>
    <table>
      <tbody>
        ${view.shops.map((shop) => shopRow(shop, view))}
      </tbody>
    </table>`;
