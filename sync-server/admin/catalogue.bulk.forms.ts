import { z } from 'zod';
import { categoryText } from '../../design/catalogue/category-path.ts';
import { changedPrice, PRICE_ROUNDINGS, type PriceRule } from '../../design/catalogue/price-rule.ts';
import { withTypePrice } from '../../design/catalogue/price-type.ts';
import { formatRoubles } from '../../design/money/kopecks.ts';
import type { ProductPatch } from '../../design/import/checked-row.ts';
import { isVatRate, vatInForce, type PlannedVat } from '../../design/money/vat.ts';
import type { ProductRow } from '../catalogue/back-office/product-index.ts';
import { readRoubles, type Understood } from './catalogue.fields.ts';
import { dayWord, vatWord } from './catalogue.words.ts';

export const BULK_ACTS = [
  'percent',
  'value',
  'type',
  'category',
  'brand',
  'supplier',
  'vat',
  'mark',
  'archive',
  'restore',
] as const;
export type BulkAct = (typeof BULK_ACTS)[number];

export const bulkForm = z.object({
  act: z.enum(BULK_ACTS).default('percent'),
  percent: z.string().max(20).default(''),
  rounding: z.enum(PRICE_ROUNDINGS).default('ninety'),
  price: z.string().max(20).default(''),
  /** A price type; its price, or per cent of the common one; nothing: as its rule says. */
  type: z.string().max(40).default(''),
  typePrice: z.string().max(20).default(''),
  category: z.string().max(200).default(''),
  brand: z.string().max(80).default(''),
  supplier: z.string().max(80).default(''),
  vat: z.string().max(10).default(''),
  vatFrom: z.string().max(10).default(''),
  mark: z.enum(['yes', 'no']).default('yes'),
});
export type BulkForm = z.infer<typeof bulkForm>;

/** What a bulk edit makes of each article, and what it is called. */
export interface BulkPlan {
  readonly what: string;
  readonly patch: (row: ProductRow) => ProductPatch;
}

const ROUNDINGS = { rouble: 'до рубля', ten: 'до 10 ₽', ninety: 'до …90 ₽' } as const;
/** Fields of the form begin with what they are for, so that they never meet those of the list's query. */
export const bulkFields = (form: BulkForm): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(form).map(([name, value]) => [`to-${name}`, value]));
export const typedBulk = (typed: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(typed).flatMap(([name, value]) => (name.startsWith('to-') ? [[name.slice(3), value]] : [])));

const PERCENT_WRONG = 'процент: число больше −100 и не больше 500, например «+5» или «−10»';
/** «+5», «−10 %», «2,5» → per cent; `null` where it is none, or none that leaves a price. */
export function readPercent(typed: string): number | null {
  const text = typed.trim().replace('%', '').replace(/[−–]/, '-').replace(',', '.').replaceAll(' ', '');
  const percent = /^[+-]?\d{1,3}(\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
  return percent > -100 && percent <= 500 ? percent : null;
}

function priceRule(form: BulkForm): Understood<PriceRule> {
  if (form.act === 'value') {
    const price = readRoubles(form.price.trim());
    return price === null ? { wrong: ['цена: сумма в рублях, не меньше нуля'] } : { value: { how: 'value', price } };
  }
  const percent = readPercent(form.percent);
  if (percent === null) return { wrong: [PERCENT_WRONG] };
  return { value: { how: 'percent', percent, rounding: form.rounding } };
}

/** Prices of a type: the same for all, a share of the common one, or none of their own any more. Lenses have none. */
function typePlan({ type, typePrice, rounding }: BulkForm): Understood<BulkPlan> {
  if (type === '') return { wrong: ['выберите тип цен'] };
  const typed = typePrice.trim();
  const percent = typed.endsWith('%') ? readPercent(typed) : null;
  const price = readRoubles(typed);
  if (typed !== '' && percent === null && price === null)
    return { wrong: ['цена по типу: сумма в рублях, или процент от общей («−10 %»), или пусто'] };
  const of = (row: ProductRow): number | null =>
    percent === null ? price : changedPrice(row.price, { how: 'percent', percent, rounding });
  const words =
    percent === null ? (price === null ? 'по правилу типа' : formatRoubles(price)) : `${typed} от общей, ${ROUNDINGS[rounding]}`;
  return {
    value: {
      what: `цена «${type}»: ${words}`,
      patch: (row) =>
        row.kind === 'lens' || (of(row) === null && row.typePrices?.[type] === undefined)
          ? {}
          : { typePrices: withTypePrice(row.typePrices, type, of(row)) },
    },
  };
}

/** @param today the day whose VAT rates may be chosen */
export function bulkPlan(form: BulkForm, today: string): Understood<BulkPlan> {
  const same = (what: string, fields: ProductPatch): Understood<BulkPlan> => ({ value: { what, patch: () => fields } });
  switch (form.act) {
    case 'percent':
    case 'value': {
      const rule = priceRule(form);
      if ('wrong' in rule) return rule;
      const { value } = rule;
      const what =
        value.how === 'value'
          ? `цена ${formatRoubles(value.price)}`
          : `цена ${value.percent > 0 ? '+' : ''}${String(value.percent).replace('.', ',')} %, ${ROUNDINGS[value.rounding]}`;
      return { value: { what, patch: ({ price }) => ({ price: changedPrice(price, value) }) } };
    }
    case 'type':
      return typePlan(form);
    case 'category': {
      const category = categoryText(form.category);
      return category === null
        ? { wrong: ['раздел: от одного до трёх названий через «/»'] }
        : same(`раздел «${category}»`, { category });
    }
    case 'brand':
      return form.brand.trim() === ''
        ? { wrong: ['напишите бренд'] }
        : same(`бренд «${form.brand.trim()}»`, { brand: form.brand.trim() });
    case 'supplier': {
      const supplier = form.supplier.trim() || null;
      return same(supplier === null ? 'поставщик не указан' : `поставщик «${supplier}»`, { supplier });
    }
    case 'vat':
      return vatPlan(form, today);
    case 'mark':
      return form.mark === 'yes'
        ? same('продавать только с кодом маркировки', { markRequired: true })
        : { value: { what: 'маркировка не нужна', patch: ({ markRequired }) => (markRequired ? { markRequired: false } : {}) } };
    case 'archive':
      return same('в архив', { archived: true });
    case 'restore':
      return same('из архива', { archived: false });
  }
}

/** What is planned of an article with a rate more from a day on; `vat` null: without what is planned for that day. Days gone by fall off. */
export function replanned(
  plan: readonly PlannedVat[] | undefined,
  next: { readonly from: string; readonly vat: PlannedVat['vat'] | null },
  today: string,
): PlannedVat[] {
  const kept = (plan ?? []).filter(({ from }) => from > today && from !== next.from);
  const added = next.vat === null ? [] : [{ from: next.from, vat: next.vat }];
  return [...kept, ...added].sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** A day as a form sends it; `null`: none, or not to come any more. */
export function dayToCome(typed: string, today: string): string | null {
  const at = /^\d{4}-\d\d-\d\d$/.test(typed) ? Date.parse(typed) : Number.NaN;
  // Engines take 30 February for a day of March.
  const isDay = Number.isFinite(at) && new Date(at).toISOString().startsWith(typed);
  return isDay && typed > today ? typed : null;
}

/** A rate at once, or from a day on: tills change over by themselves at that midnight of their shop. */
function vatPlan({ vat, vatFrom }: BulkForm, today: string): Understood<BulkPlan> {
  const from = vatFrom === '' ? today : dayToCome(vatFrom, today);
  if (from === null) return { wrong: ['НДС с даты: день после сегодняшнего'] };
  if (!isVatRate(vat) || vat.includes('/') || !vatInForce(vat, from))
    return { wrong: ['выберите ставку НДС, которая в тот день действует'] };
  if (from !== today)
    return {
      value: {
        what: `НДС ${vatWord(vat)} с ${dayWord(from)}`,
        patch: (row) => ({ vatPlan: replanned(row.vatPlan, { from, vat }, today) }),
      },
    };
  // What was planned for days gone by would outdo the rate.
  const rest = (row: ProductRow) => (row.vatPlan ? { vatPlan: row.vatPlan.filter((one) => one.from > today) } : {});
  return { value: { what: `НДС ${vatWord(vat)}`, patch: (row) => ({ vat, ...rest(row) }) } };
}
