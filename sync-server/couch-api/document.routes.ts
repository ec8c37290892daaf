import type { DocumentInput } from '../engine/engine.ts';
import { badRequest, conflict, couchErrorOf, notAllowed, notFound } from './couch-error.ts';
import type { InDatabase } from './database.routes.ts';
import { checkId, checkNamesRevision, checkRev, documentOf } from './documents.ts';
import { parseRelated, sendMixed, sendRelated } from './multipart.ts';
import { openRevisions, readDocument, readOptions, type ReadDocument } from './reading.ts';
import type { Headers } from './reply.ts';
import { SETTINGS_ID } from './settings.store.ts';

const isLocal = (id: string): boolean => id.startsWith('_local/');

/** `/{db}/{doc}`. */
export function documentRoute(inside: InDatabase, id: string): Promise<void> {
  if (id === SETTINGS_ID) throw notFound();
  switch (inside.request.method) {
    case 'GET':
      return isLocal(id) ? getLocal(inside, id) : getDocument(inside, id);
    case 'PUT':
      return putDocument(inside, id);
    case 'DELETE':
      return deleteDocument(inside, id);
    case 'COPY':
      return copyDocument(inside, id);
    default:
      throw notAllowed('DELETE,GET,HEAD,POST,PUT,COPY');
  }
}

/** The revision that the request names: `rev`, or `If-Match`. */
export function namedRev({ request }: InDatabase): string | null {
  const [query, header] = [request.query.get('rev'), request.header('if-match')];
  const match = header === null ? null : header.trim().replaceAll('"', '');
  for (const rev of [query, match]) if (rev !== null) checkRev(rev);
  if (query !== null && match !== null && query !== match) throw badRequest('Document rev and etag have different values');
  return query ?? match;
}

const locationOf = ({ db, request }: InDatabase, id: string): string =>
  `${request.base}/${encodeURIComponent(db.name)}/${encodeURIComponent(id)}`;

/** Writes one document. @throws CouchError */
export async function writeOne({ db }: InDatabase, doc: DocumentInput, newEdits = true): Promise<string> {
  const [outcome] = await db.write([doc], newEdits);
  if (outcome!.fault) throw outcome!.fault;
  return outcome!.rev!;
}

async function answerWritten(inside: InDatabase, doc: DocumentInput, newEdits = true): Promise<void> {
  const id = doc._id;
  // `batch=ok` promises less than it is given: the write is done before the answer, which then says so little.
  if (inside.request.query.get('batch') === 'ok') {
    await writeOne(inside, doc, newEdits).catch(() => undefined);
    return inside.reply.json(202, { ok: true, id });
  }
  const rev = await writeOne(inside, doc, newEdits);
  const headers = { etag: `"${rev}"`, location: locationOf(inside, id) };
  inside.reply.json(doc._deleted === true ? 200 : 201, { ok: true, id, rev }, headers);
}

/** `POST /{db}`. */
export const createDocument = async (inside: InDatabase, doc: DocumentInput): Promise<void> =>
  isLocal(doc._id) ? putLocal(inside, doc) : answerWritten(inside, doc);

async function putDocument(inside: InDatabase, id: string): Promise<void> {
  checkId(id);
  const { request } = inside;
  const multipart = request.header('content-type')?.toLowerCase().startsWith('multipart/related') === true;
  const json = multipart ? parseRelated(request.header('content-type')!, await request.body()) : await request.json();
  const doc = documentOf(json, id);
  const query = request.query.get('rev');
  if (query !== null && doc._rev !== undefined && query !== doc._rev) {
    throw badRequest('Document rev from request body and query string have different values');
  }
  const rev = namedRev(inside);
  if (rev !== null && doc._rev !== undefined && rev !== doc._rev) {
    throw badRequest('Document rev and etag have different values');
  }
  if (rev !== null) doc._rev = rev;
  const newEdits = request.query.get('new_edits') !== 'false';
  if (!newEdits) checkNamesRevision(doc);
  return isLocal(id) ? putLocal(inside, doc) : answerWritten(inside, doc, newEdits);
}

async function deleteDocument(inside: InDatabase, id: string): Promise<void> {
  const rev = namedRev(inside);
  if (isLocal(id)) return deleteLocal(inside, id);
  await inside.db
    .use((pouch) => pouch.get(id))
    .catch((error: unknown) => {
      throw couchErrorOf(error);
    });
  if (rev === null) throw conflict();
  return answerWritten(inside, { _id: id, _rev: rev, _deleted: true });
}

async function copyDocument(inside: InDatabase, id: string): Promise<void> {
  const { db, request, reply } = inside;
  const destination = request.header('destination');
  if (destination === null) throw badRequest('Destination header is mandatory for COPY.');
  if (/^https?:\/\//.test(destination)) throw badRequest('Destination URL must be relative.');
  const [path = '', query = ''] = destination.split('?');
  const target = decodeURIComponent(path);
  checkId(target);
  const rev = new URLSearchParams(query).get('rev');
  const from = namedRev(inside);
  const source = await db.use((pouch) => readDocument(pouch, id, { ...(from === null ? {} : { rev: from }), attachments: true }));
  const { _rev: _, _deleted: __, ...body } = source;
  const written = await writeOne(inside, { ...body, _id: target, ...(rev === null ? {} : { _rev: rev }) });
  reply.json(201, { ok: true, id: target, rev: written }, { etag: `"${written}"`, location: locationOf(inside, target) });
}

async function getDocument(inside: InDatabase, id: string): Promise<void> {
  const { db, request, reply } = inside;
  const options = readOptions(request.query);
  if (options.openRevs !== null) {
    // Parts carry the bodies of attachments whether they are asked for or not.
    const parts = request.accepts('multipart/mixed');
    const asked = parts ? { ...options, attachments: true } : options;
    const rows = await db.use((pouch) => openRevisions(pouch, id, options.openRevs!, asked));
    return parts ? sendMixed(reply, rows) : reply.json(200, rows);
  }
  const doc = await db.use((pouch) => readDocument(pouch, id, options));
  const etag = `"${doc._rev}"`;
  // CouchDB names the revision as tag only where the answer is the bare document.
  const bare = !options.meta;
  if (bare && (request.header('if-none-match') ?? '').split(',').some((tag) => tag.trim() === etag)) {
    return reply.empty(304, { etag });
  }
  const headers: Headers = bare ? { etag } : {};
  if (options.attachments && hasBodies(doc) && request.accepts('multipart/related')) return sendRelated(reply, doc, headers);
  reply.json(200, doc, headers);
}

const hasBodies = (doc: ReadDocument): boolean =>
  Object.values(doc._attachments ?? {}).some((attachment) => attachment.data !== undefined);

async function getLocal({ db, reply }: InDatabase, id: string): Promise<void> {
  const doc = await db.use((pouch) => readDocument(pouch, id, {}));
  reply.json(200, doc, { etag: `"${doc._rev}"` });
}

/** CouchDB 3 compares no revisions of `_local` documents: the last writer wins. */
async function putLocal(inside: InDatabase, doc: DocumentInput): Promise<void> {
  const { db, reply } = inside;
  if (doc._deleted === true) return deleteLocal(inside, doc._id);
  const { _rev: given, _revisions: _, ...body } = doc;
  if (given !== undefined && !/^0-\d+$/.test(given)) throw badRequest('Invalid rev format');
  let rev = '';
  await db.writeLocal(async (pouch) => {
    const before = await pouch.get(doc._id).catch(() => null);
    const goesOn = before !== null && given !== undefined;
    if (before && !goesOn) await pouch.remove(before);
    rev = (await pouch.put({ ...body, ...(goesOn ? { _rev: before._rev } : {}) })).rev;
  });
  reply.json(201, { ok: true, id: doc._id, rev }, { etag: `"${rev}"` });
}

async function deleteLocal({ db, reply }: InDatabase, id: string): Promise<void> {
  await db.writeLocal(async (pouch) => {
    const before = await pouch.get(id).catch((error: unknown) => {
      throw couchErrorOf(error);
    });
    await pouch.remove(before);
  });
  reply.json(200, { ok: true, id, rev: '0-0' });
}
