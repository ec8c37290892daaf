import { randomUUID } from 'node:crypto';
import { joined } from './bytes.ts';
import { badRequest } from './couch-error.ts';
import type { OpenRevision, ReadDocument } from './reading.ts';
import type { CouchReply, Headers } from './reply.ts';
import { isObject } from './request.ts';

const newBoundary = (): string => randomUUID().replaceAll('-', '');

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** @throws CouchError bad_request */
export function parseParts(contentType: string, body: Buffer): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw badRequest('Missing boundary of the multipart body');
  // The first delimiter may stand at the very beginning, the others follow a line's end.
  const bytes = joined([Buffer.from('\r\n'), body]);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: Part[] = [];
  let at = bytes.indexOf(delimiter);
  while (at >= 0) {
    const start = at + delimiter.length;
    if (bytes.toString('latin1', start, start + 2) === '--') return parts;
    const end = bytes.indexOf(delimiter, start);
    if (end < 0) break;
    parts.push(partOf(bytes.subarray(start, end)));
    at = end;
  }
  throw badRequest('The multipart body ends before its last part');
}

function partOf(bytes: Buffer): Part {
  const blank = bytes.indexOf('\r\n\r\n');
  const head = blank < 0 ? '' : bytes.toString('utf8', 0, blank);
  const headers = new Map<string, string>();
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: bytes.subarray(blank < 0 ? 2 : blank + 4) };
}

/** A document whose attachments follow it, put together as one with inline attachments. @throws CouchError bad_request */
export function parseRelated(contentType: string, body: Buffer): unknown {
  const [first, ...rest] = parseParts(contentType, body);
  let doc: unknown;
  try {
    doc = JSON.parse(first?.body.toString('utf8') ?? '');
  } catch {
    throw badRequest('invalid UTF-8 JSON');
  }
  if (!isObject(doc) || !isObject(doc['_attachments'])) return doc;
  const following = Object.entries(doc['_attachments']).filter(([, a]) => isObject(a) && a['follows'] === true);
  following.forEach(([name, attachment], i) => {
    const named = rest.find(({ headers }) => fileNameOf(headers.get('content-disposition')) === name);
    const part = named ?? (rest.some(({ headers }) => headers.has('content-disposition')) ? undefined : rest[i]);
    if (!part) throw badRequest(`The attachment '${name}' does not follow`);
    (attachment as Record<string, unknown>)['data'] = part.body.toString('base64');
  });
  return doc;
}

const fileNameOf = (disposition: string | undefined): string | null =>
  /filename="((?:[^"\\]|\\.)*)"/i.exec(disposition ?? '')?.[1]?.replaceAll(/\\(.)/g, '$1') ?? null;

const quoted = (name: string): string => name.replaceAll(/["\\]/g, '\\$&').replaceAll(/[\r\n]/g, ' ');

/** A document and the bodies of its attachments as `multipart/related`, without the outer headers. */
function relatedBody(doc: ReadDocument, boundary: string): Buffer | null {
  const following = Object.entries(doc._attachments ?? {}).filter(([, { data }]) => data !== undefined);
  if (following.length === 0) return null;
  const bodies = following.map(([name, { data, ...about }]) => ({ name, about, bytes: Buffer.from(data!, 'base64') }));
  const named = Object.fromEntries(
    bodies.map(({ name, about, bytes }) => [name, { ...about, follows: true, length: bytes.length }]),
  );
  const json = JSON.stringify({ ...doc, _attachments: { ...doc._attachments, ...named } });
  const pieces: Buffer[] = [Buffer.from(`--${boundary}\r\nContent-Type: application/json\r\n\r\n${json}`)];
  for (const { name, about, bytes } of bodies) {
    const head = [
      `Content-Disposition: attachment; filename="${quoted(name)}"`,
      `Content-Type: ${about.content_type.replaceAll(/[\r\n]/g, ' ')}`,
      `Content-Length: ${bytes.length}`,
    ];
    pieces.push(Buffer.from(`\r\n--${boundary}\r\n${head.join('\r\n')}\r\n\r\n`), bytes);
  }
  pieces.push(Buffer.from(`\r\n--${boundary}--`));
  return joined(pieces);
}

/** A document with `attachments=true`, to who accepts `multipart/related`. */
export function sendRelated(reply: CouchReply, doc: ReadDocument, headers: Headers): void {
  const boundary = newBoundary();
  const type = `multipart/related; boundary="${boundary}"`;
  reply.bytes(200, relatedBody(doc, boundary)!, { 'content-type': type, ...headers });
}

/** What stands between the delimiters for one revision: its headers and its body. */
function sectionOf(row: OpenRevision, extra: readonly string[] = []): Buffer {
  if ('missing' in row) {
    return Buffer.from(`\r\nContent-Type: application/json; error="true"\r\n\r\n${JSON.stringify(row)}`);
  }
  const boundary = newBoundary();
  const related = relatedBody(row.ok, boundary);
  const type = related ? `multipart/related; boundary="${boundary}"` : 'application/json';
  const head = [...(related ? extra : []), `Content-Type: ${type}`].join('\r\n');
  return joined([Buffer.from(`\r\n${head}\r\n\r\n`), related ?? Buffer.from(JSON.stringify(row.ok))]);
}

/** The answer to `open_revs` as `multipart/mixed`. */
export function sendMixed(reply: CouchReply, rows: readonly OpenRevision[]): void {
  const boundary = newBoundary();
  const pieces = [Buffer.from(`--${boundary}`)];
  for (const row of rows) pieces.push(sectionOf(row), Buffer.from(`\r\n--${boundary}`));
  pieces.push(Buffer.from('--'));
  reply.bytes(200, joined(pieces), { 'content-type': `multipart/mixed; boundary="${boundary}"` });
}

export type BulkGetError = { readonly id: unknown; readonly rev: unknown; readonly error: string; readonly reason: string };

/** The answer to `_bulk_get` as `multipart/mixed` (or `related`). */
export function sendBulkGet(
  reply: CouchReply,
  type: 'multipart/mixed' | 'multipart/related',
  rows: readonly ({ readonly ok: ReadDocument } | { readonly error: BulkGetError })[],
): void {
  const boundary = newBoundary();
  const pieces = rows.flatMap((row) => {
    const section =
      'ok' in row
        ? sectionOf(row, [`X-Doc-Id: ${encodeURIComponent(row.ok._id)}`, `X-Rev-Id: ${row.ok._rev}`])
        : Buffer.from(`\r\nContent-Type: application/json; error="true"\r\n\r\n${JSON.stringify(row.error)}`);
    return [Buffer.from(`\r\n--${boundary}`), section];
  });
  if (rows.length > 0) pieces.push(Buffer.from(`\r\n--${boundary}--\r\n`));
  reply.bytes(200, joined(pieces), { 'content-type': `${type}; boundary="${boundary}"` });
}
