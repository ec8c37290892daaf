import type { DocumentInput } from '../engine/engine.ts';
import { couchErrorOf, CouchError, notAllowed, notFound } from './couch-error.ts';
import type { InDatabase } from './database.routes.ts';
import { namedRev, writeOne } from './document.routes.ts';
import { checkAttachmentName, checkId } from './documents.ts';
import { readDocument, readOptions, type Attachment, type ReadDocument } from './reading.ts';

const MISSING = 'Document is missing attachment';

/** `/{db}/{doc}/{attachment}`; its name may hold slashes. */
export function attachmentRoute(inside: InDatabase, id: string, name: string): Promise<void> {
  switch (inside.request.method) {
    case 'GET':
      return getAttachment(inside, id, name);
    case 'PUT':
      return putAttachment(inside, id, name);
    case 'DELETE':
      return deleteAttachment(inside, id, name);
    default:
      throw notAllowed('DELETE,GET,HEAD,PUT');
  }
}

function attachmentOf(doc: ReadDocument, name: string): Attachment {
  const attachments = doc._attachments ?? {};
  if (!Object.hasOwn(attachments, name)) throw notFound(MISSING);
  return attachments[name]!;
}

async function getAttachment({ db, request, reply }: InDatabase, id: string, name: string): Promise<void> {
  const { rev } = readOptions(request.query);
  const at = rev === undefined ? {} : { rev };
  const { about, bytes } = await db.use(async (pouch) => {
    const about = attachmentOf(await readDocument(pouch, id, at), name);
    try {
      return { about, bytes: (await pouch.getAttachment(id, name, at)) as Buffer };
    } catch (error) {
      throw couchErrorOf(error);
    }
  });
  const etag = `"${about.digest.replace(/^md5-/, '')}"`;
  if ((request.header('if-none-match') ?? '').split(',').some((tag) => tag.trim() === etag)) return reply.empty(304, { etag });
  const headers = { etag, 'content-type': headerSafe(about.content_type), 'accept-ranges': 'bytes' };
  const range = rangeOf(request.header('range'), bytes.length);
  if (!range) return reply.bytes(200, bytes, headers);
  const [from, to] = range;
  reply.bytes(206, bytes.subarray(from, to + 1), { ...headers, 'content-range': `bytes ${from}-${to}/${bytes.length}` });
}

const headerSafe = (type: string): string => (/^[\x20-\x7e]+$/.test(type) ? type : 'application/octet-stream');

/** One range, both ends included; `null` where the whole is meant. @throws CouchError 416 */
function rangeOf(header: string | null, length: number): readonly [number, number] | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '') || length === 0) return null;
  const from = match[1] === '' ? Math.max(0, length - Number(match[2])) : Number(match[1]);
  const to = match[1] === '' || match[2] === '' ? length - 1 : Math.min(Number(match[2]), length - 1);
  if (from > to) throw new CouchError(416, 'requested_range_not_satisfiable', 'Requested range not satisfiable');
  return [from, to];
}

async function putAttachment(inside: InDatabase, id: string, name: string): Promise<void> {
  checkAttachmentName(name);
  checkId(id);
  const { db, request } = inside;
  const type = request.header('content-type') ?? 'application/octet-stream';
  const attachment = { content_type: type, data: (await request.body()).toString('base64') };
  const rev = namedRev(inside);
  const doc: DocumentInput = rev === null ? { _id: id } : await db.use((pouch) => revisionOf(pouch, id, rev));
  const attachments = doc['_attachments'] ?? {};
  await answer(inside, { ...doc, _attachments: { ...attachments, [name]: attachment } }, 201, name);
}

async function deleteAttachment(inside: InDatabase, id: string, name: string): Promise<void> {
  const { db } = inside;
  const rev = namedRev(inside);
  const doc = await db.use((pouch) => (rev === null ? readDocument(pouch, id, {}) : revisionOf(pouch, id, rev)));
  attachmentOf(doc as ReadDocument, name);
  const { [name]: _, ...rest } = (doc as ReadDocument)._attachments!;
  const { _rev, _attachments: __, ...body } = doc;
  const kept = Object.keys(rest).length === 0 ? {} : { _attachments: rest };
  // Without a revision CouchDB writes a first one, which conflicts with the stored.
  await answer(inside, { ...body, ...(rev === null ? {} : { _rev }), ...kept }, 200, name);
}

async function revisionOf(pouch: Parameters<typeof readDocument>[0], id: string, rev: string): Promise<DocumentInput> {
  try {
    return await readDocument(pouch, id, { rev });
  } catch (error) {
    // In CouchDB a revision that is not there is a conflict here.
    if (error instanceof CouchError && error.status === 404) throw new CouchError(409, 'not_found', 'missing_rev');
    throw error;
  }
}

async function answer(inside: InDatabase, doc: DocumentInput, status: number, name: string): Promise<void> {
  const { db, request, reply } = inside;
  const rev = await writeOne(inside, doc);
  const place = [db.name, doc._id, name].map(encodeURIComponent).join('/');
  reply.json(status, { ok: true, id: doc._id, rev }, status === 201 ? { location: `${request.base}/${place}` } : {});
}
