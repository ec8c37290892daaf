import { canonicalJson } from '../../design/canonical-json.ts';
import { CHAIN, CHAIN_COST } from '../../design/databases.ts';
import { costDay, dayCostId, type CostLookup } from '../../design/folds/cost-day.ts';
import { rollupDay, rollupId, type DayFact, type DayOfShop } from '../../design/folds/rollup-day.ts';
import type { DocumentInput, Engine } from '../engine/engine.ts';

/**
 * Brings a day's documents up to date with its facts: `day-rollup:…` in `chain`, `day-cost:…` in `chain-cost`. A day without facts and
 * without a till to wait for has none. Written only where something changed. @throws Error where the store refuses.
 */
export async function writeDay(
  engine: Engine,
  day: DayOfShop,
  facts: readonly DayFact[],
  { unsent, costAt }: { unsent: readonly string[]; costAt: CostLookup },
): Promise<void> {
  const known = facts.length > 0;
  const rollup = rollupDay(facts, { ...day, unsent });
  await keep(engine, CHAIN, rollupId(day.store, day.day), known || unsent.length > 0 ? rollup : null);
  await keep(engine, CHAIN_COST, dayCostId(day.store, day.day), known ? costDay(facts, day, costAt) : null);
}

async function keep(engine: Engine, database: string, id: string, doc: DocumentInput | null): Promise<void> {
  const stored = await engine.open(database);
  const before = await stored.get(id);
  if (before && doc && canonicalJson({ ...before, _rev: undefined }) === canonicalJson(doc)) return;
  if (!before && !doc) return;
  const next: DocumentInput = { ...(doc ?? { _id: id, _deleted: true }), ...(before ? { _rev: before._rev } : {}) };
  const result = await stored.put(next);
  if (!result.ok) throw new Error(`${id}: ${result.error}`);
}
