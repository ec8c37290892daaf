import type { Checker, CheckedRow, CheckEnd, CheckCounts } from '../../design/import/check.ts';
import type { KnownProduct, ProductChange, ProductPatch, ReadRow } from '../../design/import/checked-row.ts';
import type { CheckOptions } from '../../design/import/check/context.ts';
import { knownCatalogue } from '../../design/import/check/known-catalogue.ts';
import { checkerOf } from '../../design/import/check.ts';
import { STANDARD_RULES } from '../../design/import/profile.ts';

/** A row of a supplier's file as the reader hands it on: a frame of 5,000 roubles that nothing is wrong with. */
export const importRow = (row: number, given: Partial<ReadRow> = {}): ReadRow => ({
  row,
  ...{ sku: `A-${row}`, supplierCode: null, ean: null, name: `Оправа ${row}`, brand: 'Ray-Ban', category: 'Оправы' },
  ...{ kind: 'frame', price: 500_000, cost: null, vat: 'none', stock: null, markRequired: null, frame: null, findings: [] },
  ...{ band: null, lens: null },
  ...given,
});

/** The same article as the catalogue holds it. */
export const knownProduct = (sku: string, given: Partial<KnownProduct> = {}): KnownProduct => ({
  sku,
  ...{ name: `Оправа ${sku}`, brand: 'Ray-Ban', kind: 'frame', category: 'Оправы', ean: null, price: 500_000, vat: 'none' },
  ...{ cost: null, supplier: null, archived: false },
  ...given,
});

const ALL = ['sku', 'ean', 'name', 'brand', 'category', 'kind', 'price', 'cost', 'vat', 'stock'] as const;

export type CheckGiven = Partial<Omit<CheckOptions, 'catalogue' | 'rules'>> & {
  readonly known?: readonly KnownProduct[];
  readonly rules?: Partial<CheckOptions['rules']>;
};

/** A check of a file that has every column, on a day of 2026. */
export const checker = ({ known = [], rules = {}, ...given }: CheckGiven = {}): Checker =>
  checkerOf({
    ...{ supplier: null, columns: ALL, today: '2026-11-21', ...given },
    rules: { ...STANDARD_RULES, ...rules },
    catalogue: knownCatalogue(known),
  });

export interface Checked {
  readonly rows: readonly CheckedRow[];
  readonly end: CheckEnd;
  readonly counts: CheckCounts;
  readonly changes: readonly ProductChange[];
}

export function checkAll(rows: readonly ReadRow[], given: CheckGiven = {}): Checked {
  const check = checker(given);
  const checked = rows.map((row) => check.check(row));
  const end = check.finish();
  const changes = [...checked.flatMap(({ change }) => (change ? [change] : [])), ...end.changes];
  return { rows: checked, end, counts: check.counts(), changes };
}

/** The catalogue after a plan, as a job would leave it that let everything through. */
export function applied(known: readonly KnownProduct[], changes: readonly ProductChange[]): KnownProduct[] {
  const products = new Map(known.map((product) => [product.sku, product]));
  for (const { sku, after } of changes) {
    const fields = Object.entries(after) as [keyof ProductPatch, never][];
    products.set(sku, { ...(products.get(sku) ?? knownProduct(sku)), ...Object.fromEntries(fields) });
  }
  return [...products.values()];
}
