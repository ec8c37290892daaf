import { canonicalJson } from '../../design/canonical-json.ts';
import { costAt } from '../../design/catalogue/cost-at.ts';
import { CHAIN_COST, COSTS } from '../../design/databases.ts';
import { cost as costShape } from '../../design/documents/catalogue.ts';
import { takeCost, type TakeCost } from '../../design/documents/chain.ts';
import type { StockMovement } from '../../design/documents/facts.ts';
import type { StockTake } from '../../design/documents/stock-take.ts';
import { articlesOf } from '../../design/folds/movement.ts';
import { takeCostId, takeCostOf } from '../../design/stock-take/cost.ts';
import type { Engine } from '../engine/engine.ts';

/** Says what a take found at purchase cost, where only those who may see costs read it. Done again it says the same. */
export async function writeTakeCost(
  engine: Engine,
  { _id: take, store, place }: Pick<StockTake, '_id' | 'store' | 'place'>,
  own: readonly StockMovement[],
  hlc: string,
): Promise<void> {
  const skus = [...new Set(own.flatMap((fact) => articlesOf(fact).map(({ sku }) => sku)))].sort();
  const docs = skus.length === 0 ? [] : await (await engine.open(COSTS)).range({ keys: skus.map((sku) => `cost:${sku}`) });
  const costs = new Map(docs.flatMap((doc) => costShape.safeParse(doc).data ?? []).map((one) => [one.sku, one]));
  const body = takeCostOf({ store, place, take }, own, (sku, at) => {
    const known = costs.get(sku);
    return known ? costAt(known, at) : null;
  });
  const database = await engine.open(CHAIN_COST);
  const before = await database.get(takeCostId(store, take));
  const known = takeCost.safeParse(before).data;
  if (known && canonicalJson({ ...known, ...body }) === canonicalJson(known)) return;
  const head = { _id: takeCostId(store, take), type: 'take-cost', schema: 1, hlc, by: null, pos: null } as const;
  const doc: TakeCost = { ...head, ...body, ...(before ? { _rev: before._rev } : {}) };
  const written = await database.put(doc);
  if (!written.ok) throw new Error(`${doc._id}: ${written.error}`);
}
