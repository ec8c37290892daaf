import type { IncomingMessage } from 'node:http';
import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { joined } from './bytes.ts';
import { badRequest, CouchError } from './couch-error.ts';

/** The largest body (bytes) that is taken into memory; CouchDB's own default for a document is 8 MB, attachments come beside. */
const MOST = 64 << 20;

export type Json = Record<string, unknown>;
export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A request of the administrator: the path behind `/db`, its parts decoded. */
export interface CouchRequest {
  readonly raw: IncomingMessage;
  /** HEAD is answered as GET; Node leaves the body out. */
  readonly method: string;
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  /** Where answers say that something lies: `http://host/db`. */
  readonly base: string;
  header(name: string): string | null;
  /** Does `Accept` name this type? As in CouchDB, no header and `*` accept everything. */
  accepts(type: string): boolean;
  body(): Promise<Buffer>;
  /** @throws CouchError 415 for another content type, 400 where it is no JSON */
  json(): Promise<unknown>;
  object(): Promise<Json>;
}

const inflate = promisify(gunzip);

/** @param url path and query behind `/db` */
export function couchRequest(raw: IncomingMessage, url: string, base: string): CouchRequest {
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  const header = (name: string): string | null => {
    const value = raw.headers[name];
    return Array.isArray(value) ? value.join(',') : (value ?? null);
  };
  let read: Promise<Buffer> | null = null;
  const body = (): Promise<Buffer> => (read ??= readBody(raw, header('content-encoding')));
  const json = async (): Promise<unknown> => {
    const type = header('content-type');
    // CouchDB asks for the type where it is POSTed to; a body that is PUT is JSON whatever its header says.
    if (raw.method === 'POST' && type !== null && !type.toLowerCase().startsWith('application/json')) {
      throw new CouchError(415, 'bad_content_type', 'Content-Type must be application/json');
    }
    const text = (await body()).toString('utf8');
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw badRequest('invalid UTF-8 JSON');
    }
  };
  return {
    raw,
    method: raw.method === 'HEAD' ? 'GET' : (raw.method ?? 'GET'),
    parts: partsOf(path),
    query: new URLSearchParams(at < 0 ? '' : url.slice(at + 1)),
    base,
    header,
    accepts: (type) => accepts(header('accept'), type),
    body,
    json,
    async object() {
      const value = await json();
      if (!isObject(value)) throw badRequest('Request body must be a JSON object');
      return value;
    },
  };
}

/** A trailing slash means nothing; one within means an empty part. */
function partsOf(path: string): string[] {
  const parts = path.split('/').slice(1);
  while (parts.at(-1) === '') parts.pop();
  try {
    return parts.map((part) => decodeURIComponent(part));
  } catch {
    throw badRequest('invalid percent-encoding in the path');
  }
}

function accepts(header: string | null, type: string): boolean {
  if (header === null) return true;
  const family = `${type.split('/')[0]}/*`;
  return header.split(',').some((entry) => {
    const name = entry.split(';')[0]!.trim().toLowerCase();
    return name === type || name === family || name === '*/*' || name === '*';
  });
}

const tooLarge = (): CouchError => new CouchError(413, 'too_large', 'the request entity is too large', { connection: 'close' });

async function readBody(raw: IncomingMessage, encoding: string | null): Promise<Buffer> {
  // Said before it is read: breaking off the reading breaks the connection, and the answer with it.
  if (Number(raw.headers['content-length'] ?? 0) > MOST) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of raw as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = joined(chunks);
  if (encoding === null || encoding === 'identity' || bytes.length === 0) return bytes;
  if (encoding !== 'gzip')
    throw new CouchError(415, 'bad_content_type', 'Only gzip and identity content-encodings are supported');
  try {
    return await inflate(bytes as never, { maxOutputLength: MOST });
  } catch {
    throw badRequest('Invalid gzip body');
  }
}

/** A JSON value of the query. @throws CouchError where it is none */
export function jsonParameter(query: URLSearchParams, ...names: readonly string[]): { readonly value: unknown } | null {
  for (const name of names) {
    const text = query.get(name);
    if (text === null) continue;
    try {
      return { value: JSON.parse(text) as unknown };
    } catch {
      throw badRequest('invalid UTF-8 JSON');
    }
  }
  return null;
}

export const isTrue = (query: URLSearchParams, name: string): boolean => query.get(name) === 'true';

/** @throws CouchError query_parse_error where it is no whole number from 0 on */
export function countParameter(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  if (!/^\d{1,15}$/.test(text)) {
    throw new CouchError(400, 'query_parse_error', `Invalid value for integer: "${text}"`);
  }
  return Number(text);
}
