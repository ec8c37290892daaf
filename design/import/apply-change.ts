import { canonicalJson } from '../canonical-json.ts';
import { withCost } from '../catalogue/cost-at.ts';
import type { Cost, Product } from '../documents/catalogue.ts';
import { editFields } from '../merge/edit.ts';
import type { ProductChange, ProductPatch } from './checked-row.ts';
import type { Approval } from './job.ts';

/** An article as the server holds it; `null`: not at all. */
export interface HeldArticle {
  readonly product: Product | null;
  readonly cost: Cost | null;
}

/** What is to be written (`null`: nothing, or it is written already), and fields that were left because somebody changed them since. */
export interface ArticleWrite extends HeldArticle {
  /** Is anything of the change in force now? */
  readonly inForce: boolean;
  readonly left: readonly string[];
  /** It was to go into the archive, and stays on sale: pieces of it lie, come or are promised, or a hand has worked on it since. */
  readonly kept?: 'stands' | 'edited';
}

const same = (a: unknown, b: unknown): boolean => a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);
export const NOTHING: ArticleWrite = { product: null, cost: null, inForce: false, left: [] };
type Fields = Readonly<Record<string, unknown>>;
type Stamped = { readonly stamps: Readonly<Record<string, string>> };

/** Does anything of a change wait for a named person? */
export const isApproved = ({ sku, held }: Pick<ProductChange, 'sku' | 'held'>, approvals: readonly Approval[]): boolean =>
  held.every((type) => approvals.some(({ types, skus }) => types.includes(type) || skus.includes(sku)));

const productFields = ({ cost: _, ...rest }: ProductPatch): Fields => rest;

/** Fields of the job's that stand now, are to be written, or belong to somebody else meanwhile. Stamps tell: they survive a crash. */
function sorted(fields: Fields, before: Fields, doc: Stamped & object, stamp: string) {
  const now = doc as unknown as Fields;
  const [write, left]: [Record<string, unknown>, string[]] = [{}, []];
  let done = 0;
  for (const [field, value] of Object.entries(fields)) {
    if (doc.stamps[field] === stamp) done += 1;
    else if (same(now[field], before[field])) write[field] = value;
    else if (!same(now[field], value)) left.push(field);
  }
  return { write, left, done };
}

/**
 * What one change of a job makes of an article. Only fields that still are as the check saw them are written: a hand's change since then
 * stays and is told. Done twice it says the same and writes nothing.
 * @param stamp the job's own; everything it writes bears it
 */
export function applyChange(change: ProductChange, held: HeldArticle, stamp: string): ArticleWrite {
  if (change.what === 'create') return create(change, held, stamp);
  if (!held.product) return { ...NOTHING, left: Object.keys(change.after) };
  const { write, left, done } = sorted(productFields(change.after), change.before ?? {}, held.product, stamp);
  const hand = { hlc: stamp, by: null, pos: null };
  const edited = editFields<Product>(held.product, write, hand);
  const cost = costWrite(change, held, stamp, held.product.supplier);
  return {
    product: edited === held.product ? null : edited,
    cost: cost.doc,
    inForce: edited !== held.product || done > 0 || cost.inForce,
    left: [...left, ...(cost.isLeft ? ['cost'] : [])],
  };
}

function create(change: ProductChange, held: HeldArticle, stamp: string): ArticleWrite {
  const fields = productFields(change.after);
  const isOurs = held.product?.stamps['sku'] === stamp;
  if (held.product && !isOurs) return { ...NOTHING, left: Object.keys(change.after) };
  const cost = costWrite(change, held, stamp, change.after.supplier ?? null);
  if (isOurs) return { product: null, cost: cost.doc, inForce: true, left: [] };
  const body = {
    sku: change.sku,
    subject: fields['kind'] === 'service' ? 'service' : 'goods',
    brand: '',
    ean: null,
    supplier: null,
  };
  const whole = { ...body, ...fields, archived: false };
  const product = {
    ...{ _id: `product:${change.sku}`, type: 'product', schema: 1, hlc: stamp, by: null, pos: null },
    ...Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)),
    stamps: Object.fromEntries(Object.keys(whole).map((field) => [field, stamp])),
  } as unknown as Product;
  return { product, cost: cost.doc, inForce: true, left: [] };
}

/** The purchase cost has its own document, and its history: no day's margin is rewritten. */
function costWrite({ sku, before, after }: ProductChange, { cost }: HeldArticle, stamp: string, supplier: string | null) {
  const nothing = { doc: null, inForce: false, isLeft: false };
  if (after.cost === undefined) return nothing;
  if (!cost) {
    const head = { _id: `cost:${sku}`, type: 'cost', schema: 1, hlc: stamp, by: null, pos: null } as const;
    return { doc: { ...head, sku, cost: after.cost, supplier, stamps: { cost: stamp } }, inForce: true, isLeft: false };
  }
  if (cost.stamps['cost'] === stamp) return { ...nothing, inForce: true };
  if (cost.cost === after.cost) return nothing;
  if (before?.cost !== cost.cost) return { ...nothing, isLeft: true };
  return { doc: withCost(cost, after.cost, stamp), inForce: true, isLeft: false };
}
