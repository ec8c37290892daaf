import { z } from 'zod';
import { isWithin } from '../../design/catalogue/category-path.ts';
import { PRODUCT_KINDS, vat as vatShape } from '../../design/documents/catalogue.ts';
import type { ProductIndex, ProductRow } from '../catalogue/back-office/product-index.ts';

const word = z.string().trim().max(200).default('');

/** What a list of articles is narrowed to. Empty: anything. */
export const catalogueQuery = z.object({
  q: word,
  kind: z.union([z.enum(PRODUCT_KINDS), z.literal('')]).default(''),
  category: word,
  brand: word,
  supplier: word,
  state: z.enum(['sold', 'archived', 'all']).default('sold'),
  vat: z.union([vatShape, z.literal('')]).default(''),
  flag: z.enum(['', 'no-ean', 'duplicate-ean', 'loss', 'vat-planned', 'mark']).default(''),
});
export type CatalogueQuery = z.infer<typeof catalogueQuery>;

/** «без бренда», «без поставщика» in a choice. */
export const NOTHING = '—';
const isChosen = (chosen: string, value: string): boolean => chosen === '' || value === (chosen === NOTHING ? '' : chosen);
const FLAGS = {
  '': () => true,
  'no-ean': ({ ean }: ProductRow) => ean === null,
  'duplicate-ean': (row: ProductRow, index: ProductIndex) => index.isDuplicate(row),
  loss: ({ cost, price }: ProductRow) => cost !== null && cost > price,
  'vat-planned': ({ vatPlan }: ProductRow) => (vatPlan?.length ?? 0) > 0,
  mark: ({ markRequired }: ProductRow) => markRequired === true,
} as const;

/** Articles that a query finds, the best first. */
export const found = (index: ProductIndex, query: CatalogueQuery): ProductRow[] =>
  index.search.find(query.q, (row) => {
    if (query.state !== 'all' && row.archived !== (query.state === 'archived')) return false;
    if (query.kind !== '' && row.kind !== query.kind) return false;
    if (query.vat !== '' && row.vat !== query.vat) return false;
    if (query.category !== '' && !isWithin(row.category, query.category)) return false;
    if (!isChosen(query.brand, row.brand) || !isChosen(query.supplier, row.supplier ?? '')) return false;
    return FLAGS[query.flag](row, index);
  });

/** As it stands in an address; what is not said is left out. */
export function addressOf(query: CatalogueQuery, page = 1): string {
  const fields = Object.entries(query).filter(([name, value]) => value !== '' && !(name === 'state' && value === 'sold'));
  const text = new URLSearchParams([...fields, ...(page > 1 ? [['page', String(page)]] : [])]).toString();
  return `/admin/catalogue${text === '' ? '' : `?${text}`}`;
}

/** What a person chooses from: each value with the number of articles, by name. */
export type Choices = readonly (readonly [value: string, count: number])[];

export interface Facets {
  readonly categories: ReadonlyMap<string, number>;
  readonly brands: Choices;
  readonly suppliers: Choices;
  /** Articles that are sold, and of these the ones with an EAN. */
  readonly sold: number;
  readonly withEan: number;
  readonly archived: number;
  readonly loss: number;
  readonly vats: readonly (readonly [rate: ProductRow['vat'], count: number])[];
}

const counted = new WeakMap<ProductIndex['search'], { readonly version: number; readonly facets: Facets }>();

/** Over the whole catalogue; archived articles count for nothing but their number. Counted again only after a change. */
export function facetsOf(search: ProductIndex['search']): Facets {
  const known = counted.get(search);
  if (known?.version === search.version) return known.facets;
  const facets = countFacets(search.all());
  counted.set(search, { version: search.version, facets });
  return facets;
}

function countFacets(rows: Iterable<ProductRow>): Facets {
  const [categories, brands, suppliers] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const count = (counts: Map<string, number>, value: string): unknown => counts.set(value, (counts.get(value) ?? 0) + 1);
  const vats = new Map<ProductRow['vat'], number>();
  const sums = { sold: 0, withEan: 0, archived: 0, loss: 0 };
  for (const row of rows) {
    if (row.archived) {
      sums.archived += 1;
      continue;
    }
    sums.sold += 1;
    if (row.ean !== null) sums.withEan += 1;
    if (row.cost !== null && row.cost > row.price) sums.loss += 1;
    count(categories, row.category);
    count(brands, row.brand);
    count(suppliers, row.supplier ?? '');
    vats.set(row.vat, (vats.get(row.vat) ?? 0) + 1);
  }
  const byName = (counts: Map<string, number>): Choices => [...counts].sort(([a], [b]) => a.localeCompare(b, 'ru'));
  return {
    ...sums,
    categories,
    brands: byName(brands),
    suppliers: byName(suppliers),
    vats: [...vats].sort(([, a], [, b]) => b - a),
  };
}
