import { parseDatabaseName } from '../../design/databases.ts';
import { StockBook } from '../../design/stock/book.ts';
import type { Engine } from '../../sync-server/engine/engine.ts';
import { naiveSums, type StockJournal } from './naive-stock.ts';

const TYPES: ReadonlySet<unknown> = new Set(['sale', 'refund', 'correction', 'fiscal-result', 'stock-movement']);

/**
 * Issue 7: after every test the sum of movements is what a second, naive implementation computes from the journal. The facts are told to
 * the book backwards, too: it must not depend on their order. @throws where the two differ
 */
export function assertNaiveSums(journal: StockJournal, whose: string): void {
  const naive = naiveSums(journal);
  for (const facts of [journal, [...journal].reverse()]) {
    const book = new StockBook();
    for (const fact of facts) {
      if (fact.type === 'fiscal-result') book.takeResult(fact._id);
      else book.take(fact);
    }
    const wrong = [...naive].flatMap(([key, sum]) => {
      const at = key.indexOf(' ');
      const held = book.at(key.slice(0, at), key.slice(at + 1));
      return held === sum ? [] : [`${key}: ${held}, naively ${sum}`];
    });
    for (const place of new Set([...naive.keys()].map((key) => key.slice(0, key.indexOf(' '))))) {
      for (const [sku, held] of book.articles(place))
        if (!naive.has(`${place} ${sku}`)) wrong.push(`${place} ${sku}: ${held}, naively nothing`);
    }
    if (wrong.length > 0) throw new Error(`stock of ${whose} is not the sum of its journal\n${wrong.slice(0, 20).join('\n')}`);
  }
}

/** The same for every shop that a server knows, over all its months. */
export async function assertNaiveStock(engine: Engine): Promise<void> {
  const journals = new Map<string, StockJournal[number][]>();
  for (const name of await engine.list()) {
    const parsed = parseDatabaseName(name);
    if (parsed?.kind !== 'sales') continue;
    const facts = (await (await engine.open(name)).range({})).filter(({ type }) => TYPES.has(type));
    journals.set(parsed.store!, [...(journals.get(parsed.store!) ?? []), ...(facts as unknown as StockJournal)]);
  }
  for (const [store, journal] of journals) assertNaiveSums(journal, store);
}
