import { CONTROL, JOURNAL } from '../../design/databases.ts';
import { journalRow } from '../../design/fiscal/journal-copy.ts';
import { rangeOf } from '../../design/ids.ts';
import { EMPTY_LEDGER, noteRow, seen, type TillLedger } from '../../design/reconcile/till-ledger.ts';
import type { Engine, StoredDocument } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import type { Homes } from '../homes/homes.ts';
import { storedRow } from '../journal/journal.store.ts';
import { composedOf } from '../journal/placing.ts';

const PAGE = 500;

interface Held {
  readonly doc: StoredDocument | null;
  ledger: TillLedger;
  store: string;
}

/**
 * The ledgers of C-42, `till-ledger:<till>` in `control`, brought up to date with the journal's copy from a cursor. A row worked through
 * twice says the same (till-ledger.ts), so a kill between ledger and cursor loses nothing.
 */
export async function updateLedgers(engine: Engine, homes: Pick<Homes, 'placeOf'>): Promise<Map<string, Held>> {
  const cursors = createCursors(engine, 'c42');
  const [journal, control] = [await engine.open(JOURNAL), await engine.open(CONTROL)];
  const tills = new Map<string, Held>();
  for (const doc of await control.range(rangeOf('till-ledger'))) {
    const { pos, store, ledger } = doc as unknown as { pos: string; store: string; ledger: TillLedger };
    tills.set(pos, { doc, store, ledger });
  }
  for (;;) {
    const since = await cursors.of(JOURNAL);
    const { rows, lastSeq } = await journal.changes({ since, limit: PAGE, includeDocs: true });
    if (lastSeq === since) break;
    const touched = new Set<string>();
    for (const { doc } of rows) {
      const stored = storedRow.safeParse(doc).data;
      const row = stored && journalRow.safeParse(stored.row).data;
      if (!stored || !row) continue;
      const [fact] = composedOf(row);
      const place = fact ? await homes.placeOf(fact, stored.store) : null;
      const till = tills.get(stored.pos) ?? { doc: null, ledger: EMPTY_LEDGER, store: stored.store };
      tills.set(stored.pos, till);
      till.ledger = noteRow(till.ledger, row, place?.database ?? null);
      till.store = stored.store;
      touched.add(stored.pos);
    }
    await settleExpected(engine, tills, touched);
    for (const pos of touched) await save(engine, pos, tills);
    await cursors.move(JOURNAL, lastSeq);
  }
  await settleExpected(engine, tills, new Set(tills.keys()));
  for (const pos of tills.keys()) await save(engine, pos, tills);
  return tills;
}

/** Strikes out what has been found in its database. */
async function settleExpected(engine: Engine, tills: Map<string, Held>, which: ReadonlySet<string>): Promise<void> {
  for (const pos of which) {
    const till = tills.get(pos)!;
    const byDatabase = Map.groupBy(Object.entries(till.ledger.expected), ([, { database }]) => database);
    for (const [name, entries] of byDatabase) {
      if (!(await engine.exists(name))) continue;
      const docs = await (await engine.open(name)).range({ keys: entries.map(([id]) => id) });
      till.ledger = seen(till.ledger, new Set(docs.map(({ _id }) => _id)));
    }
  }
}

async function save(engine: Engine, pos: string, tills: Map<string, Held>): Promise<void> {
  const { doc, ledger, store } = tills.get(pos)!;
  if (doc && JSON.stringify(doc['ledger']) === JSON.stringify(ledger)) return;
  const next = { _id: `till-ledger:${pos}`, type: 'till-ledger', schema: 1, pos, store, ledger };
  const result = await (await engine.open(CONTROL)).put(doc ? { ...next, _rev: doc._rev } : next);
  if (!result.ok) throw new Error(`${result.id}: ${result.error}`);
  tills.set(pos, { doc: { ...next, _rev: result.rev! }, ledger, store });
}
