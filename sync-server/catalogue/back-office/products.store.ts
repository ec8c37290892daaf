import { fieldChanges, type FieldChanges } from '../../../design/catalogue/product-changes.ts';
import { withCost } from '../../../design/catalogue/cost-at.ts';
import { COSTS, PRODUCTS } from '../../../design/databases.ts';
import { cost as costShape, product as productShape, type Cost, type Product } from '../../../design/documents/catalogue.ts';
import { editFields, stampAfter } from '../../../design/merge/edit.ts';
import type { Kopecks } from '../../../design/money/kopecks.ts';
import type { Database, Engine } from '../../engine/engine.ts';
import type { Stamps } from '../../stamps.ts';
import { noteProductChanges, type ProductChangeNote } from './change-log.store.ts';

type Head = '_id' | '_rev' | 'type' | 'schema' | 'hlc' | 'by' | 'pos' | 'stamps';
export type ProductFields = Omit<Product, Head>;

export interface HeldProduct {
  readonly product: Product;
  readonly cost: Cost | null;
}

/** Who changes articles, and as part of what. */
export type Hand = Pick<ProductChangeNote, 'who' | 'how' | 'batch'>;
export type WriteOutcome = 'written' | 'same' | 'changed-meanwhile';

/** What a change says of one article; `cost: undefined` leaves the cost. */
export interface ProductEdit {
  readonly patch: Partial<ProductFields>;
  readonly cost?: Kopecks;
}

export interface Products {
  get(sku: string): Promise<HeldProduct | null>;
  /** False where the SKU is taken. */
  create(fields: ProductFields, cost: Kopecks | null, hand: Hand): Promise<boolean>;
  /** @param rev the revision that the change was made over; another one: `changed-meanwhile`, and nothing is written */
  change(sku: string, rev: string, edit: ProductEdit, hand: Hand): Promise<WriteOutcome>;
  /**
   * Many at once, in one write of the database, so that tills get them as one version. `edit` sees what is held now; `null` leaves it.
   * @returns articles that were written, and those that somebody changed in this very moment
   */
  changeMany(
    skus: readonly string[],
    edit: (held: HeldProduct) => ProductEdit | null,
    hand: Hand,
  ): Promise<{ readonly written: { readonly sku: string; readonly fields: FieldChanges }[]; readonly missed: string[] }>;
}

const idOf = (sku: string): string => `product:${sku}`;
const costIdOf = (sku: string): string => `cost:${sku}`;
/** A request for keys of this many documents is answered in one piece by either back end. */
const READ = 1_000;

/** Articles as people write them in the back office: `products` and `costs`, each change with its stamps and its line in the history. */
export function createProducts(engine: Engine, stamps: Stamps): Products {
  const handOf = (doc: object) => ({ hlc: stampAfter(stamps(), doc), by: null, pos: null });

  async function read(database: Database, ids: readonly string[]) {
    const docs = [];
    for (let from = 0; from < ids.length; from += READ)
      docs.push(...(await database.range({ keys: ids.slice(from, from + READ) })));
    return docs;
  }

  async function held(skus: readonly string[]): Promise<HeldProduct[]> {
    const [products, costs] = [await engine.open(PRODUCTS), await engine.open(COSTS)];
    const known = new Map((await read(costs, skus.map(costIdOf))).map((doc) => [doc._id, costShape.safeParse(doc).data]));
    return (await read(products, skus.map(idOf))).flatMap((doc) => {
      const { data } = productShape.safeParse(doc);
      return data ? [{ product: data, cost: known.get(costIdOf(data.sku)) ?? null }] : [];
    });
  }

  function costAfter({ product, cost }: HeldProduct, value: Kopecks | undefined, supplier: string | null): Cost | null {
    if (value === undefined || value === cost?.cost) return cost;
    if (cost) return withCost(cost, value, stampAfter(stamps(), cost));
    const hlc = stamps();
    return {
      ...{
        _id: costIdOf(product.sku),
        type: 'cost',
        schema: 1,
        hlc,
        by: null,
        pos: null,
        sku: product.sku,
        cost: value,
        supplier,
      },
      stamps: { cost: hlc, supplier: hlc },
    };
  }

  /** What is to be written of each article, and what its history will say. */
  function planned(before: HeldProduct, edit: ProductEdit) {
    const product = editFields<Product>(before.product, edit.patch, handOf(before.product));
    const cost = costAfter(before, edit.cost, product.supplier);
    const fields = {
      ...fieldChanges(before.product, product),
      ...(cost === before.cost ? {} : fieldChanges({ cost: before.cost?.cost ?? null }, { cost: cost?.cost ?? null })),
    };
    return {
      product: product === before.product ? null : productShape.parse(product),
      cost: cost === before.cost ? null : cost,
      fields,
    };
  }

  async function writeCosts(docs: readonly Cost[]): Promise<void> {
    if (docs.length === 0) return;
    const failed = (await (await engine.open(COSTS)).bulk(docs.map((doc) => ({ ...doc })))).find(({ ok }) => !ok);
    if (failed) throw new Error(`${failed.id}: ${failed.error}`);
  }

  const changeMany: Products['changeMany'] = async (skus, edit, hand) => {
    const plans = (await held(skus)).flatMap((one) => {
      const wanted = edit(one);
      return wanted ? [{ sku: one.product.sku, ...planned(one, wanted) }] : [];
    });
    const docs = plans.flatMap(({ product }) => (product ? [{ ...product }] : []));
    const results = docs.length === 0 ? [] : await (await engine.open(PRODUCTS)).bulk(docs);
    const missed = new Set(results.filter(({ ok }) => !ok).map(({ id }) => id));
    const kept = plans.filter(({ sku }) => !missed.has(idOf(sku)));
    await writeCosts(kept.flatMap(({ cost }) => cost ?? []));
    await noteProductChanges(
      engine,
      stamps,
      kept.map(({ sku, fields }) => ({ sku, ...hand, fields })),
    );
    const changed = kept.filter(({ product, cost }) => product !== null || cost !== null);
    return {
      written: changed.map(({ sku, fields }) => ({ sku, fields })),
      missed: plans.filter((one) => !kept.includes(one)).map(({ sku }) => sku),
    };
  };

  return {
    changeMany,
    get: async (sku) => (await held([sku]))[0] ?? null,
    async create(fields, cost, hand) {
      const products = await engine.open(PRODUCTS);
      const hlc = stamps();
      const product = productShape.parse({
        ...{ _id: idOf(fields.sku), type: 'product', schema: 1, hlc, by: null, pos: null, ...fields },
        stamps: Object.fromEntries(Object.keys(fields).map((field) => [field, hlc])),
      });
      if (!(await products.put({ ...product })).ok) return false;
      const costDoc = cost === null ? null : costAfter({ product, cost: null }, cost, fields.supplier);
      await writeCosts(costDoc ? [costDoc] : []);
      await noteProductChanges(engine, stamps, [
        { sku: fields.sku, ...hand, fields: fieldChanges(null, { ...fields, ...(cost === null ? {} : { cost }) }) },
      ]);
      return true;
    },
    async change(sku, rev, edit, hand) {
      const [before] = await held([sku]);
      if (before?.product._rev !== rev) return 'changed-meanwhile';
      const { written, missed } = await changeMany([sku], (now) => (now.product._rev === rev ? edit : null), hand);
      if (missed.length > 0) return 'changed-meanwhile';
      if (written.length > 0) return 'written';
      const [after] = await held([sku]);
      return after?.product._rev === rev ? 'same' : 'changed-meanwhile';
    },
  };
}
