import { storeDatabase } from '../../design/databases.ts';
import type { Balance, Opening, OpeningCorrection } from '../../design/documents/opening.ts';
import { isReceipt, receiptsElsewhere, type BalanceFact } from '../../design/folds/movement.ts';
import { openingBalance } from '../../design/folds/opening.ts';
import { rangeOf } from '../../design/ids.ts';
import { openingBefore } from '../../design/stock-take/opening-before.ts';
import type { Engine } from '../engine/engine.ts';
import { monthFacts, monthsOf } from '../openings/month-facts.ts';

/** The books of a shop with every instant from `since` on told apart: an opening of before it, and all facts from that opening on. */
export interface FactsSince {
  readonly opening: Balance['stock'];
  /** Receipts of results that lie in another month are among them. */
  readonly facts: readonly BalanceFact[];
}

/** @param since epoch ms; an opening that may hold what was sold after it is not taken. */
export async function factsSince(engine: Engine, store: string, since: number): Promise<FactsSince> {
  const database = await engine.open(storeDatabase(store));
  const openings = (await database.range(rangeOf('opening'))) as unknown as Opening[];
  const corrections = (await database.range(rangeOf('opening-correction'))) as unknown as OpeningCorrection[];
  const newest = openingBefore(
    openings.map(({ month }) => month),
    since,
  );
  const opening = newest === null ? {} : openingBalance(openings, corrections, newest)!.stock;
  const months = await monthsOf(engine, store);
  const facts: BalanceFact[] = [];
  for (const one of months.filter((name) => newest === null || name >= newest)) {
    facts.push(...(await monthFacts(engine, store, one)));
  }
  const elsewhere = new Set(receiptsElsewhere(facts));
  for (const one of elsewhere.size === 0 ? [] : months) {
    facts.push(...(await monthFacts(engine, store, one)).filter(isReceipt).filter(({ _id: id }) => elsewhere.has(id)));
  }
  return { opening, facts };
}
