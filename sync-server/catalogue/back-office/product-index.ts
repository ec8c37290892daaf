import { variantOf, type Variant } from '../../../design/catalogue/variants.ts';
import { ProductSearch, type SearchedProduct } from '../../../design/catalogue/product-search.ts';
import { COSTS, PRODUCTS } from '../../../design/databases.ts';
import { cost as costShape, product as productShape, type Product } from '../../../design/documents/catalogue.ts';
import { keyOfId } from '../../../design/ids.ts';
import type { Kopecks } from '../../../design/money/kopecks.ts';
import type { Database, Engine, Seq, StoredDocument } from '../../engine/engine.ts';

/** An article as lists, filters and bulk edits see it. Kopecks; `cost: null` is not known. */
export interface ProductRow
  extends SearchedProduct, Pick<Product, 'kind' | 'price' | 'vat' | 'vatPlan' | 'markRequired' | 'archived' | 'typePrices'> {
  readonly cost: Kopecks | null;
  readonly variant: Variant | null;
}

export interface ProductIndex {
  readonly search: ProductSearch<ProductRow>;
  /** Articles that are sold and bear this EAN, two and more. */
  duplicates(): ReadonlyMap<string, readonly ProductRow[]>;
  isDuplicate(row: ProductRow): boolean;
  bearersOf(ean: string): readonly ProductRow[];
  /** All articles of a model that are sold, by what tells them apart; none where an article names no model. */
  variantsOf(sku: string): readonly ProductRow[];
}

const PAGE = 1_000;

/**
 * The whole catalogue in memory, fed by what changes in `products` and `costs`: read whole when somebody asks for the first time (100,000
 * articles: some seconds), from then on only what changed since the last question.
 */
export function createProductIndex(engine: Engine): { readonly read: () => Promise<ProductIndex>; readonly seen: () => number } {
  const search = new ProductSearch<ProductRow>();
  const costs = new Map<string, Kopecks>();
  const eans = new Map<string, Set<string>>();
  const models = new Map<string, Set<string>>();
  const since = new Map<string, Seq>();

  function note(bearers: Map<string, Set<string>>, of: string | null, sku: string, isThere: boolean): void {
    if (of === null) return;
    const skus = bearers.get(of) ?? new Set();
    if (isThere) skus.add(sku);
    else skus.delete(sku);
    if (skus.size === 0) bearers.delete(of);
    else bearers.set(of, skus);
  }

  function noteRow({ sku, ean, variant, archived }: ProductRow, isThere: boolean): void {
    note(eans, archived ? null : ean, sku, isThere);
    note(models, archived ? null : (variant?.model ?? null), sku, isThere);
  }

  function put(row: ProductRow): void {
    const before = search.get(row.sku);
    if (before) noteRow(before, false);
    noteRow(row, true);
    search.put(row);
  }

  function takeProduct(doc: StoredDocument): void {
    const { data } = productShape.safeParse(doc);
    if (!data) return;
    const { sku, name, brand, kind, category, ean, price, vat, archived, supplier, supplierCode, vatPlan, markRequired } = data;
    const rare = {
      ...(vatPlan?.length ? { vatPlan } : {}),
      ...(markRequired ? { markRequired } : {}),
      ...(data.typePrices ? { typePrices: data.typePrices } : {}),
    };
    const codes = { ean, supplier, ...(supplierCode ? { supplierCode } : {}) };
    put({
      sku,
      name,
      brand,
      kind,
      category,
      price,
      vat,
      archived,
      ...codes,
      ...rare,
      cost: costs.get(sku) ?? null,
      variant: variantOf(data),
    });
  }

  function takeCost(doc: StoredDocument): void {
    const { data } = costShape.safeParse(doc);
    if (!data || costs.get(data.sku) === data.cost) return;
    costs.set(data.sku, data.cost);
    const row = search.get(data.sku);
    if (row) put({ ...row, cost: data.cost });
  }

  function gone(sku: string): void {
    const before = search.get(sku);
    if (before) noteRow(before, false);
    search.remove(sku);
  }

  async function follow(database: Database, take: (doc: StoredDocument) => void): Promise<void> {
    for (;;) {
      const from = since.get(database.name);
      const { rows, lastSeq } = await database.changes({
        ...(from === undefined ? {} : { since: from }),
        limit: PAGE,
        includeDocs: true,
      });
      for (const { id, deleted, doc } of rows) {
        if (doc && !deleted) take(doc);
        else if (database.name === PRODUCTS) gone(keyOfId(id));
      }
      since.set(database.name, lastSeq);
      if (rows.length < PAGE) return;
    }
  }

  let turn: Promise<unknown> = Promise.resolve();
  const isSold = (sku: string): ProductRow[] => {
    const row = search.get(sku);
    return row && !row.archived ? [row] : [];
  };
  const bearersOf = (ean: string): ProductRow[] => [...(eans.get(ean) ?? [])].flatMap(isSold);
  const index: ProductIndex = {
    search,
    bearersOf,
    variantsOf(sku) {
      const model = search.get(sku)?.variant?.model;
      const rows = model === undefined ? [] : [...(models.get(model) ?? [])].flatMap(isSold);
      return rows.sort((a, b) => a.variant!.words.localeCompare(b.variant!.words, 'ru') || (a.sku < b.sku ? -1 : 1));
    },
    duplicates: () => new Map([...eans].filter(([, bearers]) => bearers.size > 1).map(([ean]) => [ean, bearersOf(ean)] as const)),
    isDuplicate: ({ ean, archived }) => ean !== null && !archived && (eans.get(ean)?.size ?? 0) > 1,
  };
  return {
    seen: () => search.size,
    read() {
      const read = turn
        .catch(() => undefined)
        .then(async () => {
          await follow(await engine.open(COSTS), takeCost);
          await follow(await engine.open(PRODUCTS), takeProduct);
          return index;
        });
      turn = read;
      return read;
    },
  };
}
