import type { LevelDown } from 'leveldown';
import type { RangeQuery, StoredDocument } from './engine.ts';

/** Where PouchDB's adapter keeps what it knows of a document, by id, and the bodies of its revisions, by sequence. */
const DOCUMENTS = 'ÿdocument-storeÿ';
const BODIES = 'ÿby-sequenceÿ';
/** No id lies behind this one in the order of UTF-8's bytes, which is LevelDB's. */
const LAST = '\u{10ffff}';
/** Bodies fetched and parsed at a time: others are served in between. */
const AT_ONCE = 500;
/** Bytes that LevelDB hands over in one go. */
const READ_AHEAD = 256 * 1024;

/** The part of an adapter's metadata that a listing needs; winner and `deleted` are there since PouchDB 6. */
interface Metadata {
  readonly id: string;
  readonly winningRev?: string;
  readonly deleted?: boolean;
  readonly rev_map: Readonly<Record<string, number>>;
}

/** The winning revision of a document that is not deleted. */
export interface Winner {
  readonly _id: string;
  readonly _rev: string;
}

const keyOfBody = (sequence: number): string => BODIES + String(sequence).padStart(16, '0');

const textsOf = (handle: LevelDown, keys: string[]): Promise<(string | undefined)[]> =>
  new Promise((resolve, reject) => {
    handle.getMany(keys, { asBuffer: false }, (error, values) => (error ? reject(error) : resolve(values!)));
  });

async function named(handle: LevelDown, ids: readonly string[]): Promise<Metadata[]> {
  const found: Metadata[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const keys = ids.slice(from, from + AT_ONCE).map((id) => DOCUMENTS + id);
    for (const text of await textsOf(handle, keys)) {
      const metadata = text === undefined ? null : (JSON.parse(text) as Metadata);
      if (metadata && !metadata.deleted) found.push(metadata);
    }
  }
  return found;
}

/** One iterator is one snapshot of LevelDB's. */
function listed(handle: LevelDown, { startkey, endkey, descending = false, limit = Infinity }: RangeQuery): Promise<Metadata[]> {
  const [low, high] = descending ? [endkey, startkey] : [startkey, endkey];
  const bounds = { gte: DOCUMENTS + (low ?? ''), lte: DOCUMENTS + (high ?? LAST), reverse: descending };
  const found: Metadata[] = [];
  if (limit <= 0 || bounds.gte > bounds.lte) return Promise.resolve(found);
  const texts = { keys: false, keyAsBuffer: false, valueAsBuffer: false, highWaterMark: READ_AHEAD };
  const iterator = handle.iterator({ ...bounds, ...texts });
  return new Promise((resolve, reject) => {
    const end = (error?: Error | null): void => iterator.end(() => (error ? reject(error) : resolve(found)));
    const next = (): void => {
      iterator.next((error, _key, value) => {
        if (error || value === undefined) return end(error);
        try {
          const metadata = JSON.parse(value) as Metadata;
          if (!metadata.deleted) found.push(metadata);
        } catch (fault) {
          return end(fault as Error);
        }
        return found.length < limit ? next() : end();
      });
    };
    next();
  });
}

/** As PouchDB hands out a body. */
function documentOf({ id, winningRev }: Metadata, text: string): StoredDocument {
  const doc: StoredDocument = { ...(JSON.parse(text) as object), _id: id, _rev: winningRev! };
  for (const file of Object.values((doc['_attachments'] ?? {}) as Record<string, { stub?: boolean }>)) file.stub = true;
  return doc;
}

/**
 * Winning revisions with their bodies, as `Database.range` answers them, straight from an open LevelDB: two reads for five hundred
 * documents. PouchDB makes an iterator and a stream for every key of `allDocs({ keys })`, and reads the bodies of a range one after another
 * (measured: 10,000 keys 1.5 s against 0.05 s). A body is kept under its sequence and never changes, so what is answered stood together
 * at one moment.
 * @returns `null` where that moment is over: what lay there was replaced and its body removed while this read. Ask again.
 */
export async function readDocuments(handle: LevelDown, query: RangeQuery): Promise<StoredDocument[] | null> {
  const wanted = query.keys ? await named(handle, query.keys) : await listed(handle, query);
  const docs: StoredDocument[] = [];
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const part = wanted.slice(from, from + AT_ONCE);
    if (part.some(({ winningRev, rev_map }) => winningRev === undefined || rev_map[winningRev] === undefined)) return null;
    const keys = part.map(({ winningRev, rev_map }) => keyOfBody(rev_map[winningRev!]!));
    for (const [place, text] of (await textsOf(handle, keys)).entries()) {
      if (text === undefined) return null;
      docs.push(documentOf(part[place]!, text));
    }
  }
  return docs;
}

/** Bodies of the revisions that a database still holds of some documents, by LevelDB's key; they never change while they are there. */
export async function readBodies(handle: LevelDown, ids: readonly string[]): Promise<Map<string, string>> {
  const keys = (await named(handle, ids)).flatMap(({ rev_map }) => Object.values(rev_map).map(keyOfBody));
  const bodies = new Map<string, string>();
  for (const [place, text] of (await textsOf(handle, keys)).entries()) if (text !== undefined) bodies.set(keys[place]!, text);
  return bodies;
}

/** Of documents that are there, which revision wins; deleted ones and those that were never there are left out. */
export async function readWinners(handle: LevelDown, ids: readonly string[]): Promise<Winner[] | null> {
  const found = await named(handle, ids);
  return found.some(({ winningRev }) => winningRev === undefined)
    ? null
    : found.map(({ id, winningRev }) => ({ _id: id, _rev: winningRev! }));
}
