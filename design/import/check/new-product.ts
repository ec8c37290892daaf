import type { ProductPatch, ReadRow } from '../checked-row.ts';
import type { ImportField } from '../fields.ts';
import type { Finding } from '../finding.ts';
import { CATEGORY_OF_KIND, vatOfKind } from './by-kind.ts';
import type { CheckOptions } from './context.ts';
import { finding } from './context.ts';
import { costOverPrice, noPrice } from './price-rules.ts';
import { lettersDoubtful } from './sku-key.ts';

export interface Drafted {
  readonly after: ProductPatch;
  readonly findings: readonly Finding[];
  /** Fields that stand on an assumption because the file has no column for them: told once for the whole file. */
  readonly assumed: readonly ImportField[];
}

/**
 * A product that the catalogue does not know, from a row without a fault that skips it. What file and profile leave open is taken by kind
 * (rate, category) and told. `ean`: as it may be used, `null` where there is none or another article has it.
 */
export function newProduct(row: ReadRow, sku: string, ean: string | null, options: CheckOptions): Drafted {
  const { rules, supplier, columns, today } = options;
  const findings: Finding[] = [];
  const assumed: ImportField[] = [];
  const assume = (field: 'vat' | 'category', type: 'VAT_ASSUMED' | 'CATEGORY_ASSUMED', value: string): void => {
    if (columns.includes(field)) findings.push(finding(row, type, field, null, value));
    else assumed.push(field);
  };
  const kind = row.kind ?? rules.kind ?? 'accessory';
  if (row.kind === null && rules.kind === null) findings.push(finding(row, 'KIND_ASSUMED', 'kind', null, kind));
  const vat = row.vat ?? rules.vat ?? vatOfKind(kind, today);
  if (row.vat === null && rules.vat === null) assume('vat', 'VAT_ASSUMED', vat);
  const category = row.category ?? rules.category ?? CATEGORY_OF_KIND[kind];
  if (row.category === null && rules.category === null) assume('category', 'CATEGORY_ASSUMED', category);
  if (row.ean === null && kind !== 'service' && !row.findings.some(({ field }) => field === 'ean')) {
    if (columns.includes('ean')) findings.push(finding(row, 'EAN_MISSING', 'ean'));
    else assumed.push('ean');
  }
  if (row.skuAssumed) findings.push(finding(row, 'SKU_ASSUMED', 'sku', sku));
  if (lettersDoubtful(sku)) findings.push(finding(row, 'SKU_LETTERS', 'sku', sku));
  const price = row.price ?? 0;
  findings.push(...noPrice(row, row.price), ...costOverPrice(row, row.price, row.cost));
  const after: ProductPatch = {
    name: row.name ?? '',
    brand: row.brand ?? rules.brand ?? '',
    ...{ kind, category, ean, price, vat },
    ...(row.supplierCode !== null && { supplierCode: row.supplierCode }),
    ...(row.markRequired && { markRequired: true }),
    ...(row.frame && { frame: row.frame }),
    ...(row.lens && { lens: row.lens }),
    ...(row.contactLens && { contactLens: row.contactLens }),
    ...(row.cost !== null && { cost: row.cost }),
    ...(supplier !== null && { supplier }),
  };
  return { after, findings, assumed };
}
