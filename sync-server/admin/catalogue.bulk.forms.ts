import { z } from 'zod';
import { categoryText } from '../../design/catalogue/category-path.ts';
import { changedPrice, PRICE_ROUNDINGS, type PriceRule } from '../../design/catalogue/price-rule.ts';
import { formatRoubles } from '../../design/money/kopecks.ts';
import { isVatRate, vatInForce } from '../../design/money/vat.ts';
import type { ProductRow } from '../catalogue/back-office/product-index.ts';
import type { ProductFields } from '../catalogue/back-office/products.store.ts';
import { readRoubles, type Understood } from './catalogue.fields.ts';
import { vatWord } from './catalogue.words.ts';

export const BULK_ACTS = ['percent', 'value', 'category', 'brand', 'supplier', 'vat', 'archive', 'restore'] as const;
export type BulkAct = (typeof BULK_ACTS)[number];

export const bulkForm = z.object({
  act: z.enum(BULK_ACTS).default('percent'),
  percent: z.string().max(20).default(''),
  rounding: z.enum(PRICE_ROUNDINGS).default('ninety'),
  price: z.string().max(20).default(''),
  category: z.string().max(200).default(''),
  brand: z.string().max(80).default(''),
  supplier: z.string().max(80).default(''),
  vat: z.string().max(10).default(''),
});
export type BulkForm = z.infer<typeof bulkForm>;

/** What a bulk edit makes of each article, and what it is called. */
export interface BulkPlan {
  readonly what: string;
  readonly patch: (row: Pick<ProductRow, 'price'>) => Partial<ProductFields>;
}

const ROUNDINGS = { rouble: 'до рубля', ten: 'до 10 ₽', ninety: 'до …90 ₽' } as const;
/** Fields of the form begin with what they are for, so that they never meet those of the list's query. */
export const bulkFields = (form: BulkForm): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(form).map(([name, value]) => [`to-${name}`, value]));
export const typedBulk = (typed: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(typed).flatMap(([name, value]) => (name.startsWith('to-') ? [[name.slice(3), value]] : [])));

function priceRule(form: BulkForm): Understood<PriceRule> {
  if (form.act === 'value') {
    const price = readRoubles(form.price.trim());
    return price === null ? { wrong: ['цена: сумма в рублях, не меньше нуля'] } : { value: { how: 'value', price } };
  }
  const text = form.percent.trim().replace('%', '').replace(/[−–]/, '-').replace(',', '.').replaceAll(' ', '');
  const percent = /^[+-]?\d{1,3}(\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
  if (!(percent > -100 && percent <= 500))
    return { wrong: ['процент: число больше −100 и не больше 500, например «+5» или «−10»'] };
  return { value: { how: 'percent', percent, rounding: form.rounding } };
}

/** @param today the day whose VAT rates may be chosen */
export function bulkPlan(form: BulkForm, today: string): Understood<BulkPlan> {
  const same = (what: string, fields: Partial<ProductFields>): Understood<BulkPlan> => ({ value: { what, patch: () => fields } });
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
      if (!isVatRate(form.vat) || form.vat.includes('/') || !vatInForce(form.vat, today))
        return { wrong: ['выберите действующую ставку НДС'] };
      return same(`НДС ${vatWord(form.vat)}`, { vat: form.vat });
    case 'archive':
      return same('в архив', { archived: true });
    case 'restore':
      return same('из архива', { archived: false });
  }
}

/** The change of one article, `null` where it stays as it is. */
export function changeOf(row: ProductRow, plan: BulkPlan): Partial<ProductFields> | null {
  const held: Readonly<Record<string, unknown>> = { ...row };
  const changed = Object.entries(plan.patch(row)).filter(([name, value]) => held[name] !== value);
  return changed.length === 0 ? null : Object.fromEntries(changed);
}
