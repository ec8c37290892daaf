import { parseDatabaseName } from '../../design/databases.ts';
import { badRequest, CouchError, notAllowed } from './couch-error.ts';
import { attachmentRoute } from './attachment.routes.ts';
import { bulkDocs, bulkGet, missingRevs, purge, revsDiff } from './bulk.routes.ts';
import { changesRoute } from './changes.routes.ts';
import type { CouchDatabase } from './database.ts';
import { createDocument, documentRoute } from './document.routes.ts';
import { documentOf } from './documents.ts';
import type { CouchServer } from './embedded.api.ts';
import { listing, listings, type Listed } from './listing.routes.ts';
import { findDocuments } from './find.route.ts';
import type { CouchReply } from './reply.ts';
import type { CouchRequest } from './request.ts';
import { securityOf } from './security.ts';
import { readSettings, writeSettings, type Settings } from './settings.store.ts';
import { designInfo, viewRoute } from './view.routes.ts';

/** What a handler of a database gets. */
export interface InDatabase {
  readonly server: CouchServer;
  readonly db: CouchDatabase;
  readonly request: CouchRequest;
  readonly reply: CouchReply;
}

/** `/{db}` and everything behind it. */
export async function databaseRoute(
  server: CouchServer,
  name: string,
  rest: readonly string[],
  request: CouchRequest,
  reply: CouchReply,
): Promise<void> {
  if (rest.length === 0) {
    if (request.method === 'PUT') {
      await server.create(name);
      return reply.json(201, { ok: true }, { location: `${request.base}/${encodeURIComponent(name)}` });
    }
    if (request.method === 'DELETE') {
      if (request.query.has('rev')) {
        throw badRequest('You tried to DELETE a database with a ?=rev parameter. Did you mean to DELETE a document instead?');
      }
      await server.remove(name);
      return reply.json(200, { ok: true });
    }
  }
  const inside: InDatabase = { server, db: await server.open(name), request, reply };
  if (rest.length === 0) return root(inside);
  return within(inside, rest);
}

async function root(inside: InDatabase): Promise<void> {
  const { db, request, reply } = inside;
  if (request.method === 'GET') return reply.json(200, await databaseInfo(db));
  if (request.method === 'POST') return createDocument(inside, documentOf(await request.json()));
  throw notAllowed('DELETE,GET,HEAD,POST,PUT');
}

/** `doc_del_count` is not said: PouchDB does not keep it. */
export async function databaseInfo(db: CouchDatabase): Promise<object> {
  const { doc_count, update_seq } = await db.use((pouch) => pouch.info());
  return {
    instance_start_time: '0',
    db_name: db.name,
    purge_seq: '0',
    update_seq,
    doc_count,
    props: {},
    disk_format_version: 8,
    compact_running: false,
    cluster: { q: 1, n: 1, w: 1, r: 1 },
  };
}

type Handler = (inside: InDatabase) => Promise<void>;

/** `_…` of a database, by method. */
const FUNCTIONS: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  _bulk_docs: { POST: bulkDocs },
  _bulk_get: { POST: bulkGet },
  _revs_diff: { POST: revsDiff },
  _missing_revs: { POST: missingRevs },
  _purge: { POST: purge },
  _changes: { GET: changesRoute, POST: changesRoute },
  _find: { POST: findDocuments },
  _compact: {
    async POST({ db, reply }) {
      await db.compact();
      reply.json(202, { ok: true });
    },
  },
  _view_cleanup: { POST: ({ reply }) => Promise.resolve(reply.json(202, { ok: true })) },
  _ensure_full_commit: {
    async POST({ db, reply }) {
      await db.flush();
      reply.json(201, { ok: true, instance_start_time: '0' });
    },
  },
  _security: {
    GET: async ({ db, reply }) => reply.json(200, (await settingsOf(db)).security),
    async PUT({ db, request, reply }) {
      refuseOwn(db);
      await writeSettings(db, { security: securityOf(await request.json()) });
      reply.json(200, { ok: true });
    },
  },
  _revs_limit: {
    GET: async ({ db, reply }) => reply.json(200, (await settingsOf(db)).revsLimit),
    PUT: async (inside) => putLimit(inside, 'revsLimit'),
  },
  _purged_infos_limit: {
    GET: async ({ db, reply }) => reply.json(200, (await settingsOf(db)).purgedInfosLimit),
    PUT: async (inside) => putLimit(inside, 'purgedInfosLimit'),
  },
};

const settingsOf = (db: CouchDatabase): Promise<Settings> => db.use(readSettings);

/** Who may see our databases is decided by the server (design §4), not by a document. */
function refuseOwn(db: CouchDatabase): void {
  if (parseDatabaseName(db.name))
    throw new CouchError(403, 'forbidden', "OpticsERP's own databases stay closed to all but the server.");
}

async function putLimit({ db, request, reply }: InDatabase, which: 'revsLimit' | 'purgedInfosLimit'): Promise<void> {
  const limit = await request.json();
  if (!Number.isInteger(limit) || Number(limit) < 1) {
    throw badRequest(
      which === 'revsLimit' ? '`revs_limit` must be positive integer' : '`purge_infos_limit` must be positive integer',
    );
  }
  await writeSettings(db, { [which]: Number(limit) });
  reply.json(200, { ok: true });
}

const LISTED: Readonly<Record<string, Listed>> = { _all_docs: 'all', _design_docs: 'design', _local_docs: 'local' };

function within(inside: InDatabase, rest: readonly string[]): Promise<void> {
  const { method } = inside.request;
  const [first = '', second, third, ...more] = rest;
  const functions = rest.length === 1 && Object.hasOwn(FUNCTIONS, first) ? FUNCTIONS[first]! : null;
  if (functions) {
    const handler = functions[method];
    if (handler) return handler(inside);
    throw notAllowed(Object.keys(functions).join(','));
  }
  if (Object.hasOwn(LISTED, first)) {
    if (rest.length === 1) return listing(inside, LISTED[first]!);
    if (second === 'queries' && rest.length === 2) return listings(inside, LISTED[first]!);
  }
  if (first === '_compact' && rest.length === 2 && method === 'POST') return FUNCTIONS['_view_cleanup']!['POST']!(inside);
  if (first === '_local' || first === '_local/') {
    if (second === undefined || second === '') throw badRequest('Invalid _local document id.');
    if (third !== undefined) throw badRequest('_local documents do not accept attachments.');
    return documentRoute(inside, `_local/${second}`);
  }
  if (first === '_design' && second !== undefined) {
    const id = `_design/${second}`;
    if (third === undefined) return documentRoute(inside, id);
    if (third === '_info' && more.length === 0) return designInfo(inside, id);
    if (third === '_view' && more.length > 0) return viewRoute(inside, id, more);
    return attachmentRoute(inside, id, [third, ...more].join('/'));
  }
  if (second === undefined) return documentRoute(inside, first);
  return attachmentRoute(inside, first, rest.slice(1).join('/'));
}
