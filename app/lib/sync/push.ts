import type { LocalDatabase } from '../storage/database.types.ts';
import type { Acknowledgements } from './acknowledgements.ts';
import { codeOfRow, isRefusal, type Ledger, type RefusedRow } from './ledger.ts';
import type { PushSize } from './push-size.ts';
import { ServerError } from './server-error.ts';

/** Documents asked for in one `_revs_diff`. */
const ASKED = 500;
/** Refused documents offered again in one push: the rest waits for the next one. */
const OFFERED_AGAIN = 100;

interface Revision {
  readonly id: string;
  readonly rev: string;
}
type Body = Record<string, unknown> & { _id: string; _rev: string };
interface Bulk {
  results: { id: string; docs: ({ ok: Body } | { error: unknown })[] }[];
}

export interface PushDeps {
  readonly database: string;
  readonly local: LocalDatabase;
  readonly remote: LocalDatabase;
  readonly acknowledged: Acknowledgements;
  readonly ledger: Ledger;
  readonly size: PushSize;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Called after each request. */
  readonly onProgress: () => void;
}

export interface Pushed {
  readonly written: number;
  readonly refused: number;
}

/**
 * Pushes what the server lacks: asks by `_revs_diff`, sends the very revisions by `_bulk_docs` (`new_edits: false`). The steps of
 * CouchDB's protocol, done here rather than by `replicate.to`, because that one moves its checkpoint past a refused document and
 * ends "complete" (offline.md, finding 1). A document refused before is offered again as the ledger says.
 * @throws ServerError where the server does not answer or the token is not valid: nothing counts as refused then
 */
export async function pushDatabase(deps: PushDeps): Promise<Pushed> {
  const { database, ledger } = deps;
  const { list } = await deps.acknowledged.candidates(database, deps.local);
  await dropSettled(deps, new Map(list.map(({ id, revs }) => [id, revs])));
  const revisions = list.flatMap(({ id, revs }) => revs.map((rev) => ({ id, rev })));
  const fresh = revisions.filter((one) => !ledger.has({ database, ...one }));
  const again = revisions.filter((one) => ledger.has({ database, ...one }) && ledger.mayOffer({ database, ...one }, deps.now()));
  // What was never offered goes first: old refusals must not hold up a sale.
  const offered = [...fresh, ...again.slice(0, OFFERED_AGAIN)];
  let written = 0;
  let refused = 0;
  for (let from = 0; from < offered.length; from += ASKED) {
    const outcome = await pushSome(deps, offered.slice(from, from + ASKED));
    written += outcome.written;
    refused += outcome.refused;
  }
  if (written > 0) await deps.acknowledged.candidates(database, deps.local);
  return { written, refused };
}

/** Entries of revisions that were superseded or have arrived by another way. */
async function dropSettled({ database, ledger }: PushDeps, open: ReadonlyMap<string, readonly string[]>): Promise<void> {
  await ledger.drop(ledger.of(database).filter(({ id, rev }) => !open.get(id)?.includes(rev)));
}

async function pushSome(deps: PushDeps, revisions: readonly Revision[]): Promise<Pushed> {
  deps.signal.throwIfAborted();
  const asked: Record<string, string[]> = {};
  for (const { id, rev } of revisions) (asked[id] ??= []).push(rev);
  const missing = await deps.remote.revsDiff(asked);
  deps.onProgress();
  const lacks = ({ id, rev }: Revision): boolean => missing[id]?.missing?.includes(rev) ?? false;
  await settle(
    deps,
    revisions.filter((one) => !lacks(one)),
  );
  const wanted = revisions.filter(lacks);
  let written = revisions.length - wanted.length;
  let refused = 0;
  for (let from = 0; from < wanted.length;) {
    deps.signal.throwIfAborted();
    const some = wanted.slice(from, from + deps.size.documents);
    const outcome = await send(deps, await bodies(deps.local, some));
    written += outcome.written;
    refused += outcome.refused;
    from += some.length;
  }
  return { written, refused };
}

/** The revisions as they are here; one that was superseded a moment ago is left to the next look. */
async function bodies(local: LocalDatabase, revisions: readonly Revision[]): Promise<Body[]> {
  const bulk = (await local.bulkGet({ docs: [...revisions], revs: true })) as unknown as Bulk;
  return bulk.results.flatMap((row) => row.docs.flatMap((doc) => ('ok' in doc ? [doc.ok] : [])));
}

/** Sends them in requests that the line and the server take: halved where a request was too large, down to a single document. */
async function send(deps: PushDeps, docs: readonly Body[]): Promise<Pushed> {
  if (docs.length === 0) return { written: 0, refused: 0 };
  const cut = deps.size.firstOf(docs);
  if (cut < docs.length) return both(await send(deps, docs.slice(0, cut)), () => send(deps, docs.slice(cut)));
  deps.signal.throwIfAborted();
  let rows: readonly RefusedRow[];
  try {
    rows = (await deps.remote.bulkDocs([...docs] as never, { new_edits: false })) as unknown as RefusedRow[];
  } catch (error) {
    if (deps.size.learn(error, docs.length) !== 'too-large') throw error;
    if (docs.length === 1) return refuse(deps, [{ id: docs[0]!._id, rev: docs[0]!._rev, code: 'BODY_TOO_LARGE' }]);
    const half = Math.ceil(docs.length / 2);
    return both(await send(deps, docs.slice(0, half)), () => send(deps, docs.slice(half)));
  }
  deps.size.learn(null, docs.length);
  deps.onProgress();
  return sort(deps, docs, rows);
}

const both = async (first: Pushed, then: () => Promise<Pushed>): Promise<Pushed> => {
  const second = await then();
  return { written: first.written + second.written, refused: first.refused + second.refused };
};

async function sort(deps: PushDeps, docs: readonly Body[], rows: readonly RefusedRow[]): Promise<Pushed> {
  const errors = rows.filter((row) => row.error);
  // A row without a revision speaks of every revision of that id in the request.
  const errorOf = (doc: Body) => errors.find((row) => row.id === doc._id && (row.rev === undefined || row.rev === doc._rev));
  const taken = docs.filter((doc) => !errorOf(doc));
  await settle(
    deps,
    taken.map((doc) => ({ id: doc._id, rev: doc._rev })),
  );
  const refused = docs.flatMap((doc) => {
    const row = errorOf(doc);
    return row && isRefusal(row) ? [{ id: doc._id, rev: doc._rev, code: codeOfRow(row) }] : [];
  });
  await refuse(deps, refused);
  if (errors.some((row) => row.error === 'unauthorized')) throw new ServerError('UNAUTHENTICATED', 401);
  if (taken.length + refused.length < docs.length) throw new ServerError('STORE_UNAVAILABLE', 500);
  return { written: taken.length, refused: refused.length };
}

async function settle({ acknowledged, ledger, database }: PushDeps, revisions: readonly Revision[]): Promise<void> {
  for (const { id, rev } of revisions) acknowledged.note(database, id, rev);
  await ledger.drop(revisions.map((one) => ({ database, ...one })));
}

async function refuse(
  { ledger, database, now }: PushDeps,
  refused: readonly (Revision & { code: ReturnType<typeof codeOfRow> })[],
): Promise<Pushed> {
  if (refused.length > 0) await ledger.refuse(refused.map((one) => ({ database, ...one, at: now() })));
  return { written: 0, refused: refused.length };
}
