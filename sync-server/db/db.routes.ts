import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../../design/errors.ts';
import type { Clock } from '../../design/time/clock.ts';
import { deviceOf } from '../devices/authentication.ts';
import type { Engine } from '../engine/engine.ts';
import { domainErrorOf } from '../http/problems.ts';
import { accessOf } from './access.ts';
import { writeBulkDocs, type BulkDocsDeps } from './bulk-docs.route.ts';
import { answerChanges } from './changes.route.ts';
import type { ReplicationStore } from './replication.ts';

export interface DbDeps extends BulkDocsDeps {
  readonly engine: Engine;
  readonly store: ReplicationStore;
  readonly clock: Clock;
  readonly closing: AbortSignal;
  /** Stable over restarts: makes replication ids independent of the address. */
  readonly serverUuid: string;
  readonly timeZoneOf: (store: string) => string;
  readonly provisioned: (name: string) => boolean;
}

const MEGABYTE = 1 << 20;
const REV = z.string().regex(/^[1-9]\d{0,8}-[0-9a-zA-Z]{1,64}$/);
const bulkGetBody = z.object({ docs: z.array(z.object({ id: z.string().min(1).max(256), rev: REV.optional() })).max(1_000) });
const revsDiffBody = z
  .record(z.string().max(256), z.array(REV).max(1_000))
  .refine((revs) => Object.keys(revs).length <= 10_000, { error: 'more than 10,000 documents' });
const localBody = z.looseObject({
  _rev: z
    .string()
    .regex(/^0-\d{1,9}$/)
    .optional(),
});
const localId = z.string().min(1).max(256);
const yes = z.enum(['true', 'false']).transform((text) => text === 'true');
const documentQuery = z.strictObject({
  rev: REV.optional(),
  revs: yes.optional(),
  conflicts: yes.optional(),
  attachments: yes.optional(),
  latest: yes.optional(),
  _nonce: z.string().optional(),
});

type Params = { Params: { name: string; id: string } };

/**
 * The CouchDB HTTP API, restricted to what PouchDB's replication needs and to the databases of the device (design §5): deny by default.
 * The same code answers for the embedded engine and for CouchDB.
 */
export function dbRoutes(app: FastifyInstance, deps: DbDeps): void {
  const { store } = deps;
  const checked = <T>(shape: z.ZodType<T>, value: unknown): T => {
    const result = shape.safeParse(value);
    if (!result.success) throw domainErrorOf(result.error);
    return result.data;
  };

  /** The database of the request, if the device may do this with it. */
  function allowed(request: FastifyRequest, way: 'pull' | 'push' | 'either'): string {
    const { name } = request.params as { name: string };
    const access = accessOf(deviceOf(request), name, { now: deps.clock.now(), timeZoneOf: deps.timeZoneOf });
    if (typeof access === 'string') throw new DomainError(access, { database: name });
    if (!deps.provisioned(name)) throw new DomainError('DATABASE_NOT_FOUND', { database: name });
    if (way !== 'either' && !access[way]) throw new DomainError('FORBIDDEN', { database: name });
    return name;
  }

  app.get('/', () => ({ couchdb: 'Welcome', uuid: deps.serverUuid, vendor: { name: 'OpticsERP' } }));

  app.get<Params>('/:name', async (request) => {
    const name = allowed(request, 'either');
    const { seq, count } = await store.info(name);
    return { db_name: name, doc_count: count, update_seq: seq, instance_start_time: '0' };
  });

  app.get<Params>('/:name/_changes', (request, reply) => answerChanges(allowed(request, 'pull'), request, reply, deps));

  app.post<Params>('/:name/_bulk_get', { bodyLimit: MEGABYTE }, async (request) => {
    const name = allowed(request, 'pull');
    const { docs } = checked(bulkGetBody, request.body);
    const wanted = docs.filter((doc) => !doc.id.startsWith('_'));
    const { latest } = request.query as { latest?: string };
    return { results: await store.bulkGet(name, wanted, latest === 'true') };
  });

  app.post<Params>('/:name/_revs_diff', { bodyLimit: 4 * MEGABYTE }, async (request) => {
    const name = allowed(request, 'either');
    return store.revsDiff(name, checked(revsDiffBody, request.body));
  });

  app.post<Params>('/:name/_bulk_docs', { bodyLimit: 16 * MEGABYTE }, async (request, reply) => {
    const name = allowed(request, 'push');
    reply.code(201);
    return writeBulkDocs(name, deviceOf(request), request.body, deps);
  });

  app.get<Params>('/:name/_local/:id', async (request) => {
    const name = allowed(request, 'either');
    const doc = await store.getLocal(name, checked(localId, request.params.id));
    if (!doc) throw new DomainError('NOT_FOUND');
    return doc;
  });

  // A pull keeps its checkpoint at the source too, so `_local` is writable wherever the device may read.
  app.put<Params>('/:name/_local/:id', { bodyLimit: 65_536 }, async (request, reply) => {
    const name = allowed(request, 'either');
    const id = checked(localId, request.params.id);
    const { _id: _, ...doc } = checked(localBody, request.body);
    if (Object.keys(doc).some((field) => field.startsWith('_') && field !== '_rev')) throw new DomainError('BODY_INVALID');
    if (doc['_rev'] !== undefined && !/^0-\d{1,9}$/.test(String(doc['_rev'])))
      throw new DomainError('BODY_INVALID', { field: '_rev' });
    const rev = await store.putLocal(name, id, doc);
    if (rev === null) throw new DomainError('DOCUMENT_CONFLICT');
    return reply.code(201).send({ ok: true, id: `_local/${id}`, rev });
  });

  app.get<Params>('/:name/:id', async (request) => {
    const name = allowed(request, 'pull');
    const { id } = request.params;
    if (id.startsWith('_')) throw new DomainError('FORBIDDEN');
    const { rev, revs, conflicts } = checked(documentQuery, request.query);
    const doc = await store.get(name, id, {
      ...(rev === undefined ? {} : { rev }),
      ...(revs === undefined ? {} : { revs }),
      ...(conflicts === undefined ? {} : { conflicts }),
    });
    if (!doc) throw new DomainError('NOT_FOUND');
    return doc;
  });

  const READ_ONLY = ['POST', 'PUT', 'DELETE'] as const;
  const denied = (): never => {
    throw new DomainError('METHOD_NOT_ALLOWED');
  };
  app.route({ method: [...READ_ONLY], url: '/:name', handler: denied });
  app.route({ method: ['PUT', 'DELETE', 'POST'], url: '/:name/:id', handler: denied });
  app.route({
    method: ['GET', 'POST', 'PUT', 'DELETE'],
    url: '/*',
    handler: () => {
      throw new DomainError('FORBIDDEN');
    },
  });
}
