import { parseDatabaseName, salesDatabase } from '../../design/databases.ts';
import { upgrade } from '../../design/documents/upgrade.ts';
import {
  BALANCE_FACT_TYPES,
  isBalanceFact,
  isReceipt,
  movementOf,
  receiptsElsewhere,
  type BalanceFact,
  type Receipt,
} from '../../design/folds/movement.ts';
import type { Balance } from '../../design/documents/opening.ts';
import { rangeOf } from '../../design/ids.ts';
import type { Engine, Seq, StoredDocument } from '../engine/engine.ts';

/** Months of a shop that have a database, in order. */
export async function monthsOf(engine: Engine, store: string): Promise<string[]> {
  const names = (await engine.list()).map(parseDatabaseName);
  return names.flatMap((name) => (name?.kind === 'sales' && name.store === store ? [name.month!] : [])).sort();
}

function factOf(doc: StoredDocument & { type?: unknown; schema?: unknown }): BalanceFact[] {
  const { doc: current, newer } = upgrade(doc);
  return !newer && isBalanceFact(current) ? [current] : [];
}

/** Facts of a month's database that move stock, cash or deposits. */
export async function monthFacts(engine: Engine, store: string, month: string): Promise<BalanceFact[]> {
  if (!(await engine.exists(salesDatabase(store, month)))) return [];
  const database = await engine.open(salesDatabase(store, month));
  const facts: BalanceFact[] = [];
  for (const type of BALANCE_FACT_TYPES) facts.push(...(await database.range(rangeOf(type))).flatMap(factOf));
  return facts;
}

/** Receipts by id, wherever in the shop's months they lie. */
async function receiptsOf(engine: Engine, store: string, ids: readonly string[]): Promise<Receipt[]> {
  if (ids.length === 0) return [];
  const found: Receipt[] = [];
  for (const month of await monthsOf(engine, store)) {
    const docs = await (await engine.open(salesDatabase(store, month))).range({ keys: ids });
    found.push(...docs.flatMap(factOf).filter(isReceipt));
  }
  return found;
}

/** What a month moved, as its database says at `seq` (`null`: there is none); `empty` where it holds no such fact. */
export async function monthMovement(
  engine: Engine,
  store: string,
  month: string,
): Promise<{ moved: Balance; seq: Seq | null; empty: boolean }> {
  const name = salesDatabase(store, month);
  const seq = (await engine.exists(name)) ? (await (await engine.open(name)).info()).seq : null;
  const facts = await monthFacts(engine, store, month);
  const elsewhere = await receiptsOf(engine, store, receiptsElsewhere(facts));
  return { moved: movementOf(facts, elsewhere), seq, empty: facts.length === 0 };
}
