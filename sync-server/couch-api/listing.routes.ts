import type { Pouch } from '../engine/pouch.pool.ts';
import { badRequest, CouchError, notAllowed } from './couch-error.ts';
import type { CouchDatabase } from './database.ts';
import type { InDatabase } from './database.routes.ts';
import { countParameter, isObject, isTrue, jsonParameter, type Json } from './request.ts';
import { SETTINGS_ID } from './settings.store.ts';

export type Listed = 'all' | 'design' | 'local';

/** What a listing is asked, from the query, a POSTed body, or one of its `queries`. */
interface ListQuery {
  readonly keys: readonly unknown[] | null;
  readonly start: { readonly value: unknown } | null;
  readonly end: { readonly value: unknown } | null;
  readonly descending: boolean;
  readonly inclusiveEnd: boolean;
  readonly skip: number;
  readonly limit: number;
  readonly includeDocs: boolean;
  readonly conflicts: boolean;
  readonly attachments: boolean;
  readonly updateSeq: boolean;
}

/** `_all_docs`, `_design_docs`, `_local_docs`. */
export async function listing(inside: InDatabase, listed: Listed): Promise<void> {
  const { request, reply } = inside;
  if (request.method !== 'GET' && request.method !== 'POST') throw notAllowed('GET,HEAD,POST');
  const body = request.method === 'POST' ? await request.object() : {};
  reply.json(200, await answerListing(inside, listed, queryOf(request.query, body)));
}

/** `_all_docs/queries`: several at once. */
export async function listings(inside: InDatabase, listed: Listed): Promise<void> {
  const { request, reply } = inside;
  if (request.method !== 'POST') throw notAllowed('POST');
  const { queries } = await request.object();
  if (!Array.isArray(queries)) throw badRequest('POST body must include `queries` parameter.');
  const results: object[] = [];
  for (const query of queries) {
    if (!isObject(query)) throw badRequest('each query must be a JSON object');
    results.push(await answerListing(inside, listed, queryOf(request.query, query)));
  }
  reply.json(200, { results });
}

function queryOf(query: URLSearchParams, body: Json): ListQuery {
  const json = (...names: string[]): { readonly value: unknown } | null => {
    const name = names.find((one) => body[one] !== undefined);
    return name === undefined ? jsonParameter(query, ...names) : { value: body[name] };
  };
  const flag = (name: string): boolean => (typeof body[name] === 'boolean' ? body[name] : isTrue(query, name));
  const count = (name: string, absent: number): number => {
    const given = body[name];
    return typeof given === 'number' ? given : (countParameter(query, name) ?? absent);
  };
  const keys = json('keys');
  if (keys && keys.value !== null && !Array.isArray(keys.value)) throw badRequest('`keys` parameter must be an array.');
  const key = json('key');
  return {
    keys: Array.isArray(keys?.value) ? keys.value : null,
    start: key ?? json('startkey', 'start_key'),
    end: key ?? json('endkey', 'end_key'),
    descending: flag('descending'),
    inclusiveEnd:
      key !== null ||
      ((body['inclusive_end'] ?? query.get('inclusive_end')?.toString()) !== 'false' && body['inclusive_end'] !== false),
    skip: count('skip', 0),
    limit: count('limit', Infinity),
    includeDocs: flag('include_docs'),
    conflicts: flag('conflicts'),
    attachments: flag('attachments'),
    updateSeq: flag('update_seq'),
  };
}

const answerListing = ({ db }: InDatabase, listed: Listed, query: ListQuery): Promise<object> =>
  listed === 'local' ? localDocuments(db, query) : db.use((pouch) => documents(pouch, listed, query));

const DESIGN = { first: '_design/', last: '_design0' };

async function documents(pouch: Pouch, listed: Listed, query: ListQuery): Promise<object> {
  const about = { include_docs: query.includeDocs, conflicts: query.conflicts, attachments: query.attachments };
  if (query.keys) {
    if (query.start || query.end) {
      throw new CouchError(400, 'query_parse_error', '`keys` is incompatible with `key`, `start_key` and `end_key`');
    }
    const ordered = query.descending ? query.keys.toReversed() : query.keys;
    const keys = ordered.slice(query.skip, query.skip + query.limit);
    const texts = keys.map((key) => (typeof key === 'string' ? key : ''));
    const answer = await pouch.allDocs({ ...about, keys: texts } as PouchDB.Core.AllDocsWithKeysOptions);
    const rows = answer.rows.map((row, i) => (typeof keys[i] === 'string' ? row : { key: keys[i], error: 'not_found' }));
    return answered(pouch, query, { total_rows: answer.total_rows, offset: null, rows });
  }
  const range = textRange(listed, query);
  if (range === null) {
    const { total_rows } = await pouch.allDocs({ limit: 0 });
    return answered(pouch, query, { total_rows, offset: 0, rows: [] });
  }
  const page = { skip: query.skip, ...(query.limit === Infinity ? {} : { limit: query.limit }) };
  const { total_rows, rows } = await pouch.allDocs({ ...about, ...range, ...page } as PouchDB.Core.AllDocsOptions);
  const total = listed === 'design' ? rows.length : total_rows;
  return answered(pouch, query, { total_rows: total, offset: query.skip, rows });
}

async function answered(pouch: Pouch, query: ListQuery, answer: object): Promise<object> {
  return query.updateSeq ? { ...answer, update_seq: (await pouch.info()).update_seq } : answer;
}

/**
 * Ids are text, and in CouchDB's order null, booleans and numbers stand before all text and lists and objects behind it.
 * `null` where nothing can lie between the two.
 */
function textRange(listed: Listed, query: ListQuery): object | null {
  const { descending } = query;
  let [low, high] = (descending ? [query.end, query.start] : [query.start, query.end]).map((bound) => bound?.value ?? undefined);
  if (low !== undefined && typeof low === 'object') return null;
  if (high !== undefined && typeof high !== 'string' && typeof high !== 'object') return null;
  if (typeof low !== 'string') low = undefined;
  if (typeof high !== 'string') high = undefined;
  if (listed === 'design') {
    low = typeof low === 'string' && low > DESIGN.first ? low : DESIGN.first;
    high = typeof high === 'string' && high < DESIGN.last ? high : DESIGN.last;
  }
  if (typeof low === 'string' && typeof high === 'string' && low > high) return null;
  const [startkey, endkey] = descending ? [high, low] : [low, high];
  return {
    descending,
    inclusive_end: query.inclusiveEnd,
    ...(startkey === undefined ? {} : { startkey }),
    ...(endkey === undefined ? {} : { endkey }),
  };
}

async function localDocuments(db: CouchDatabase, query: ListQuery): Promise<object> {
  const ids = (await db.localIds()).filter((id) => id !== SETTINGS_ID).sort();
  if (query.descending) ids.reverse();
  const asked = query.keys?.filter((key) => typeof key === 'string') ?? ids;
  const page = asked.slice(query.skip, query.skip + query.limit);
  const rows = await db.use(async (pouch) => {
    const found: object[] = [];
    for (const id of page) {
      const doc = await pouch.get(id).catch(() => null);
      found.push(
        doc ? { id, key: id, value: { rev: doc._rev }, ...(query.includeDocs ? { doc } : {}) } : { key: id, error: 'not_found' },
      );
    }
    return found;
  });
  return { total_rows: null, offset: null, rows };
}
