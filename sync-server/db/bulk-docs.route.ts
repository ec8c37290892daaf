import { z } from 'zod';
import type { Device } from '../../design/documents/people.ts';
import { ERRORS, type ErrorCode } from '../../design/errors.ts';
import { typeOfId } from '../../design/ids.ts';
import { DOCUMENT_LIMIT } from '../../design/sync/limits.ts';
import type { DocumentInput, WriteResult } from '../engine/engine.ts';
import { domainErrorOf } from '../http/problems.ts';
import { perKey } from './in-turn.ts';
import { judgeRow, type Judgement, type RowContext } from './row-check.ts';
import type { ReplicationStore } from './replication.ts';
import { isSigned, judgeStored, rewritesSigned, rootToKnow } from './stored-check.ts';

const body = z.object({ docs: z.array(z.record(z.string(), z.unknown())).max(1_000), new_edits: z.boolean().default(true) });

/** A row as CouchDB answers it, with what our app reads beside (`name` is what makes PouchDB say "denied"). */
export type BulkRow =
  | { readonly ok: true; readonly id: string; readonly rev: string }
  | {
      readonly id: string;
      readonly rev?: string;
      readonly error: string;
      readonly name: string;
      readonly status: number;
      readonly reason: string;
      readonly code?: ErrorCode;
    };

export interface BulkDocsDeps {
  readonly store: ReplicationStore;
  contextOf(database: string, device: Pick<Device, 'number' | 'store' | 'till'>): Promise<RowContext>;
  /** Facts that were stored although something about them is odd. */
  flagged(database: string, facts: readonly { doc: DocumentInput; reasons: readonly string[] }[]): Promise<void>;
  /** Types that this device may write; absent: all that devices write. */
  readonly writes?: readonly string[] | undefined;
  /** A row was refused; counted, and seen in the log without its body. */
  refused(database: string, code: ErrorCode): void;
}

export const refusal = (id: string, rev: unknown, code: ErrorCode, why: string): BulkRow => ({
  id,
  ...(typeof rev === 'string' ? { rev } : {}),
  error: 'forbidden',
  name: 'forbidden',
  status: 403,
  reason: `${code}: ${why || ERRORS[code].meaning}`,
  code,
});

/** One batch of a database after another. */
const turns = new WeakMap<ReplicationStore, ReturnType<typeof perKey>>();
function inTurn<T>(store: ReplicationStore, name: string, work: () => Promise<T>): Promise<T> {
  const turn = turns.get(store) ?? perKey();
  turns.set(store, turn);
  return turn(name, work);
}

/** `_bulk_docs`: each row judged by itself, refused rows answered as `forbidden` in the order of the request, the rest written. */
export async function writeBulkDocs(
  database: string,
  device: Pick<Device, 'number' | 'store' | 'till'>,
  raw: unknown,
  deps: BulkDocsDeps,
): Promise<BulkRow[]> {
  const request = body.safeParse(raw);
  if (!request.success) throw domainErrorOf(request.error);
  const { docs, new_edits: newEdits } = request.data;
  const context = await deps.contextOf(database, device);
  const rows = await inTurn(deps.store, database, async () => {
    const judged = docs.map((doc) => ({
      doc,
      judgement: tooLarge(doc) ?? notTheirs(doc, deps.writes) ?? judgeRow(doc, newEdits, context),
    }));
    const stored = await storedOf(deps.store, database, judged, newEdits);
    const verdicts = judged.map((row) => verdictOf(row, stored, newEdits, database));
    const accepted = verdicts.flatMap((verdict, at) => (verdict.accept === null ? [] : [{ at, ...verdict.accept }]));
    const written =
      accepted.length === 0
        ? []
        : await deps.store.write(
            database,
            accepted.map((a) => a.doc),
            newEdits,
          );
    const odd = accepted.filter(({ flags }, i) => flags.length > 0 && written[i]!.ok);
    if (odd.length > 0)
      await deps.flagged(
        database,
        odd.map(({ doc, flags }) => ({ doc, reasons: flags })),
      );
    const results = new Map(accepted.map(({ at }, i) => [at, rowOf(written[i]!)]));
    return verdicts.map((verdict, at) => verdict.row ?? results.get(at)!);
  });
  for (const row of rows) if ('code' in row && row.code && row.code !== 'DOCUMENT_CONFLICT') deps.refused(database, row.code);
  // CouchDB lists the failures only when it is given the revisions.
  return rows.filter((row) => newEdits || !('ok' in row));
}

export const bytesOfRow = (doc: object): number => Buffer.byteLength(JSON.stringify(doc));

const tooLarge = (doc: object): Judgement | null =>
  bytesOfRow(doc) > DOCUMENT_LIMIT ? { refuse: 'DOCUMENT_MALFORMED', why: `more than ${DOCUMENT_LIMIT} bytes` } : null;

const notTheirs = ({ _id: id }: { readonly _id?: unknown }, writes: readonly string[] | undefined): Judgement | null =>
  writes === undefined || writes.includes(typeOfId(String(id)))
    ? null
    : { refuse: 'DOCUMENT_NOT_WRITABLE', why: 'not of a type that this device writes' };

interface Judged {
  readonly doc: Readonly<Record<string, unknown>>;
  readonly judgement: Judgement;
}
interface Stored {
  readonly docs: Map<string, Readonly<Record<string, unknown>>>;
  /** `id\nrev` of history roots that the database does not hold. */
  readonly unknownRoots: ReadonlySet<string>;
}
type Verdict =
  | { readonly row: BulkRow; readonly accept: null }
  | { readonly row: null; readonly accept: { readonly doc: DocumentInput; readonly flags: readonly string[] } };

/** What the judgement of each row must know of the database: what lies under its id, and whether its history hangs on something. */
async function storedOf(
  store: ReplicationStore,
  database: string,
  judged: readonly Judged[],
  newEdits: boolean,
): Promise<Stored> {
  const passed = judged.filter(({ judgement }) => judgement.refuse === null);
  const ids = [...new Set(passed.map(({ doc }) => String(doc['_id'])))];
  const docs = new Map<string, Readonly<Record<string, unknown>>>();
  for (let from = 0; from < ids.length; from += 100) {
    for (const [id, doc] of await store.bodies(database, ids.slice(from, from + 100))) {
      docs.set(id, isSigned(doc) ? doc : { _rev: doc._rev, type: doc['type'], store: doc['store'] });
    }
  }
  const roots: Record<string, string[]> = {};
  if (!newEdits) {
    for (const { doc } of passed) {
      const root = rootToKnow(doc);
      if (root !== null) (roots[String(doc['_id'])] ??= []).push(root);
    }
  }
  const missing = Object.keys(roots).length === 0 ? {} : await store.revsDiff(database, roots);
  const unknownRoots = new Set(Object.entries(missing).flatMap(([id, { missing: revs }]) => revs.map((rev) => `${id}\n${rev}`)));
  return { docs, unknownRoots };
}

function verdictOf({ doc, judgement }: Judged, stored: Stored, newEdits: boolean, database: string): Verdict {
  const id = typeof doc['_id'] === 'string' ? doc['_id'] : '';
  const rev = typeof doc['_rev'] === 'string' ? doc['_rev'] : null;
  const no = (code: ErrorCode, why: string): Verdict => ({ row: refusal(id, rev, code, why), accept: null });
  if (judgement.refuse !== null) return no(judgement.refuse, judgement.why);
  const held = stored.docs.get(id);
  if (held && judgement.fact) {
    if (!newEdits && rev !== null && held['_rev'] === rev) return { row: { ok: true, id, rev }, accept: null };
    return no('DOCUMENT_IMMUTABLE', 'a fact has one revision');
  }
  const touched = held ? judgeStored(held, database) : null;
  if (touched !== null) return no(touched, 'what is stored under this id is not the device’s');
  if (held && rewritesSigned(held, doc)) return no('DOCUMENT_IMMUTABLE', 'a signed prescription is corrected by another one');
  const root = newEdits ? null : rootToKnow(doc);
  if (root !== null && stored.unknownRoots.has(`${id}\n${root}`))
    return no('DOCUMENT_MALFORMED', 'a history without its beginning');
  // Two revisions of one new fact, or of one prescription, in the same batch: the second must see the first.
  if (judgement.fact) stored.docs.set(id, { _rev: rev });
  else if (isSigned(doc) && !(held && isSigned(held))) stored.docs.set(id, doc);
  return { row: null, accept: { doc: doc as DocumentInput, flags: judgement.flags } };
}

function rowOf(result: WriteResult): BulkRow {
  if (result.ok) return { ok: true, id: result.id, rev: result.rev ?? '' };
  if (result.error === 'conflict') {
    return {
      id: result.id,
      error: 'conflict',
      name: 'conflict',
      status: 409,
      reason: 'Document update conflict.',
      code: 'DOCUMENT_CONFLICT',
    };
  }
  return refusal(result.id, null, 'DOCUMENT_IMMUTABLE', 'the validator refused it');
}
