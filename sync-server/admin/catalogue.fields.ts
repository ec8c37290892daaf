import { categoryText } from '../../design/catalogue/category-path.ts';
import { isEan13 } from '../../design/catalogue/ean.ts';
import type { Typed } from '../../design/catalogue/product-changes.ts';
import {
  catalogueEntry,
  PRODUCT_KINDS,
  subject as subjectShape,
  type CatalogueEntry,
  type Product,
  type ProductKind,
} from '../../design/documents/catalogue.ts';
import type { Kopecks } from '../../design/money/kopecks.ts';
import { isVatRate, vatInForce } from '../../design/money/vat.ts';
import type { ProductFields } from '../catalogue/back-office/products.store.ts';
import { attributeFields, readAttributes } from './catalogue.attributes.ts';
import { fieldWord, vatDates, vatWord } from './catalogue.words.ts';

/** Roubles as a field shows them: `12345,50`, whole ones without a fraction. */
export const roublesField = (kopecks: Kopecks): string =>
  kopecks % 100 === 0 ? String(kopecks / 100) : (kopecks / 100).toFixed(2).replace('.', ',');

const ROUBLES = /^\d{1,8}([.,]\d{1,2})?$/;
/** `12 345,50 ₽` → kopecks, `null` where it is no sum of money; never negative. */
export function readRoubles(typed: string): Kopecks | null {
  const plain = typed.replace(/[\s₽]/g, '');
  return ROUBLES.test(plain) ? Math.round(Number(plain.replace(',', '.')) * 100) : null;
}

/** An article as its form shows it. */
export function productFields(product: Product, cost: Kopecks | null): Typed {
  const { name, brand, kind, category, ean, price, vat, subject, supplier, supplierCode, markRequired } = product;
  return {
    ...{ name, brand, kind, category, ean: ean ?? '', price: roublesField(price), vat, subject, supplier: supplier ?? '' },
    ...{ supplierCode: supplierCode ?? '', mark: markRequired ? 'yes' : '' },
    cost: cost === null ? '' : roublesField(cost),
    ...attributeFields(product),
  };
}

export interface ReadProduct {
  readonly fields: Omit<ProductFields, 'sku' | 'archived' | 'picture'>;
  readonly cost: Kopecks | null;
}
export type Understood<T> = { readonly value: T } | { readonly wrong: readonly string[] };

const TEXTS = { name: 128, brand: 80, supplier: 80, supplierCode: 64 } as const;
/** Signs that no text of an article has: line breaks, zeros, characters that were lost on the way. */
const BROKEN = /[\p{Cc}\ufffd]/u;
const isKind = (text: string): text is ProductKind => (PRODUCT_KINDS as readonly string[]).includes(text);

/**
 * What the form says, or what is wrong with it, in words for who typed it.
 * @param today the day whose VAT rates may be chosen, YYYY-MM-DD
 * @param before what the article is now: what the form does not show of it stays
 */
export function readProduct(typed: Typed, today: string, before: Product | null): Understood<ReadProduct> {
  const wrong: string[] = [];
  const of = (field: string): string => (typed[field] ?? '').trim().replace(/ +/g, ' ');
  const text = (field: keyof typeof TEXTS): string => {
    if (of(field).length > TEXTS[field]) wrong.push(`${fieldWord(field)}: не длиннее ${TEXTS[field]} знаков`);
    if (BROKEN.test(of(field))) wrong.push(`${fieldWord(field)}: есть испорченные знаки, наберите заново`);
    return of(field);
  };
  const kind = of('kind');
  if (!isKind(kind)) return { wrong: ['выберите вид товара'] };
  const [name, brand, supplier, supplierCode] = [text('name'), text('brand'), text('supplier'), text('supplierCode')];
  if (name === '') wrong.push('напишите название');
  const category = categoryText(of('category'));
  if (category === null) wrong.push('раздел: от одного до трёх названий через косую черту, например «Оправы / Мужские / Металл»');
  const ean = of('ean').replaceAll(' ', '');
  if (ean !== '' && !isEan13(ean))
    wrong.push('штрихкод: 13 цифр, и последняя (контрольная) должна сходиться; наберите его заново с этикетки');
  const price = readRoubles(of('price'));
  if (price === null) wrong.push('цена: сумма в рублях, не меньше нуля');
  const cost = of('cost') === '' ? null : readRoubles(of('cost'));
  if (of('cost') !== '' && cost === null) wrong.push('закупка: сумма в рублях, не меньше нуля');
  const vat = of('vat');
  if (!isVatRate(vat) || vat.includes('/')) wrong.push('выберите ставку НДС');
  else if (!vatInForce(vat, today) && vat !== before?.vat)
    wrong.push(`НДС ${vatWord(vat)} сегодня не действует (${vatDates(vat)})`);
  const subject = subjectShape.safeParse(of('subject'));
  if (!subject.success) wrong.push('выберите предмет расчёта');
  const attributes = readAttributes(kind, typed, before);
  if ('wrong' in attributes) wrong.push(...attributes.wrong);
  if (wrong.length > 0 || category === null || price === null || 'wrong' in attributes || !subject.success || !isVatRate(vat))
    return { wrong };
  const fields = {
    ...{ name, brand, kind, category, ean: ean === '' ? null : ean, price, vat, subject: subject.data },
    supplier: supplier === '' ? null : supplier,
    ...rareFields({ supplierCode, mark: of('mark') === 'yes', vat }, before, today),
    ...attributes.value,
  };
  // The same shape that tills are held to has the last word.
  const whole = catalogueEntry.safeParse({ sku: before?.sku ?? 'new', ...fields } satisfies CatalogueEntry);
  if (!whole.success)
    return { wrong: whole.error.issues.map(({ path, message }) => `${path.map(String).map(fieldWord).join(', ')}: ${message}`) };
  return { value: { fields, cost } };
}

/** What few articles have; absent as long as it never was there. A rate chosen now ends what was planned for days gone by. */
function rareFields(
  { supplierCode, mark, vat }: { readonly supplierCode: string; readonly mark: boolean; readonly vat: string },
  before: Product | null,
  today: string,
): Pick<ProductFields, 'supplierCode' | 'markRequired' | 'vatPlan'> {
  const plan = before?.vatPlan ?? [];
  const overtaken = vat !== before?.vat && plan.some(({ from }) => from <= today);
  return {
    ...(supplierCode !== '' || before?.supplierCode ? { supplierCode: supplierCode === '' ? null : supplierCode } : {}),
    ...(mark || before?.markRequired ? { markRequired: mark } : {}),
    ...(overtaken ? { vatPlan: plan.filter(({ from }) => from > today) } : {}),
  };
}

/** Letters, digits and what stands between them on labels; no spaces at the ends, nothing that breaks an address or a barcode. */
export const SKU = /^[\p{L}\d](?:[\p{L}\d ._/#+-]{0,62}[\p{L}\d._/#+-])?$/u;
