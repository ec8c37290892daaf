import type { Typed } from '../../design/catalogue/product-changes.ts';
import { PRODUCT_KINDS, type ProductKind } from '../../design/documents/catalogue.ts';
import { isVatRate } from '../../design/money/vat.ts';
import { ATTRIBUTE_TITLES, attributesOf } from './catalogue.attributes.ts';
import { field, select, suggestions } from './catalogue.parts.ts';
import * as words from './catalogue.words.ts';
import { html, type Html } from './html.ts';

/** What is offered while a field is typed. */
export interface Known {
  readonly categories: readonly string[];
  readonly brands: readonly string[];
  readonly suppliers: readonly string[];
}

const area = (label: string, name: string, value: string | undefined): Html =>
  html`<label class="wide">${label}<textarea name="${name}" rows="4">${value ?? ''}</textarea></label>`;
const fields = (titles: Readonly<Record<string, string>>, typed: Typed): Html[] =>
  Object.entries(titles).map(([name, title]) => field(title, name, typed[name]));

const ATTRIBUTES: Readonly<Record<'frame' | 'lens' | 'contact', (typed: Typed) => Html>> = {
  frame: (typed) =>
    html`<legend>Оправа (размеры по боксинговой системе, 54-18-140 это A, DBL и заушник)</legend>
      <div class="row">
        ${fields(ATTRIBUTE_TITLES.frame, typed)} ${select('Ободок', 'rim', typed['rim'] ?? 'full', words.RIM_WORDS)}
        ${select('Для кого', 'group', typed['group'] ?? 'unisex', words.GROUP_WORDS)}
      </div>`,
  lens: (typed) =>
    html`<legend>Линза (семейство: силы и полосы цен, а не товар на каждую силу)</legend>
      <div class="row">
        ${select('Конструкция', 'design', typed['design'] ?? 'single-vision', words.DESIGN_WORDS)}
        ${fields(ATTRIBUTE_TITLES.lens, typed)} ${select('Геометрия', 'geometry', typed['geometry'] ?? '', words.GEOMETRY_WORDS)}
        ${typed['sph'] !== undefined && typed['bands'] === undefined ? null : area('Полосы цен по строке: до сферы; до цилиндра; цена в рублях', 'bands', typed['bands'])}
      </div>`,
  contact: (typed) =>
    html`<legend>Контактная линза</legend>
      <div class="row">
        ${fields(ATTRIBUTE_TITLES.contact, typed)}
        ${select('Замена через', 'replacement', typed['replacement'] ?? 'month', words.REPLACEMENT_WORDS)}
      </div>`,
};

const vatSelect = (typed: Typed, today: string): Html => {
  const choices = words.vatChoices(today).map((rate) => [rate, `${words.vatWord(rate)} ${words.vatDates(rate)}`.trim()] as const);
  const held = typed['vat'];
  // A rate of an earlier day stays until somebody chooses another one, and says why it is odd.
  const odd = isVatRate(held) && !choices.some(([rate]) => rate === held);
  const past = odd ? [[held, `${words.vatWord(held)} ${words.vatDates(held)}: не действует`] as const] : [];
  return select('НДС', 'vat', held ?? '', { ...(held ? {} : { '': 'выберите' }), ...Object.fromEntries([...choices, ...past]) });
};

/** Every field of an article but its SKU. */
export function productForm(typed: Typed, today: string, known: Known): Html {
  const kind = PRODUCT_KINDS.find((one) => one === typed['kind']);
  const which = kind === undefined ? null : attributesOf(kind satisfies ProductKind);
  return html`<label class="wide">Название<input name="name" value="${typed['name'] ?? ''}" required maxlength="128" /></label>
    ${select('Вид', 'kind', typed['kind'] ?? 'frame', words.KIND_WORDS)}
    <label class="wide"
      >Раздел (до трёх уровней через «/»)<input
        name="category"
        value="${typed['category'] ?? ''}"
        list="categories"
        maxlength="200"
        required
    /></label>
    ${field('Бренд', 'brand', typed['brand'], html`list="brands" maxlength="80"`)}
    ${field('Поставщик', 'supplier', typed['supplier'], html`list="suppliers" maxlength="80"`)}
    ${field('Код у поставщика', 'supplierCode', typed['supplierCode'], html`maxlength="64"`)}
    ${field('Штрихкод EAN-13', 'ean', typed['ean'], html`inputmode="numeric" maxlength="20"`)}
    ${field('Цена, ₽', 'price', typed['price'], html`inputmode="decimal" required`)}
    ${field('Закупка, ₽', 'cost', typed['cost'], html`inputmode="decimal"`)} ${vatSelect(typed, today)}
    ${select('Предмет расчёта', 'subject', typed['subject'] ?? 'goods', words.SUBJECT_WORDS)}
    ${select('Маркировка', 'mark', typed['mark'] ?? '', { '': 'не нужна', yes: 'только с кодом маркировки' })}
    ${which === null ? null : html`<fieldset>${ATTRIBUTES[which](typed)}</fieldset>`}
    ${suggestions('categories', known.categories)} ${suggestions('brands', known.brands)}
    ${suggestions('suppliers', known.suppliers)}`;
}
