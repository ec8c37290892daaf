import { badRequest, CouchError } from './couch-error.ts';
import type { Call, Json } from './documents.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });
const HALF_ESCAPES = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|u[dD][c-fC-F][0-9a-fA-F]{2}|[^])/g;

/**
 * A body as CouchDB's reader of JSON takes it: valid UTF-8, and no half of a surrogate pair, not even as an escape. What it does not take, it
 * refuses whole.
 */
export function readJson(body: Buffer): unknown {
  try {
    const text = decoder.decode(body);
    for (const [escape] of text.matchAll(HALF_ESCAPES)) if (escape.length === 6) throw new Error('half a pair');
    return JSON.parse(text);
  } catch {
    throw badRequest('invalid UTF-8 JSON');
  }
}

export function readObject(body: Buffer): Json {
  const json = readJson(body);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw badRequest('Request body must be a JSON object');
  return json as Json;
}

/** For the calls of CouchDB that look at it: every POST with a body of JSON. */
export function posted(call: Call): Json {
  const type = call.headers['content-type']?.split(';')[0]?.trim();
  if (type !== 'application/json') throw new CouchError(415, 'bad_content_type', 'Content-Type must be application/json');
  return readObject(call.body);
}
