import { collate } from 'pouchdb-collate';
import { matchesSelector } from 'pouchdb-selector-core';
import { CouchError } from './couch-error.ts';
import type { InDatabase } from './database.routes.ts';
import { isObject, type Json } from './request.ts';

const MOST = 10_000;
const DEFAULT_LIMIT = 25;

/** `_find`: a scan over the documents. There are no Mango indexes here (design §5), and CouchDB's warning says so. */
export async function findDocuments({ db, request, reply }: InDatabase): Promise<void> {
  const { selector, fields, sort, limit = DEFAULT_LIMIT, skip = 0 } = await request.object();
  if (!isObject(selector)) throw new CouchError(400, 'missing_required_key', 'Missing required key: selector');
  const { rows } = await db.use((pouch) => pouch.allDocs({ include_docs: true }));
  const docs = rows
    .flatMap(({ doc }) => (doc && !doc._id.startsWith('_design/') ? [doc as unknown as Json] : []))
    .filter((doc) => matches(doc, selector));
  if (Array.isArray(sort)) sortBy(docs, sort);
  const page = docs.slice(Number(skip), Number(skip) + Math.min(Number(limit), MOST));
  const picked = Array.isArray(fields) ? page.map((doc) => pick(doc, fields.map(String))) : page;
  reply.json(200, { docs: picked, bookmark: 'nil', warning: 'No matching index found, create an index to optimize query time.' });
}

function matches(doc: Json, selector: Json): boolean {
  try {
    return matchesSelector(doc, selector);
  } catch (error) {
    throw new CouchError(400, 'invalid_operator', String((error as Error).message));
  }
}

const valueAt = (doc: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), doc);

function sortBy(docs: Json[], sort: readonly unknown[]): void {
  const orders = sort.map((entry) => {
    const [name, way] = isObject(entry) ? Object.entries(entry)[0]! : [String(entry), 'asc'];
    return { name, way: way === 'desc' ? -1 : 1 };
  });
  docs.sort((a, b) => {
    for (const { name, way } of orders) {
      const by = collate(valueAt(a, name), valueAt(b, name)) * way;
      if (by !== 0) return by;
    }
    return 0;
  });
}

function pick(doc: Json, fields: readonly string[]): Json {
  const picked: Json = {};
  for (const field of fields) {
    const value = valueAt(doc, field);
    if (value === undefined) continue;
    const parts = field.split('.');
    let into = picked;
    for (const part of parts.slice(0, -1)) into = (into[part] ??= {}) as Json;
    into[parts.at(-1)!] = value;
  }
  return picked;
}
