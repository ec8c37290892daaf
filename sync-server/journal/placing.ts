import { parseDatabaseName, recoveryIdOf, salesDatabaseOf } from '../../design/databases.ts';
import type { Recovery } from '../../design/documents/facts.ts';
import type { JournalRow } from '../../design/fiscal/journal-copy.ts';
import { revisionOf } from '../../design/fiscal/revision.ts';
import { addMonths, localMonth } from '../../design/time/local-time.ts';
import type { DocumentInput } from '../engine/engine.ts';

export interface Placed {
  readonly database: string;
  readonly doc: DocumentInput;
}

type Fact = NonNullable<JournalRow['sale'] | JournalRow['result'] | JournalRow['event'] | JournalRow['cash']>;

/** How far back (months) a shift may lie that the server still opens a database for. Older or future ones are a broken clock. */
const MONTHS_BACK = 24;

/** The database of a fact of this shop, `null` where the document names another shop or an impossible month. */
export function placeOf(fact: Fact, store: string, timeZone: string, now: number): string | null {
  if (fact.store !== store) return null;
  const database = salesDatabaseOf(fact, timeZone);
  const month = parseDatabaseName(database)?.month;
  const today = localMonth(now, timeZone);
  if (!month || month < addMonths(today, -MONTHS_BACK) || month > addMonths(today, 2)) return null;
  return database;
}

/** What the gateway composed and the till writes too: fiscal result, shift event, cash movement. */
export const composedOf = (row: JournalRow): Fact[] => [row.result, row.event, row.cash].filter((doc) => doc !== null);

/**
 * The mark that a sale came from the gateway's journal. Made of the sale alone, so that two attempts write the same revision.
 * `md5Hex` is CouchDB's own hash for revisions.
 */
export function recoveryOf(sale: NonNullable<JournalRow['sale']>, at: number, md5Hex: (text: string) => string): DocumentInput {
  const body: Omit<Recovery, '_rev'> = {
    _id: recoveryIdOf(sale._id),
    type: 'recovery',
    schema: 1,
    hlc: sale.hlc,
    by: null,
    pos: sale.pos,
    store: sale.store,
    sale: sale._id,
    shift: sale.shift,
    at,
  };
  return { ...body, _rev: revisionOf(body, md5Hex) };
}
