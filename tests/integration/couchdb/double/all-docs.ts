import { badRequest, CouchError } from './couch-error.ts';
import type { Answered, Call, Json } from './documents.ts';
import type { DoubleDatabase } from './double.database.ts';
import { posted, readJson } from './json-body.ts';

const NAMES: Readonly<Record<string, string>> = { start_key: 'startkey', end_key: 'endkey' };
const KEYS = new Set(['key', 'keys', 'startkey', 'endkey']);
const FLAGS = new Set(['descending', 'include_docs', 'inclusive_end', 'conflicts', 'attachments', 'update_seq']);
const COUNTS = new Set(['limit', 'skip']);

const unreadable = (reason: string): CouchError => new CouchError(400, 'query_parse_error', reason);

/** `_all_docs`: keys are JSON, flags and counts are checked, and a range that ends before it begins is refused, as the newest CouchDB does. */
export async function answerAllDocs(db: DoubleDatabase, call: Call): Promise<Answered> {
  const options: Json = {};
  for (const [asked, value] of call.query) {
    const name = NAMES[asked] ?? asked;
    if (KEYS.has(name)) options[name] = readJson(Buffer.from(value));
    else if (FLAGS.has(name)) options[name] = flag(value);
    else if (COUNTS.has(name)) options[name] = count(name, value);
  }
  if (call.method === 'POST') Object.assign(options, posted(call));
  const { keys, key, startkey, endkey, descending } = options;
  if (keys !== undefined && !Array.isArray(keys)) throw badRequest('`keys` body member must be an array.');
  if (keys !== undefined && (key ?? startkey ?? endkey) !== undefined)
    throw unreadable('`keys` is incompatible with `key`, `start_key` and `end_key`');
  if (typeof startkey === 'string' && typeof endkey === 'string') {
    const encoder = new TextEncoder();
    const order = Buffer.compare(encoder.encode(startkey), encoder.encode(endkey));
    if (descending ? order < 0 : order > 0)
      throw unreadable(`No rows can match your key range, reverse your start_key and end_key or set descending=${!descending}`);
  }
  return { status: 200, body: await db.pouch.allDocs(options) };
}

function flag(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw unreadable(`Invalid boolean parameter: "${text}"`);
  return text === 'true';
}

function count(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw unreadable(`Invalid value for integer: "${text}" of ${name}`);
  return Number(text);
}
