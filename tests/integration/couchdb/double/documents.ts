import type { IncomingHttpHeaders } from 'node:http';
import { assertAccepted } from './accepted.ts';
import { badRequest, conflict, CouchError, notFound } from './couch-error.ts';
import type { Doc, DoubleDatabase } from './double.database.ts';
import { posted, readJson, readObject } from './json-body.ts';

export type Json = Record<string, unknown>;

export interface Call {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

const etag = (value: string): Record<string, string> => ({ etag: `"${value}"` });
const flag = (call: Call, name: string): boolean => call.query.get(name) === 'true';

/** The revision that a write names, in the query, the header or the body. */
function revOf(call: Call, doc?: Doc): string | undefined {
  const named = [call.query.get('rev'), call.headers['if-match']?.replaceAll('"', ''), doc?._rev].filter(
    (rev) => typeof rev === 'string' && rev !== '',
  );
  if (new Set(named).size > 1) throw badRequest('Document rev from request body and query string have different values');
  return named[0] as string | undefined;
}

async function written(db: DoubleDatabase, doc: Doc, newEdits: boolean, status: number): Promise<Answered> {
  assertAccepted(doc, newEdits);
  const [row] = await db.bulk([doc], newEdits);
  if (row?.error === 'forbidden') throw new CouchError(403, 'forbidden', row.reason!);
  if (row?.error === 'conflict') throw conflict();
  if (row?.error) throw new CouchError(400, row.error, row.reason!);
  const rev = row?.rev ?? doc._rev!;
  return { status, body: { ok: true, id: doc._id, rev }, headers: etag(rev) };
}

export async function answerDocument(db: DoubleDatabase, id: string, call: Call): Promise<Answered> {
  if (call.method === 'PUT') {
    const doc = readObject(call.body) as Doc;
    if (doc._id !== undefined && doc._id !== id) throw badRequest('Document ID must match the document ID in the URL');
    const rev = revOf(call, doc);
    return written(db, { ...doc, _id: id, ...(rev ? { _rev: rev } : {}) }, call.query.get('new_edits') !== 'false', 201);
  }
  if (call.method === 'DELETE') {
    // 404 where there is nothing to delete, before any revision is compared.
    await db.pouch.get(id);
    const rev = revOf(call);
    return written(db, { _id: id, _deleted: true, ...(rev ? { _rev: rev } : {}) }, true, 200);
  }
  if (call.method !== 'GET' && call.method !== 'HEAD')
    throw new CouchError(405, 'method_not_allowed', 'Only DELETE,GET,HEAD,PUT allowed');
  const openRevs = call.query.get('open_revs');
  const rev = call.query.get('rev');
  const options = {
    revs: flag(call, 'revs'),
    latest: flag(call, 'latest'),
    conflicts: flag(call, 'conflicts'),
    attachments: flag(call, 'attachments'),
  };
  if (openRevs !== null) {
    const wanted = openRevs === 'all' ? 'all' : (readJson(Buffer.from(openRevs)) as string[]);
    const leaves = (await db.pouch.get(id, { ...options, open_revs: wanted } as PouchDB.Core.GetOpenRevisions)) as object[];
    // Whoever takes more than JSON gets it in parts of a multipart message, which nobody here reads.
    if (/^$|\*\/\*|multipart\/(?:mixed|\*)/.test(call.headers.accept ?? ''))
      return { status: 200, body: Buffer.from('--parts'), headers: { 'content-type': 'multipart/mixed; boundary="parts"' } };
    // Asked for all of them, CouchDB promises no order.
    return { status: 200, body: leaves.reverse() };
  }
  const doc = await db.pouch.get(id, { ...options, ...(rev === null ? {} : { rev }) });
  const deleted = flag(call, 'deleted_conflicts') ? await deletedConflicts(db, doc) : {};
  return { status: 200, body: { ...doc, ...deleted }, headers: etag(doc._rev) };
}

async function deletedConflicts(db: DoubleDatabase, winner: { _id: string; _rev: string }): Promise<object> {
  const leaves = (await db.pouch.get(winner._id, { open_revs: 'all' })) as unknown as { ok?: Doc }[];
  const revs = leaves.flatMap(({ ok }) => (ok?._deleted && ok._rev !== winner._rev ? [ok._rev] : []));
  return revs.length > 0 ? { _deleted_conflicts: revs } : {};
}

/** `_local` documents: kept beside the rest, counted `0-1`, `0-2`; CouchDB does not compare the revision that a writer names. */
export function answerLocal(db: DoubleDatabase, id: string, call: Call): Answered {
  const before = db.local.get(id);
  if (call.method === 'PUT') {
    const doc = readObject(call.body) as Doc;
    const rev = `0-${Number((doc._rev ?? '0-0').slice(2)) + 1}`;
    db.local.set(id, { ...doc, _id: id, _rev: rev });
    return { status: 201, body: { ok: true, id, rev } };
  }
  if (!before) throw notFound();
  if (call.method === 'DELETE') db.local.delete(id);
  return { status: 200, body: call.method === 'DELETE' ? { ok: true, id, rev: '0-0' } : before };
}

export async function answerAttachment(db: DoubleDatabase, id: string, name: string, call: Call): Promise<Answered> {
  const type = call.headers['content-type'] ?? 'application/octet-stream';
  const rev = revOf(call);
  if (call.method === 'PUT') {
    const done = rev
      ? await db.pouch.putAttachment(id, name, rev, call.body, type)
      : await db.pouch.putAttachment(id, name, call.body, type);
    db.emit('change');
    return { status: 201, body: done, headers: etag(done.rev) };
  }
  if (call.method === 'DELETE') {
    const done = await db.pouch.removeAttachment(id, name, rev!);
    db.emit('change');
    return { status: 200, body: done };
  }
  const doc = await db.pouch.get(id, rev ? { rev } : {});
  const stub = doc._attachments?.[name];
  if (!stub) throw notFound('Document is missing attachment');
  const bytes = (await db.pouch.getAttachment(id, name, { rev: doc._rev })) as Buffer;
  const digest = (stub as { digest: string }).digest.replace('md5-', '');
  return { status: 200, body: bytes, headers: { 'content-type': stub.content_type, ...etag(digest) } };
}

interface Wanted {
  readonly id?: unknown;
  readonly rev?: string;
}

/** `_bulk_get`: an error row for each revision that is not there, every leaf where no revision is named. */
export async function answerBulkGet(db: DoubleDatabase, call: Call): Promise<Answered> {
  const { docs } = posted(call) as { docs?: readonly Wanted[] };
  if (docs === undefined) throw badRequest("Missing JSON list of 'docs'.");
  const options = { revs: flag(call, 'revs'), latest: flag(call, 'latest'), attachments: flag(call, 'attachments') };
  const results = await Promise.all(
    docs.map(async ({ id, rev }) => {
      if (typeof id !== 'string') {
        const reason = id === undefined ? 'Document id missed.' : 'Document id must be a string';
        return { id: null, docs: [{ error: { id: null, rev: rev ?? null, error: 'illegal_docid', reason } }] };
      }
      const missing = (which = 'undefined') => ({ error: { id, rev: which, error: 'not_found', reason: 'missing' } });
      try {
        const leaves = (await db.pouch.get(id, { ...options, open_revs: rev ? [rev] : 'all' })) as unknown as {
          ok?: Doc;
          missing?: string;
        }[];
        return { id, docs: leaves.map((leaf) => (leaf.ok ? { ok: leaf.ok } : missing(leaf.missing))) };
      } catch {
        return { id, docs: [missing(rev)] };
      }
    }),
  );
  return { status: 200, body: { results } };
}
