import { parseDatabaseName, salesDatabase, storeDatabase } from '../../design/databases.ts';
import type { StockMovement } from '../../design/documents/facts.ts';
import { openingCorrection, type Opening } from '../../design/documents/opening.ts';
import { upgrade } from '../../design/documents/upgrade.ts';
import { RECEIPT_TYPES, type Receipt } from '../../design/folds/movement.ts';
import { openingBalance } from '../../design/folds/opening.ts';
import { rangeOf } from '../../design/ids.ts';
import { FloorLedger } from '../../design/stock/floor-ledger.ts';
import type { Engine } from '../engine/engine.ts';

const PAGE = 500;

/** The sales floor of a shop with what has happened to it since its newest sealed opening. */
export interface ShopFloor {
  readonly ledger: FloorLedger;
  readonly papers: readonly StockMovement[];
  /** The month database that the opening begins: what lies in an older one is in the opening already. Empty: there is none. */
  readonly from: string;
}

/** Reads the whole floor of a shop: its newest opening and the facts since. */
export async function readFloor(engine: Engine, store: string): Promise<ShopFloor> {
  const ledger = new FloorLedger();
  const papers: StockMovement[] = [];
  const database = await engine.open(storeDatabase(store));
  const openings = (await database.range(rangeOf('opening'))) as unknown as Opening[];
  const corrections = (await database.range(rangeOf('opening-correction'))).flatMap(
    (doc) => openingCorrection.safeParse(doc).data ?? [],
  );
  const newest = openings
    .map(({ month }) => month)
    .sort()
    .at(-1);
  if (newest !== undefined) ledger.begin(openingBalance(openings, corrections, newest)!.stock);
  const from = newest === undefined ? '' : salesDatabase(store, newest);
  for (const name of (await engine.list()).filter((one) => isSalesOf(one, store) && one >= from)) {
    for await (const fact of factsOf(engine, name)) {
      ledger.take(fact);
      if (fact.type === 'stock-movement') papers.push(fact);
    }
    const results = await engine.open(name);
    for (const { _id } of await results.range(rangeOf('fiscal-result'))) ledger.takeResult(_id);
  }
  return { ledger, papers, from };
}

export function isSalesOf(name: string, store: string): boolean {
  const parts = parseDatabaseName(name);
  return parts?.kind === 'sales' && parts.store === store;
}

async function* factsOf(engine: Engine, name: string): AsyncGenerator<Receipt | StockMovement> {
  const database = await engine.open(name);
  for (const type of [...RECEIPT_TYPES, 'stock-movement']) {
    let { startkey } = rangeOf(type);
    for (;;) {
      const docs = await database.range({ startkey, endkey: rangeOf(type).endkey, limit: PAGE });
      for (const doc of docs) {
        const { doc: current, newer } = upgrade(doc as never);
        if (!newer) yield current;
      }
      if (docs.length < PAGE) break;
      startkey = `${docs.at(-1)!._id}\u0000`;
    }
  }
}
