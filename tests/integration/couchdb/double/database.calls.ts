import { randomUUID } from 'node:crypto';
import PouchDB from 'pouchdb-core';
import { listingWhole } from '../../../../sync-server/engine/whole-listing.ts';
import { assertAccepted } from './accepted.ts';
import { answerAllDocs } from './all-docs.ts';
import { badRequest, CouchError, notFound } from './couch-error.ts';
import { answerAttachment, answerBulkGet, answerDocument, answerLocal, type Answered, type Call } from './documents.ts';
import { DoubleDatabase, type Doc } from './double.database.ts';
import { posted, readJson } from './json-body.ts';
import { packSequence } from './sequences.ts';
import type { Databases } from './server.calls.ts';

const NAME = /^[a-z][a-z0-9_$()+/-]*$/;
const OK = { ok: true };
const freshId = (): string => randomUUID().replaceAll('-', '');
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
    const doc = { _id: freshId(), ...(posted(call) as Partial<Doc>) };
    return answerDocument(db, doc._id, { ...call, method: 'PUT', body: Buffer.from(JSON.stringify(doc)) });
  }
  const info = await db.pouch.info();
  const body = {
    instance_start_time: '1763715600',
    db_name: db.name,
    purge_seq: packSequence(0, 'info'),
    update_seq: packSequence(Number(info.update_seq), 'info'),
    sizes: { file: 1, external: 1, active: 1 },
    props: {},
    doc_del_count: 0,
    doc_count: info.doc_count,
    disk_format_version: 8,
    compact_running: false,
    cluster: { q: 1, n: 1, w: 1, r: 1 },
  };
  return { status: 200, body };
}

async function answerCall(db: DoubleDatabase, what: string, call: Call): Promise<Answered> {
  switch (what) {
    case '_security':
      if (call.method === 'PUT') db.security = readJson(call.body) as object;
      return { status: 200, body: call.method === 'PUT' ? OK : db.security };
    case '_compact':
      posted(call);
      return { status: 202, body: OK };
    case '_ensure_full_commit':
      // CouchDB looks at the type of this body and not into it.
      if (call.body.length > 0) posted(call);
      return { status: 201, body: { ok: true, instance_start_time: '1763715600' } };
    case '_bulk_docs':
      return answerBulkDocs(db, call);
    case '_bulk_get':
      return answerBulkGet(db, call);
    case '_revs_diff': {
      const asked = posted(call);
      if (!Object.values(asked).every(Array.isArray)) throw badRequest('Invalid rev format');
      const diff = await db.pouch.revsDiff(asked as PouchDB.Core.RevisionDiffOptions);
      // An object has no order that anybody promised.
      return { status: 200, body: Object.fromEntries(Object.entries(diff).reverse()) };
    }
    case '_all_docs':
      return answerAllDocs(db, call);
    default:
      throw new CouchError(400, 'illegal_docid', 'Only reserved document ids may start with underscore.');
  }
}

/** Every document is looked at before one is written. */
async function answerBulkDocs(db: DoubleDatabase, call: Call): Promise<Answered> {
  const { docs, new_edits: newEdits = true } = posted(call);
  if (docs === undefined) throw badRequest('POST body must include `docs` parameter.');
  if (!Array.isArray(docs)) throw badRequest('`docs` parameter must be an array.');
  if (typeof newEdits !== 'boolean') throw badRequest('`new_edits` parameter must be a boolean.');
  for (const doc of docs as unknown[]) assertAccepted(doc, newEdits);
  const named = (docs as Doc[]).map((doc) => ({ ...doc, _id: doc._id || freshId() }));
  return { status: 201, body: await db.bulk(named, newEdits) };
}
