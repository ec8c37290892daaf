import { missingRevisions } from '../engine/missing-revisions.ts';
import { badRequest, CouchError } from './couch-error.ts';
import type { InDatabase } from './database.routes.ts';
import type { Outcome } from './database.ts';
import { checkId, checkNamesRevision, checkRev, documentOf } from './documents.ts';
import { sendBulkGet, type BulkGetError } from './multipart.ts';
import { openRevisions, readOptions, type ReadDocument, type ReadOptions } from './reading.ts';
import { isObject } from './request.ts';

/** `_bulk_docs`. One malformed document refuses them all; what the store refuses is a row. */
export async function bulkDocs({ db, request, reply }: InDatabase): Promise<void> {
  const { docs: raw, new_edits: newEdits = true } = await request.object();
  if (raw === undefined) throw badRequest('POST body must include `docs` parameter.');
  if (!Array.isArray(raw)) throw badRequest('`docs` parameter must be an array.');
  if (typeof newEdits !== 'boolean') throw badRequest('`new_edits` parameter must be a boolean.');
  const docs = raw.map((json) => documentOf(json));
  if (!newEdits) for (const doc of docs) checkNamesRevision(doc);
  const outcomes = docs.length === 0 ? [] : await db.write(docs, newEdits);
  reply.json(201, newEdits ? outcomes.map(editRow) : outcomes.flatMap(refusalRow));
}

const editRow = ({ id, rev, fault }: Outcome): object =>
  fault === null ? { ok: true, id, rev } : { id, error: fault.error, reason: fault.reason };

const refusalRow = ({ id, rev, fault }: Outcome): object[] =>
  fault === null ? [] : [{ id, rev, error: fault.error, reason: fault.reason }];

type BulkGetDoc = { readonly ok: ReadDocument } | { readonly error: BulkGetError };
interface BulkGetResult {
  readonly id: unknown;
  readonly docs: readonly BulkGetDoc[];
}

const NOT_IN_BULK_GET = ['open_revs', 'new_edits', 'w', 'rev', 'atts_since'];

/** `_bulk_get`. */
export async function bulkGet(inside: InDatabase): Promise<void> {
  const { request, reply } = inside;
  const { docs } = await request.object();
  if (!Array.isArray(docs)) throw badRequest("Missing JSON list of 'docs'.");
  for (const name of NOT_IN_BULK_GET) {
    if (request.query.has(name)) throw badRequest(`"${name}" query parameter is not acceptable`);
  }
  const options = readOptions(request.query);
  const results: BulkGetResult[] = [];
  for (const wanted of docs) results.push(await bulkGetOne(inside, wanted, options));
  const multipart = !request.accepts('application/json');
  if (multipart && request.accepts('multipart/mixed')) return sendBulkGet(reply, 'multipart/mixed', rowsOf(results));
  if (multipart && request.accepts('multipart/related')) return sendBulkGet(reply, 'multipart/related', rowsOf(results));
  reply.json(200, { results });
}

const rowsOf = (results: readonly BulkGetResult[]): BulkGetDoc[] => results.flatMap(({ docs }) => docs);

const refused = (id: unknown, rev: unknown, error: string, reason: string): BulkGetResult => ({
  id,
  docs: [{ error: { id, rev, error, reason } }],
});

async function bulkGetOne({ db }: InDatabase, wanted: unknown, options: ReadOptions): Promise<BulkGetResult> {
  if (!isObject(wanted)) return refused(null, null, 'bad_request', 'document must be a JSON object');
  const { id, rev, atts_since: since } = wanted;
  if (id === undefined) return refused(null, null, 'bad_request', 'document id missed');
  try {
    checkId(id);
  } catch (error) {
    return refused(id, null, 'illegal_docid', (error as CouchError).reason);
  }
  if (rev !== undefined) {
    try {
      checkRev(rev);
    } catch {
      return refused(id, rev, 'bad_request', 'Invalid rev format');
    }
  }
  const attsSince = Array.isArray(since) ? since.filter((one) => typeof one === 'string') : null;
  const asked = { ...options, attsSince, attachments: options.attachments === true || attsSince !== null };
  const rows = await db
    .use((pouch) => openRevisions(pouch, id, rev === undefined ? 'all' : [rev], asked))
    .catch((error: unknown) => {
      if (error instanceof CouchError && error.status === 404) return [];
      throw error;
    });
  if (rows.length === 0) return refused(id, rev ?? 'undefined', 'not_found', 'missing');
  return {
    id,
    docs: rows.map((row) => ('ok' in row ? row : { error: { id, rev: row.missing, error: 'not_found', reason: 'missing' } })),
  };
}

async function revisionsAsked({ request }: InDatabase): Promise<Record<string, string[]>> {
  const asked = await request.object();
  for (const revs of Object.values(asked)) {
    if (!Array.isArray(revs)) throw badRequest('Invalid rev format');
    for (const rev of revs) checkRev(rev);
  }
  return asked as Record<string, string[]>;
}

type Missing = Record<string, { missing: string[]; possible_ancestors?: string[] }>;

const missingOf = async (inside: InDatabase): Promise<Missing> => {
  const asked = await revisionsAsked(inside);
  return inside.db.use((pouch) => missingRevisions(pouch, asked));
};

/** `_revs_diff`. */
export async function revsDiff(inside: InDatabase): Promise<void> {
  inside.reply.json(200, await missingOf(inside));
}

/** `_missing_revs`: the same question, the older answer. */
export async function missingRevs(inside: InDatabase): Promise<void> {
  const missing = Object.entries(await missingOf(inside)).map(([id, row]) => [id, row.missing] as const);
  inside.reply.json(200, { missing_revs: Object.fromEntries(missing) });
}

/** PouchDB on LevelDB cannot forget a revision; CouchDB behind `COUCHDB_URL` can. */
export function purge(): never {
  throw new CouchError(501, 'not_implemented', 'this feature is not yet implemented');
}
