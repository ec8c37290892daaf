import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import type { Validator } from '../../../design/couch/validate.ts';

PouchDB.plugin(leveldbAdapter);

/**
 * A test double of CouchDB: the calls that our engine makes, answered by PouchDB on LevelDB, with `validate_doc_update` run as CouchDB
 * does (it does not see a second first revision as a change). It proves how the engine asks; what CouchDB itself does, the same suite
 * proves against a real one (COUCHDB_URL).
 */
export async function startCouchDouble(): Promise<{ url: string; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'optics-couch-double-'));
  const databases = new Map<string, PouchDB.Database>();
  const server = createServer((request, response) => {
    answer(request, databases, folder).then(
      (result) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result)),
      (error: { status?: number; reason?: string; message?: string }) =>
        response
          .writeHead(error.status ?? 500, { 'content-type': 'application/json' })
          .end(JSON.stringify({ error: 'error', reason: error.reason ?? error.message })),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://admin:secret@127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const database of databases.values()) await database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`double: ${status}`);
    this.status = status;
  }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

async function answer(request: IncomingMessage, databases: Map<string, PouchDB.Database>, folder: string): Promise<unknown> {
  if (request.headers.authorization !== `Basic ${Buffer.from('admin:secret').toString('base64')}`) throw new Refused(401);
  const url = new URL(request.url!, 'http://double');
  const [name = '', ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
  const query = Object.fromEntries([...url.searchParams].map(([key, value]) => [key, parsedValue(value)]));
  const body = await bodyOf(request);
  if (name === '_all_dbs') return [...databases.keys()].sort();
  if (name.startsWith('_')) throw new Refused(404); // no _db_updates: the engine must do without
  if (rest.length === 0 && request.method === 'PUT') return create(name, databases, folder);
  const db = databases.get(name);
  if (!db) throw new Refused(404);
  const [call = '', key = ''] = rest;
  const id = rest.join('/');
  if (call === '') return { ...(await db.info()), db_name: name };
  if (call === '_security') return { ok: true };
  if (call === '_all_docs') return db.allDocs({ ...query, ...body } as PouchDB.Core.AllDocsOptions);
  if (call === '_changes') return db.changes(query);
  if (call === '_revs_diff') return db.revsDiff(body as PouchDB.Core.RevisionDiffOptions);
  if (call === '_bulk_get') return db.bulkGet({ ...body, ...query } as unknown as PouchDB.Core.BulkGetOptions);
  if (call === '_bulk_docs') return bulk(db, body as unknown as BulkBody);
  if (request.method === 'PUT') return db.put({ ...body, _id: id } as PouchDB.Core.PutDocument<object>);
  return key === '' || call === '_local' || call === '_design' ? db.get(id, query as PouchDB.Core.GetOptions) : null;
}

function parsedValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function create(name: string, databases: Map<string, PouchDB.Database>, folder: string): Promise<object> {
  if (databases.has(name)) throw new Refused(412);
  const database = new PouchDB(join(folder, name), { adapter: 'leveldb' });
  databases.set(name, database);
  await database.info();
  return { ok: true };
}

interface BulkBody {
  docs: { _id: string; _rev?: string }[];
  new_edits: boolean;
}

async function bulk(db: PouchDB.Database, { docs, new_edits: newEdits }: BulkBody): Promise<unknown[]> {
  const design = await db.get<{ validate_doc_update: string }>('_design/optics').catch(() => null);

  const validate = design && (new Script(`(${design.validate_doc_update})`).runInThisContext() as Validator);
  const refused: unknown[] = [];
  const good = docs.filter((doc) => {
    try {
      validate?.(doc, null, { db: 'double', name: 'admin', roles: ['_admin'] });
      return true;
    } catch (thrown) {
      refused.push({ id: doc._id, error: 'forbidden', reason: (thrown as { forbidden: string }).forbidden });
      return false;
    }
  });
  const rows = (await db.bulkDocs(good as PouchDB.Core.PutDocument<object>[], { new_edits: newEdits })) as {
    id?: string;
    error?: unknown;
    name?: string;
  }[];
  return [...rows.map((row) => (row.error ? { ...row, error: row.name } : row)), ...refused];
}
