import { CONTROL, COSTS, PRODUCTS } from '../../design/databases.ts';
import type { Cost, Product } from '../../design/documents/catalogue.ts';
import { DomainError } from '../../design/errors.office.ts';
import { rangeOf } from '../../design/ids.ts';
import type { ProductChange, ProductPatch } from '../../design/import/checked-row.ts';
import type { ImportJob } from '../../design/import/job.ts';
import { fromHistory } from '../../design/import/take-back.ts';
import { jobNoteIds } from '../catalogue/back-office/change-log.store.ts';
import type { Database, Engine, StoredDocument } from '../engine/engine.ts';
import type { JobStore } from './jobs.store.ts';

export const isDamaged = (error: unknown): boolean => error instanceof DomainError && error.code === 'IMPORT_PIECE_DAMAGED';

const PAGE = 500;

/**
 * What a job has written besides its whole pieces, told by its stamp in the articles and by the history of those it changed, which was
 * written before them: enough to take it back. An article of a damaged piece that was never written is left as it is.
 */
export async function* notedChanges(
  { engine, jobs }: { readonly engine: Engine; readonly jobs: Pick<JobStore, 'piece'> },
  job: ImportJob,
  whole: ImportJob['pieces'],
): AsyncGenerator<readonly ProductChange[]> {
  const stamp = job.stamp!;
  const known = new Set<string>();
  for (const named of whole) for (const { sku } of await jobs.piece(named)) known.add(sku);
  /** Written by the job; `true`: made by it. */
  const made = new Map<string, boolean>();
  for await (const docs of pages(await engine.open(COSTS), 'cost')) {
    for (const { sku, stamps } of docs as unknown as Cost[])
      if (stamps['cost'] === stamp && !known.has(sku)) made.set(sku, false);
  }
  for await (const docs of pages(await engine.open(PRODUCTS), 'product')) {
    for (const { sku, stamps } of docs as unknown as Product[]) {
      if (Object.values(stamps).includes(stamp) && !known.has(sku)) made.set(sku, stamps['sku'] === stamp);
    }
  }
  const skus = [...made.keys()];
  const control = await engine.open(CONTROL);
  for (let from = 0; from < skus.length; from += PAGE) {
    const part = skus.slice(from, from + PAGE);
    const changed = part.filter((sku) => !made.get(sku));
    const notes = await control.range({ keys: jobNoteIds(changed, stamp) });
    yield [...part.filter((sku) => made.get(sku)).map(creationOf), ...notes.map((note) => updateOf(note as unknown as Note))];
  }
}

/** Taking it back asks only whose it is. */
const creationOf = (sku: string): ProductChange => ({
  ...{ sku, row: 0, what: 'create', before: null, after: {}, stock: null, held: [] },
});

interface Note {
  readonly sku: string;
  readonly fields: Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;
}

function updateOf({ sku, fields }: Note): ProductChange {
  const side = (which: 'from' | 'to'): ProductPatch =>
    Object.fromEntries(Object.entries(fields).map(([field, values]) => [field, fromHistory(field, values[which])]));
  return { sku, row: 0, what: 'update', before: side('from'), after: side('to'), stock: null, held: [] };
}

async function* pages(database: Database, type: string): AsyncGenerator<StoredDocument[]> {
  let { startkey } = rangeOf(type);
  const { endkey } = rangeOf(type);
  for (;;) {
    const page = await database.range({ startkey, endkey, limit: PAGE });
    yield page;
    if (page.length < PAGE) return;
    startkey = `${page.at(-1)!._id}\u0000`;
  }
}
