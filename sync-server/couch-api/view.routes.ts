import { collate } from 'pouchdb-collate';
import type { Pouch } from '../engine/pouch.pool.ts';
import { badRequest, couchErrorOf, CouchError, notAllowed, notFound } from './couch-error.ts';
import type { InDatabase } from './database.routes.ts';
import { countParameter, isObject, isTrue, jsonParameter, type Json } from './request.ts';
import type { ViewRow } from './view.index.ts';
import { reduceRows } from './view.reduce.ts';

/** `_design/{name}/_info`. Indexes are made when a view is asked, so there is never one being made in the background. */
export async function designInfo({ db, request, reply }: InDatabase, id: string): Promise<void> {
  if (request.method !== 'GET') throw notAllowed('GET');
  const { _rev: signature } = await db.use((pouch) => designOf(pouch, id));
  const index = {
    signature,
    language: 'javascript',
    sizes: { file: 0, external: 0, active: 0 },
    updater_running: false,
    compact_running: false,
    waiting_commit: false,
    waiting_clients: 0,
  };
  reply.json(200, { name: id.slice('_design/'.length), view_index: index });
}

interface Design {
  readonly _rev: string;
  readonly views?: unknown;
}

async function designOf(pouch: Pouch, id: string): Promise<Design> {
  try {
    return await pouch.get<{ views?: unknown }>(id);
  } catch (error) {
    throw couchErrorOf(error);
  }
}

/** What a view is asked, with CouchDB's names. */
type Asked = Readonly<Record<string, unknown>>;

const JSON_PARAMETERS = ['key', 'keys', 'startkey', 'start_key', 'endkey', 'end_key'];
const FLAGS = ['descending', 'include_docs', 'conflicts', 'attachments', 'group', 'update_seq'];
const COUNTS = ['limit', 'skip', 'group_level'];

function askedOf(query: URLSearchParams, body: Json): Asked {
  const asked: Json = {};
  for (const name of JSON_PARAMETERS) {
    const given = jsonParameter(query, name);
    if (given) asked[name] = given.value;
  }
  for (const name of FLAGS) if (query.has(name)) asked[name] = isTrue(query, name);
  for (const name of COUNTS) if (query.has(name)) asked[name] = countParameter(query, name);
  for (const name of ['reduce', 'inclusive_end']) if (query.has(name)) asked[name] = query.get(name) !== 'false';
  for (const name of ['startkey_docid', 'start_key_doc_id', 'endkey_docid', 'end_key_doc_id']) {
    if (query.has(name)) asked[name] = query.get(name);
  }
  return { ...asked, ...body };
}

/** `_design/{name}/_view/{view}`, and `…/queries`. */
export async function viewRoute(
  { db, request, reply, server }: InDatabase,
  id: string,
  [name, more]: readonly string[],
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'POST') throw notAllowed('GET,HEAD,POST');
  const body = request.method === 'POST' ? await request.object() : {};
  const answer = await db.use(async (pouch) => {
    const { views } = await designOf(pouch, id);
    const view = isObject(views) && name !== undefined ? views[name] : undefined;
    if (!isObject(view) || typeof view['map'] !== 'string') throw notFound('missing_named_view');
    const rows = await rowsOf(() => server.views.rows(db.name, pouch, view['map'] as string));
    const reduce = typeof view['reduce'] === 'string' ? view['reduce'] : null;
    const one = (query: Json): Promise<object> => answerView(pouch, rows, reduce, askedOf(request.query, query), server);
    if (more !== 'queries') return one(body);
    const { queries } = body;
    if (!Array.isArray(queries)) throw badRequest('POST body must include `queries` parameter.');
    return { results: await Promise.all(queries.map((query: Json) => one(query))) };
  });
  reply.json(200, answer);
}

async function rowsOf(work: () => Promise<readonly ViewRow[]>): Promise<readonly ViewRow[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SyntaxError) throw new CouchError(400, 'compilation_error', error.message);
    throw error;
  }
}

async function answerView(
  pouch: Pouch,
  all: readonly ViewRow[],
  reduce: string | null,
  asked: Asked,
  server: InDatabase['server'],
): Promise<object> {
  const reducing = reduce !== null && asked['reduce'] !== false;
  if (!reducing && asked['group'] === true)
    throw new CouchError(400, 'query_parse_error', 'Invalid use of grouping on a map view.');
  if (reducing && asked['include_docs'] === true) {
    throw new CouchError(400, 'query_parse_error', '`include_docs` is invalid for reduce');
  }
  const skip = Number(asked['skip'] ?? 0);
  const end = skip + Number(asked['limit'] ?? Infinity);
  const chosen = choose(all, asked);
  if (reducing) {
    const level = asked['group'] === true || asked['keys'] !== undefined ? Infinity : Number(asked['group_level'] ?? 0);
    return { rows: reduceRows(chosen, reduce, level, server.sandbox).slice(skip, end) };
  }
  const page = chosen.slice(skip, end);
  const rows = asked['include_docs'] === true ? await withDocuments(pouch, page, asked) : page;
  const first = page[0];
  const offset = asked['keys'] !== undefined ? null : first === undefined ? all.length : all.indexOf(first);
  const sequence = asked['update_seq'] === true ? { update_seq: (await pouch.info()).update_seq } : {};
  return {
    total_rows: all.length,
    offset: asked['descending'] === true && first ? all.length - 1 - all.indexOf(first) : offset,
    rows,
    ...sequence,
  };
}

/** The rows that the keys name, in the order asked for. */
function choose(all: readonly ViewRow[], asked: Asked): readonly ViewRow[] {
  const { keys, descending = false } = asked;
  if (Array.isArray(keys)) return keys.flatMap((key) => all.filter((row) => collate(row.key, key) === 0));
  const given = (...names: string[]): { value: unknown } | null => {
    const name = names.find((one) => asked[one] !== undefined);
    return name === undefined ? null : { value: asked[name] };
  };
  const key = given('key');
  const [start, end] = [key ?? given('startkey', 'start_key'), key ?? given('endkey', 'end_key')];
  const startId = given('startkey_docid', 'start_key_doc_id')?.value;
  const endId = given('endkey_docid', 'end_key_doc_id')?.value;
  const way = descending === true ? -1 : 1;
  const compare = (row: ViewRow, bound: unknown, id: unknown): number => {
    const byKey = collate(row.key, bound) * way;
    return byKey !== 0 || typeof id !== 'string' ? byKey : (row.id < id ? -1 : row.id > id ? 1 : 0) * way;
  };
  const inclusive = asked['inclusive_end'] !== false;
  const rows = all.filter((row) => {
    if (start && compare(row, start.value, startId) < 0) return false;
    if (!end) return true;
    const behind = compare(row, end.value, endId);
    return behind < 0 || (inclusive && behind === 0);
  });
  return descending === true ? rows.reverse() : rows;
}

/** A value may name another document: `emit(key, {_id: …})`. */
async function withDocuments(pouch: Pouch, rows: readonly ViewRow[], asked: Asked): Promise<object[]> {
  const idOf = ({ id, value }: ViewRow): string => (isObject(value) && typeof value['_id'] === 'string' ? value['_id'] : id);
  const about = { conflicts: asked['conflicts'] === true, attachments: asked['attachments'] === true };
  const found = await pouch.allDocs({ keys: rows.map(idOf), include_docs: true, ...about });
  return rows.map((row, i) => {
    const match = found.rows[i]!;
    return { ...row, doc: ('doc' in match && match.doc) || null };
  });
}
