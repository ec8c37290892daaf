import { recoveryIdOf } from '../../design/databases.ts';
import type { Recovery } from '../../design/documents/facts.ts';
import type { JournalRow } from '../../design/fiscal/journal-copy.ts';
import { revisionOf } from '../../design/fiscal/revision.ts';
import type { DocumentInput } from '../engine/engine.ts';

/** A fact that travels in a journal row. */
export type JournalFact = NonNullable<JournalRow['sale'] | JournalRow['result'] | JournalRow['event'] | JournalRow['cash']>;

/** What the gateway composed and the till writes too: fiscal result, shift event, cash movement. */
export const composedOf = (row: JournalRow): JournalFact[] => [row.result, row.event, row.cash].filter((doc) => doc !== null);

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
