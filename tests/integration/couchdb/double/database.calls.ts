import { randomUUID } from 'node:crypto';
import PouchDB from 'pouchdb-core';
import { listingWhole } from '../../../../sync-server/engine/whole-listing.ts';
import { badRequest, CouchError, notFound } from './couch-error.ts';
import { answerAttachment, answerBulkGet, answerDocument, answerLocal, type Answered, type Call } from './documents.ts';
import { DoubleDatabase, type Doc } from './double.database.ts';
import { packSequence } from './sequences.ts';
import type { Databases } from './server.calls.ts';

const NAME = /^[a-z][a-z0-9_$()+/-]*$/;
const OK = { ok: true };
const parsed = (body: Buffer): Record<string, unknown> =>
  body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Record<string, unknown>);
let made = 0;

async function create(name: string, databases: Databases): Promise<Answered> {
  if (!NAME.test(name)) {
    const reason = `Name: '${name}'. Only lowercase characters (a-z), digits (0-9), and any of the characters _, $, (, ), +, -, and / are allowed. Must begin with a letter.`;
    throw new CouchError(400, 'illegal_database_name', reason);
  }
  if (databases.has(name))
    throw new CouchError(412, 'file_exists', 'The database could not be created, the file already exists.');
  const pouch = listingWhole(new PouchDB(databases.folder(++made), { adapter: 'leveldb' }));
  const database = new DoubleDatabase(name, pouch);
  database.on('change', () => databases.updates.happened(name, 'updated'));
  databases.set(name, database);
  await pouch.info();
  databases.updates.happened(name, 'created');
  return { status: 201, body: OK };
}

/** Everything below `/db` but `_changes`. */
export async function answerDatabase(
  name: string,
  found: DoubleDatabase | undefined,
  path: readonly string[],
  call: Call,
  databases: Databases,
): Promise<Answered> {
  if (path.length === 0 && call.method === 'PUT') return create(name, databases);
  if (!found) throw notFound('Database does not exist.');
  const db = found;
  const [first = '', ...rest] = path;
  if (first === '') return answerWhole(db, call, databases);
  if (first === '_local') return answerLocal(db, `_local/${rest.join('/')}`, call);
  if (first === '_design') return answerDocument(db, `_design/${rest.join('/')}`, call);
  if (first.startsWith('_')) return answerCall(db, first, call);
  return rest.length === 0 ? answerDocument(db, first, call) : answerAttachment(db, first, rest.join('/'), call);
}

async function answerWhole(db: DoubleDatabase, call: Call, databases: Databases): Promise<Answered> {
  if (call.method === 'DELETE') {
    databases.delete(db.name);
    await db.pouch.destroy();
    databases.updates.happened(db.name, 'deleted');
    return { status: 200, body: OK };
  }
  if (call.method === 'POST') {
    const doc = { _id: randomUUID().replaceAll('-', ''), ...parsed(call.body) };
    return answerDocument(db, doc._id, { ...call, method: 'PUT', body: Buffer.from(JSON.stringify(doc)) });
  }
  const info = await db.pouch.info();
  const body = {
    db_name: db.name,
    doc_count: info.doc_count,
    update_seq: packSequence(Number(info.update_seq), 'info'),
    instance_start_time: '1',
    compact_running: false,
  };
  return { status: 200, body };
}

async function answerCall(db: DoubleDatabase, what: string, call: Call): Promise<Answered> {
  switch (what) {
    case '_security':
      if (call.method === 'PUT') db.security = parsed(call.body);
      return { status: 200, body: call.method === 'PUT' ? OK : db.security };
    case '_compact':
      return { status: 202, body: OK };
    case '_ensure_full_commit':
      return { status: 201, body: { ok: true, instance_start_time: '0' } };
    case '_bulk_docs': {
      const { docs, new_edits: newEdits = true } = parsed(call.body);
      if (!Array.isArray(docs)) throw badRequest('POST body must include `docs` parameter.');
      const named = (docs as Doc[]).map((doc) => ({ ...doc, _id: doc._id ?? randomUUID().replaceAll('-', '') }));
      return { status: 201, body: await db.bulk(named, newEdits as boolean) };
    }
    case '_bulk_get':
      return answerBulkGet(db, call);
    case '_revs_diff': {
      const diff = await db.pouch.revsDiff(parsed(call.body) as PouchDB.Core.RevisionDiffOptions);
      // An object has no order that anybody promised.
      return { status: 200, body: Object.fromEntries(Object.entries(diff).reverse()) };
    }
    case '_all_docs': {
      const options = Object.fromEntries([...call.query].map(([key, value]) => [key, JSON.parse(value) as unknown]));
      return { status: 200, body: await db.pouch.allDocs({ ...options, ...parsed(call.body) } as PouchDB.Core.AllDocsOptions) };
    }
    default:
      throw new CouchError(400, 'illegal_docid', 'Only reserved document ids may start with underscore.');
  }
}
