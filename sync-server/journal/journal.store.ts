import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../design/canonical-json.ts';
import { JOURNAL } from '../../design/databases.ts';
import type { Database, Engine, Seq, StoredDocument } from '../engine/engine.ts';

/** A row as it arrived, kept whatever it holds: what cannot be understood today must not hold up what follows it. */
export const arrivedRow = z.looseObject({ seq: z.int().min(1).max(999_999_999_999) });
export type ArrivedRow = z.infer<typeof arrivedRow>;

/** `journal-row:<till>:<seq>` in the private `journal`. */
export const storedRow = z.object({
  _id: z.string(),
  pos: z.string(),
  store: z.string(),
  received: z.number(),
  digest: z.string(),
  row: arrivedRow,
});
export type StoredRow = z.infer<typeof storedRow>;

export interface Arrival {
  readonly pos: string;
  readonly store: string;
  /** Epoch ms. */
  readonly received: number;
  /** The oldest row that the gateway still keeps: what is missing before it nobody has any more. */
  readonly first?: number | undefined;
}

export interface JournalStore {
  /** Stores what is new, durably, and says up to which seq of this batch everything is held. */
  keep(from: Arrival, rows: readonly ArrivedRow[]): Promise<{ acknowledged: number; lost: { from: number; to: number } | null }>;
  /** Up to which seq everything of this till is held. */
  held(pos: string): Promise<number>;
  /** Rows in the order of arrival, after a sequence of the database. */
  after(since: Seq, limit: number): Promise<{ rows: StoredRow[]; lastSeq: Seq }>;
  /** The database's own sequence: a cursor beyond it belongs to a database that is no more. */
  end(): Promise<Seq>;
  get(id: string): Promise<StoredRow | null>;
}

const RUN_PAGE = 200;
const idOf = (pos: string, seq: number): string => `journal-row:${pos}:${String(seq).padStart(12, '0')}`;
const heldId = (pos: string): string => `journal-held:${pos}`;
const digestOf = (row: unknown): string => createHash('sha256').update(canonicalJson(row)).digest('hex').slice(0, 32);

export async function createJournalStore(engine: Engine): Promise<JournalStore> {
  const journal = await engine.open(JOURNAL);

  /**
   * Every seq of a till up to here is held; kept as `journal-held:<till>`, so that nobody need read the whole journal. Read anew each
   * time: another server on the same CouchDB writes it too, and a restored database says less than it did.
   */
  async function heldOf(pos: string): Promise<{ seq: number; rev: string | undefined }> {
    const doc = await journal.get(heldId(pos));
    return { seq: Number(doc?.['seq'] ?? 0), rev: doc?._rev };
  }

  async function holdUpTo(pos: string, seq: number, before: { seq: number; rev: string | undefined }): Promise<void> {
    if (seq === before.seq) return;
    const doc = { _id: heldId(pos), type: 'journal-held', schema: 1, pos, seq };
    // A conflict: the other server has just written it. The next batch finds what lies behind either.
    await journal.put(before.rev === undefined ? doc : { ...doc, _rev: before.rev });
  }

  /** The end of the unbroken run of stored rows that begins after `seq`. */
  async function runAfter(pos: string, seq: number): Promise<number> {
    let upTo = seq;
    for (;;) {
      const page = await journal.range({ startkey: idOf(pos, upTo + 1), endkey: idOf(pos, upTo + RUN_PAGE) });
      const before = upTo;
      for (const { _id } of page) if (_id === idOf(pos, upTo + 1)) upTo += 1;
      if (upTo - before < RUN_PAGE) return upTo;
    }
  }

  return {
    async keep({ received, first = 1, ...from }, rows) {
      const before = await heldOf(from.pos);
      const docs = rows.map((row) => ({
        _id: idOf(from.pos, row.seq),
        type: 'journal-row',
        schema: 1,
        pos: from.pos,
        store: from.store,
        received,
        digest: digestOf(row),
        row,
      }));
      const written = docs.length === 0 ? [] : await journal.bulk(docs);
      const repeats = docs.filter((_, i) => !written[i]!.ok);
      if (repeats.length > 0) await keepOthers(journal, repeats);
      const known = new Set(rows.map((row) => row.seq));
      let upTo = before.seq;
      while (known.has(upTo + 1)) upTo += 1;
      if (rows.length > 0) upTo = await runAfter(from.pos, upTo);
      // What aged out at the gateway while the server did not have it (both lost a disk, or a backup was too old) never comes.
      const lost = rows.length > 0 && upTo < first - 1 ? { from: upTo + 1, to: first - 1 } : null;
      if (lost) upTo = await runAfter(from.pos, lost.to);
      await holdUpTo(from.pos, upTo, before);
      await journal.flush?.();
      // A re-installed gateway counts from 1 again: it must not hear that rows are held which it has yet to send.
      return { acknowledged: rows.length === 0 ? upTo : Math.min(upTo, Math.max(...known)), lost };
    },
    held: async (pos) => (await heldOf(pos)).seq,
    end: async () => (await journal.info()).seq,
    async after(since, limit) {
      const { rows, lastSeq } = await journal.changes({ since, limit, includeDocs: true });
      return { rows: rows.flatMap(({ doc }) => rowOf(doc) ?? []), lastSeq };
    },
    get: async (id) => rowOf(await journal.get(id)),
  };
}

/** The same seq with another content (a journal that was begun anew) is kept beside the first; a mere repeat is nothing new. */
async function keepOthers(
  journal: Database,
  docs: readonly { _id: string; digest: string; [field: string]: unknown }[],
): Promise<void> {
  const stored = new Map((await journal.range({ keys: docs.map((doc) => doc._id) })).map((doc) => [doc._id, doc['digest']]));
  const others = docs.filter((doc) => stored.get(doc._id) !== doc.digest);
  if (others.length > 0) await journal.bulk(others.map((doc) => ({ ...doc, _id: `${doc._id}:${doc.digest}` })));
}

function rowOf(doc: StoredDocument | null): StoredRow | null {
  if (!doc || !doc._id.startsWith('journal-row:')) return null;
  return storedRow.safeParse(doc).data ?? null;
}
