import { badRequest, CouchError, noDatabase, notAllowed } from './couch-error.ts';
import { databaseInfo } from './database.routes.ts';
import { newUuid } from './documents.ts';
import type { CouchServer } from './embedded.api.ts';
import { replicate } from './replicate.route.ts';
import type { CouchReply } from './reply.ts';
import { countParameter, isTrue, jsonParameter, type CouchRequest } from './request.ts';

/** The API whose behaviour is kept here. */
export const COUCHDB_VERSION = '3.5.0';

const DATABASES_AT_ONCE = 100;
const UUIDS_AT_ONCE = 1_000;

type Answer = (server: CouchServer, request: CouchRequest) => unknown;

const ANSWERS: Readonly<Record<string, { readonly methods: string; readonly answer: Answer }>> = {
  '': {
    methods: 'GET,HEAD',
    answer: ({ uuid }) => ({
      couchdb: 'Welcome',
      version: COUCHDB_VERSION,
      uuid,
      features: [],
      vendor: { name: 'OpticsERP, embedded engine' },
    }),
  },
  _all_dbs: { methods: 'GET,HEAD', answer: allDatabases },
  _dbs_info: { methods: 'GET,HEAD,POST', answer: databasesInfo },
  _uuids: {
    methods: 'GET,HEAD',
    answer(_server, { query }) {
      const count = countParameter(query, 'count') ?? 1;
      if (count > UUIDS_AT_ONCE) throw badRequest('count parameter too large');
      return { uuids: Array.from({ length: count }, newUuid) };
    },
  },
  _session: {
    methods: 'GET,HEAD',
    answer: () => ({
      ok: true,
      userCtx: { name: 'admin', roles: ['_admin'] },
      info: { authentication_handlers: ['default'], authenticated: 'default' },
    }),
  },
  _up: { methods: 'GET,HEAD', answer: () => ({ status: 'ok', seeds: {} }) },
  _active_tasks: { methods: 'GET,HEAD', answer: () => [] },
  _membership: { methods: 'GET,HEAD', answer: () => ({ all_nodes: ['nonode@nohost'], cluster_nodes: ['nonode@nohost'] }) },
  _replicate: { methods: 'POST', answer: async (server, request) => replicate(server, await request.object()) },
};

/** What belongs to no database. */
export async function serverRoute(server: CouchServer, request: CouchRequest, reply: CouchReply): Promise<void> {
  const name = request.parts[0] ?? '';
  const known = Object.hasOwn(ANSWERS, name) ? ANSWERS[name] : undefined;
  if (!known) {
    if (request.method !== 'PUT') throw noDatabase();
    return server.create(name); // says what is wrong with the name
  }
  if (!known.methods.split(',').includes(request.method)) throw notAllowed(known.methods);
  reply.json(200, await known.answer(server, request));
}

async function allDatabases(server: CouchServer, { query }: CouchRequest): Promise<string[]> {
  const text = (...names: string[]): string | null => {
    const given = jsonParameter(query, ...names);
    return given && typeof given.value === 'string' ? given.value : null;
  };
  const key = text('key');
  const descending = isTrue(query, 'descending');
  const [start, end] = [key ?? text('startkey', 'start_key'), key ?? text('endkey', 'end_key')];
  const inclusive = query.get('inclusive_end') !== 'false';
  const names = await server.names();
  if (descending) names.reverse();
  const before = (a: string, b: string): boolean => (descending ? a > b : a < b);
  const skip = countParameter(query, 'skip') ?? 0;
  return names
    .filter((name) => start === null || !before(name, start))
    .filter((name) => end === null || before(name, end) || (inclusive && name === end))
    .slice(skip, skip + (countParameter(query, 'limit') ?? Infinity));
}

async function databasesInfo(server: CouchServer, request: CouchRequest): Promise<object[]> {
  const asked = request.method === 'POST';
  const keys = asked ? (await request.object())['keys'] : await allDatabases(server, request);
  if (!Array.isArray(keys)) throw badRequest('`keys` member must exist.');
  if (asked && keys.length > DATABASES_AT_ONCE) throw badRequest('too_many_keys');
  const rows: object[] = [];
  for (const key of keys.map(String)) {
    try {
      rows.push({ key, info: await databaseInfo(await server.open(key)) });
    } catch (error) {
      if (!(error instanceof CouchError) || error.status !== 404) throw error;
      if (asked) rows.push({ key, error: 'not_found' });
    }
  }
  return rows;
}
