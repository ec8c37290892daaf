import { createHash } from 'node:crypto';
import { CATALOG, CONTROL, COSTS, parseDatabaseName, PRODUCTS } from '../../design/databases.ts';
import type { Conflict } from '../../design/documents/conflict.ts';
import { typeOfId } from '../../design/ids.ts';
import { mergeNotes } from '../../design/merge/note.ts';
import { conflictsOf, recordOf, writesOf } from '../../design/merge/resolution-writes.ts';
import { isErasure, mergeKindOf, resolve, type Resolution } from '../../design/merge/resolve.ts';
import type { ChangeRow, Database, DocumentInput, Engine, Seq, StoredDocument } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import { jsonLog, type Log } from '../log.ts';

const PAGE = 500;
/** Rows that a restart may look at again: saving the cursor for each would be a second write for every write of the shops. */
const ROWS_A_CURSOR = 200;

export interface ResolverOptions {
  readonly log?: Log;
  /** For metrics: a document of this type came together, or could not. */
  readonly counted?: (type: string, outcome: 'merged' | 'erased' | 'deleted' | 'left') => void;
}

/** Databases whose documents several people may write apart from each other. Facts have one revision and cannot conflict. */
export const isMergeable = (name: string): boolean =>
  name === CATALOG || name === PRODUCTS || name === COSTS || parseDatabaseName(name)?.kind === 'store';

const digest = (text: string): Promise<string> => Promise.resolve(createHash('sha256').update(text).digest('hex'));

/**
 * Brings documents with several leaves together (design §4): reads all leaves, merges them, writes the merged revision on the winner and
 * ends the losers in one `_bulk_docs`. What it writes follows from the leaves alone: killed anywhere, or run twice, it comes to the same.
 * The record for people goes first, so that a kill between the two loses none.
 */
export function startResolver(engine: Engine, { log = jsonLog, counted = () => undefined }: ResolverOptions = {}): Follower {
  const cursors = createCursors(engine, 'conflicts');
  const reached = new Map<string, { since: Seq; unsaved: number }>();

  async function work(name: string): Promise<void> {
    const database = await engine.open(name);
    const place = reached.get(name) ?? (await begin(database));
    reached.set(name, place);
    for (;;) {
      const { rows, lastSeq } = await database.changes({ since: place.since, limit: PAGE, leaves: true });
      for (const row of rows) await look(database, row);
      place.since = lastSeq;
      place.unsaved += rows.length;
      if (place.unsaved >= ROWS_A_CURSOR) {
        place.unsaved = 0;
        await cursors.move(name, place.since);
      }
      if (rows.length < PAGE) return;
    }
  }

  /** What an earlier program had to leave alone may be readable by now. */
  async function begin(database: Database): Promise<{ since: Seq; unsaved: number }> {
    const since = await cursors.of(database.name);
    for (const record of await recordsOf(engine, database.name)) {
      if (record.left !== null && record.status === 'open') await settle(database, record.document);
    }
    return { since, unsaved: 0 };
  }

  async function look(database: Database, { id, revs = [], deleted }: ChangeRow): Promise<void> {
    if (mergeKindOf(id) === null) return;
    if (revs.length > 1) await settle(database, id);
    else if (deleted) await forget(database, id, await database.leaves(id));
  }

  async function settle(database: Database, id: string): Promise<void> {
    const leaves = await database.leaves(id);
    const resolution = resolve(leaves, mergeNotes);
    await forget(database, id, leaves);
    if (resolution.kind === 'settled') return;
    await record(database, id, leaves, resolution);
    await mustWrite(database, await writesOf(id, resolution, digest));
    if (resolution.kind !== 'left') await readable(database.name, id);
    counted(typeOfId(id), resolution.kind);
    log(resolution.kind === 'left' ? 'warn' : 'info', 'conflict', {
      database: database.name,
      type: typeOfId(id),
      outcome: resolution.kind,
      leaves: leaves.length,
    });
  }

  async function record(
    database: Database,
    id: string,
    leaves: readonly StoredDocument[],
    resolution: Resolution,
  ): Promise<void> {
    const doc = await recordOf({ id, database: database.name, leaves }, resolution, digest);
    if (doc) await mustWrite(await recordDatabase(engine, database.name), [doc]);
  }

  /** Erased personal data lives on in no record either. */
  async function forget(database: Database, id: string, leaves: readonly StoredDocument[]): Promise<void> {
    if (!leaves.some(isErasure)) return;
    const home = await recordDatabase(engine, database.name);
    for (const { _id, _rev } of await recordsOf(engine, database.name, id)) {
      await home.put({ _id, _rev, _deleted: true, erased: true });
    }
  }

  /** A document that had been left alone is merged now: nobody need look any more. */
  async function readable(name: string, id: string): Promise<void> {
    const home = await recordDatabase(engine, name);
    for (const doc of await recordsOf(engine, name, id)) {
      if (doc.left !== null && doc.status === 'open') await home.put({ ...doc, _id: doc._id, status: 'seen' });
    }
  }

  return startFollower(engine, { what: 'resolver', wants: isMergeable, work, log });
}

/** A shop's records lie beside its documents, for they may quote health data; those of the chain's databases in `control`. */
const recordDatabase = (engine: Engine, name: string): Promise<Database> =>
  engine.open(parseDatabaseName(name)?.kind === 'store' ? name : CONTROL);

/** Records of a database, or of one document in it. */
export async function recordsOf(engine: Engine, name: string, id = ''): Promise<(Conflict & { _rev: string })[]> {
  const startkey = id === '' ? 'conflict:' : conflictsOf(id);
  const found = await (await recordDatabase(engine, name)).range({ startkey, endkey: `${startkey}\ufff0` });
  const records = found as unknown as (Conflict & { _rev: string })[];
  return records.filter(({ database, document }) => database === name && (id === '' || document === id));
}

async function mustWrite(database: Database, docs: readonly object[]): Promise<void> {
  if (docs.length === 0) return;
  const results = await database.bulk(docs as readonly DocumentInput[], { newEdits: false });
  const failed = results.find(({ ok }) => !ok);
  if (failed) throw new Error(`${typeOfId(failed.id)}: ${failed.error}`);
}
