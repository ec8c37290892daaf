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

export interface JournalStore {
  /** Stores what is new, durably, and says up to which seq of this batch everything is held. */
  keep(from: { pos: string; store: string }, rows: readonly ArrivedRow[], received: number): Promise<number>;
  /** Rows in the order of arrival, after a sequence of the database. */
  after(since: Seq, limit: number): Promise<{ rows: StoredRow[]; lastSeq: Seq }>;
  get(id: string): Promise<StoredRow | null>;
}

const idOf = (pos: string, seq: number): string => `journal-row:${pos}:${String(seq).padStart(12, '0')}`;
const heldId = (pos: string): string => `journal-held:${pos}`;
const digestOf = (row: unknown): string => createHash('sha256').update(canonicalJson(row)).digest('hex').slice(0, 32);

export async function createJournalStore(engine: Engine): Promise<JournalStore> {
  const journal = await engine.open(JOURNAL);
  /** Till → every seq up to here is held; kept as `journal-held:<till>`, so that a start need not read the whole journal. */
  const held = new Map<string, { seq: number; rev: string | undefined }>();

  async function heldOf(pos: string): Promise<{ seq: number; rev: string | undefined }> {
    let known = held.get(pos);
    if (!known) {
      const doc = await journal.get(heldId(pos));
      known = { seq: Number(doc?.['seq'] ?? 0), rev: doc?._rev };
      held.set(pos, known);
    }
    return known;
  }

  async function holdUpTo(pos: string, seq: number): Promise<void> {
    const { seq: before, rev } = await heldOf(pos);
    if (seq === before) return;
    const doc = { _id: heldId(pos), type: 'journal-held', schema: 1, pos, seq, ...(rev === undefined ? {} : { _rev: rev }) };
    const written = await journal.put(doc);
    held.set(pos, { seq, rev: written.rev ?? rev });
  }

  return {
    async keep(from, rows, received) {
      let { seq: upTo } = await heldOf(from.pos);
      const docs = rows.map((row) => ({
        _id: idOf(from.pos, row.seq),
        type: 'journal-row',
        schema: 1,
        ...from,
        received,
        digest: digestOf(row),
        row,
      }));
      const written = docs.length === 0 ? [] : await journal.bulk(docs);
      const repeats = docs.filter((_, i) => !written[i]!.ok);
      if (repeats.length > 0) await keepOthers(journal, repeats);
      const known = new Set(rows.map((row) => row.seq));
      while (known.has(upTo + 1) || (rows.length > 0 && (await journal.get(idOf(from.pos, upTo + 1))))) upTo += 1;
      await holdUpTo(from.pos, upTo);
      await journal.flush?.();
      // A re-installed gateway counts from 1 again: it must not hear that rows are held which it has yet to send.
      return rows.length === 0 ? upTo : Math.min(upTo, Math.max(...known));
    },
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
