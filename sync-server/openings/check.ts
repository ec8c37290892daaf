import { parseDatabaseName, storeDatabase } from '../../design/databases.ts';
import { openingCorrection, type Opening } from '../../design/documents/opening.ts';
import { differenceOf, isNothing } from '../../design/folds/balance.ts';
import { isReceipt, movementOf, type BalanceFact } from '../../design/folds/movement.ts';
import { openingBalance } from '../../design/folds/opening.ts';
import { rangeOf } from '../../design/ids.ts';
import type { Engine } from '../engine/engine.ts';
import { monthFacts, monthsOf } from './month-facts.ts';

/** An opening that is not what all facts before it come to. Names no client: `parts` are stock, cash, deposits. */
export interface OpeningFault {
  readonly store: string;
  readonly month: string;
  readonly parts: readonly string[];
}

/**
 * Every sealed opening of every shop (or of one) against the naive fold over all its facts from the beginning; for `npm run verify`. Reads each
 * month once; what came within the last moments and is not worked through yet shows as a fault.
 */
export async function checkOpenings(engine: Engine, only?: string): Promise<{ checked: number; faults: OpeningFault[] }> {
  const stores = (await engine.list()).map(parseDatabaseName).filter((name) => name?.kind === 'store');
  const faults: OpeningFault[] = [];
  let checked = 0;
  for (const { store } of stores as { store: string }[]) {
    if (only !== undefined && store !== only) continue;
    const database = await engine.open(storeDatabase(store));
    const openings = (await database.range(rangeOf('opening'))) as unknown as Opening[];
    const corrections = (await database.range(rangeOf('opening-correction'))).flatMap(
      (doc) => openingCorrection.safeParse(doc).data ?? [],
    );
    const facts = new Map<string, BalanceFact[]>();
    for (const month of openings.length === 0 ? [] : await monthsOf(engine, store)) {
      facts.set(month, await monthFacts(engine, store, month));
    }
    const receipts = [...facts.values()].flat().filter(isReceipt);
    for (const { month } of openings) {
      const before = [...facts].flatMap(([one, list]) => (one < month ? list : []));
      const difference = differenceOf(openingBalance(openings, corrections, month)!, movementOf(before, receipts));
      checked += 1;
      if (isNothing(difference)) continue;
      const parts = (['stock', 'cash', 'deposits'] as const).filter((part) => Object.keys(difference[part]).length > 0);
      faults.push({ store, month, parts });
    }
  }
  return { checked, faults };
}
