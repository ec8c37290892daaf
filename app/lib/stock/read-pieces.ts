import { resultIdOf } from '$design/databases.ts';
import type { Receipt, StockMovement } from '$design/documents/facts.ts';
import { rangeOf } from '$design/ids.ts';
import { PieceLedger } from '$design/stock/pieces.ts';
import type { Databases } from '../storage/databases.ts';

const FACTS = ['stock-movement', 'sale', 'refund'] as const;
const PORTION = 200;

/**
 * The ways of single pieces as far as this device's months tell them; read when somebody asks, in portions. What came before those months
 * and has not moved since is not among them.
 */
export async function readPieces(databases: Pick<Databases, 'range' | 'ids'>, months: readonly string[]): Promise<PieceLedger> {
  const ledger = new PieceLedger();
  for (const name of months) {
    // A receipt that was never made, or was voided, took no piece.
    const results = rangeOf('fiscal-result');
    const made = new Set(await databases.ids(name, results.startkey, results.endkey));
    for (const type of FACTS) {
      const { startkey, endkey } = rangeOf(type);
      let from = startkey;
      for (;;) {
        const facts = await databases.range<Receipt | StockMovement>(name, from, endkey, { limit: PORTION });
        for (const fact of facts) if (fact.type === 'stock-movement' || made.has(resultIdOf(fact._id))) ledger.take(fact);
        if (facts.length < PORTION) break;
        from = `${facts.at(-1)!._id}\u0000`;
      }
    }
  }
  return ledger;
}
