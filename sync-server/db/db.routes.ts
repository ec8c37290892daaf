import type { FastifyInstance, FastifyRequest, preParsingHookHandler } from 'fastify';
import { z } from 'zod';
import type { Device } from '../../design/documents/people.ts';
import { DomainError } from '../../design/errors.ts';
import { BULK_BODY_LIMIT } from '../../design/sync/limits.ts';
import { isLocalOf } from '../../design/sync/push-note.ts';
import { QUARANTINED } from '../../design/sync/quarantine.ts';
import { SECOND, type Clock } from '../../design/time/clock.ts';
import { deviceOf } from '../devices/authentication.ts';
import type { Engine } from '../engine/engine.ts';
import { domainErrorOf } from '../http/problems.ts';
import { accessOf, type Access } from './access.ts';
import { sendStream } from './answer-stream.ts';
import { createBodyBudget, declaredBytes, type BodyBudget } from './body-budget.ts';
import { writeBulkDocs, type BulkDocsDeps } from './bulk-docs.route.ts';
import { answerChanges } from './changes.route.ts';
import { parseDocumentQuery, pathName, REV } from './document.query.ts';
import { createQuarantine } from './quarantine.ts';
import type { ReplicationStore, RowText } from './replication.ts';
import { storeOfTypes, type ReadingStore } from './store-of-types.ts';

export interface DbDeps extends BulkDocsDeps {
  readonly engine: Engine;
  readonly store: ReplicationStore;
  readonly clock: Clock;
  readonly closing: AbortSignal;
  /** Stable over restarts: makes replication ids independent of the address. */
  readonly serverUuid: string;
  readonly timeZoneOf: (store: string) => string;
  readonly provisioned: (name: string) => boolean;
  /** Documents of revoked devices that were laid down; counted. */
  readonly quarantined: (documents: number) => void;
  readonly budget?: BodyBudget;
  /** Bytes that a revoked device may hand in. */
  readonly room?: number;
}

const MEGABYTE = 1 << 20;
/** ms without a byte of a body that is being read. */
const SILENT_SENDER = 30 * SECOND;
const bulkGetBody = z.object({ docs: z.array(z.object({ id: z.string().min(1).max(256), rev: REV.optional() })).max(10_000) });
const bulkGetQuery = z.object({
  revs: z.literal('true').optional(),
  latest: z.literal('true').optional(),
  attachments: z.literal('true').optional(),
});
const revsDiffBody = z
  .record(z.string().max(256), z.array(REV).max(1_000))
  .refine((revs) => Object.keys(revs).length <= 10_000, { error: 'more than 10,000 documents' });
const localBody = z.looseObject({
  _rev: z
    .string()
    .regex(/^0-\d{1,9}$/)
    .optional(),
});
const attachmentQuery = z.strictObject({ rev: REV.optional(), _nonce: z.string().optional() });

type Params = { Params: { name: string; id: string; '*': string } };

/**
 * The CouchDB HTTP API, restricted to what PouchDB's replication needs and to the databases of the device (design §5): deny by default.
 * The same code answers for the embedded engine and for CouchDB. A revoked device meets the routes marked `handIn` only, and there the
 * quarantine.
 */
export function dbRoutes(app: FastifyInstance, deps: DbDeps): void {
  const { store, budget = createBodyBudget() } = deps;
  const quarantine = createQuarantine({ ...deps, kept: deps.quarantined });
  const handIn = { config: { handIn: true }, exposeHeadRoute: false } as const;
  const liveOnly = { config: { handIn: false }, exposeHeadRoute: false } as const;

  app.addHook('onRequest', (request, reply, done) => {
    const isRevoked = deviceOf(request).revoked !== null;
    if (isRevoked) void reply.header(QUARANTINED, '1');
    done(isRevoked && !request.routeOptions.config.handIn ? new DomainError('DEVICE_REVOKED', { handIn: true }) : undefined);
  });

  /** The database of the request, if the device may do this with it. */
  function allowed(request: FastifyRequest, way: 'pull' | 'push' | 'either'): string {
    const { name } = request.params as { name: string };
    const access = accessOf(deviceOf(request), name, { ...deps, now: deps.clock.now() });
    if (typeof access === 'string') throw new DomainError(access, { database: name });
    if (!deps.provisioned(name)) throw new DomainError('DATABASE_NOT_FOUND', { database: name });
    if (way !== 'either' && !access[way]) throw new DomainError('FORBIDDEN', { database: name });
    return name;
  }

  const typesOf = (request: FastifyRequest, name: string): Access['types'] => {
    const access = accessOf(deviceOf(request), name, { ...deps, now: deps.clock.now() });
    return typeof access === 'string' ? undefined : access.types;
  };
  /** The database as this device sees it. */
  const shownTo = (request: FastifyRequest, name: string): ReadingStore => {
    const types = typesOf(request, name);
    return types ? storeOfTypes(store, types.reads) : store;
  };

  app.get('/', handIn, () => ({ couchdb: 'Welcome', uuid: deps.serverUuid, vendor: { name: 'OpticsERP' } }));

  app.get<Params>('/:name', handIn, async (request) => {
    const { name } = request.params;
    if (revoked(request)) return { db_name: name, doc_count: 0, update_seq: 0, instance_start_time: '0' };
    const { seq, count } = await store.info(allowed(request, 'either'));
    return { db_name: name, doc_count: count, update_seq: seq, instance_start_time: '0' };
  });

  app.get<Params>('/:name/_changes', liveOnly, (request, reply) => {
    const name = allowed(request, 'pull');
    return answerChanges(name, request, reply, { ...deps, store: shownTo(request, name) });
  });

  app.post<Params>('/:name/_bulk_get', { ...liveOnly, bodyLimit: 4 * MEGABYTE }, async (request, reply) => {
    const name = allowed(request, 'pull');
    const { docs } = checked(bulkGetBody, request.body);
    const query = checkedQuery(bulkGetQuery, request.query);
    const wanted = docs.filter((doc) => !doc.id.startsWith('_'));
    const flags = { revs: query.revs !== undefined, latest: query.latest !== undefined, attachments: !!query.attachments };
    return sendStream(reply, resultsText(wanted.length === 0 ? [] : shownTo(request, name).bulkGet(name, wanted, flags)));
  });

  app.post<Params>('/:name/_revs_diff', { ...handIn, bodyLimit: 4 * MEGABYTE }, async (request) => {
    const device = revoked(request);
    if (device) return quarantine.revsDiff(device, request.params.name, checked(revsDiffBody, request.body));
    const name = allowed(request, 'either');
    return store.revsDiff(name, checked(revsDiffBody, request.body));
  });

  const bulkDocs = { ...handIn, bodyLimit: BULK_BODY_LIMIT, preParsing: withinBudget(budget) };
  app.post<Params>('/:name/_bulk_docs', bulkDocs, async (request, reply) => {
    const device = revoked(request);
    if (device) return reply.code(201).send(await quarantine.take(device, request.params.name, request.body));
    const name = allowed(request, 'push');
    const { writes } = typesOf(request, name) ?? {};
    return reply.code(201).send(await writeBulkDocs(name, deviceOf(request), request.body, { ...deps, writes }));
  });

  app.get<Params>('/:name/_local/:id', handIn, async (request) => {
    const id = localIdOf(request);
    const device = revoked(request);
    const doc = device
      ? await quarantine.getLocal(device, request.params.name, id)
      : await store.getLocal(allowed(request, 'either'), id);
    if (!doc) throw new DomainError('NOT_FOUND');
    return doc;
  });

  // A pull keeps its checkpoint at the source too, so `_local` is writable wherever the device may read.
  app.put<Params>('/:name/_local/:id', { ...handIn, bodyLimit: 65_536 }, async (request, reply) => {
    const device = revoked(request);
    const name = device ? request.params.name : allowed(request, 'either');
    const id = localIdOf(request);
    const { _id: _, ...doc } = checked(localBody, request.body);
    if (Object.keys(doc).some((field) => field.startsWith('_') && field !== '_rev')) throw new DomainError('BODY_INVALID');
    const rev = device ? await quarantine.putLocal(device, name, id, doc) : await store.putLocal(name, id, doc);
    if (rev === null) throw new DomainError('DOCUMENT_CONFLICT');
    return reply.code(201).send({ ok: true, id: `_local/${id}`, rev });
  });

  app.get<Params>('/:name/:id', liveOnly, async (request, reply) => {
    const name = allowed(request, 'pull');
    if (request.params.id.startsWith('_')) throw new DomainError('FORBIDDEN');
    const doc = await shownTo(request, name).get(name, pathName(request.params.id), parseDocumentQuery(request.query));
    if (!doc) throw new DomainError('NOT_FOUND');
    return sendStream(reply, doc);
  });

  app.get<Params>('/:name/:id/*', liveOnly, async (request, reply) => {
    const name = allowed(request, 'pull');
    const { id, '*': attachment } = request.params;
    if (id.startsWith('_')) throw new DomainError('FORBIDDEN');
    const { rev } = checkedQuery(attachmentQuery, request.query);
    const found = await shownTo(request, name).attachment(name, pathName(id), pathName(attachment), rev ?? null);
    if (!found) throw new DomainError('NOT_FOUND');
    if (found.digest !== null) reply.header('etag', `"${found.digest}"`);
    // Whatever a device called it, it is never a page of this origin.
    reply.header('content-disposition', 'attachment').header('content-security-policy', "sandbox; default-src 'none'");
    return sendStream(reply, iterated(found.body), { contentType: found.contentType });
  });

  const denied = (): never => {
    throw new DomainError('METHOD_NOT_ALLOWED');
  };
  app.route({ method: ['POST', 'PUT', 'DELETE'], url: '/:name', handler: denied });
  app.route({ method: ['PUT', 'DELETE', 'POST'], url: '/:name/:id', handler: denied });
  app.route({
    method: ['GET', 'POST', 'PUT', 'DELETE'],
    url: '/*',
    exposeHeadRoute: false,
    handler: () => {
      throw new DomainError('FORBIDDEN');
    },
  });
}

const revoked = (request: FastifyRequest): Device | null => {
  const device = deviceOf(request);
  return device.revoked === null ? null : device;
};

function localIdOf(request: FastifyRequest<Params>): string {
  const id = pathName(request.params.id);
  if (!isLocalOf(id, deviceOf(request).number)) throw new DomainError('FORBIDDEN');
  return id;
}

function checked<T>(shape: z.ZodType<T>, value: unknown): T {
  const result = shape.safeParse(value);
  if (!result.success) throw domainErrorOf(result.error);
  return result.data;
}

function checkedQuery<T>(shape: z.ZodType<T>, value: unknown): T {
  const result = shape.safeParse(value);
  if (!result.success)
    throw new DomainError('QUERY_INVALID', { parameters: result.error.issues.map((i) => i.path.join('.')).slice(0, 5) });
  return result.data;
}

/** Reads a body only when there is room for it: meanwhile nobody takes from the socket, and TCP holds its sender back. */
function withinBudget(budget: BodyBudget): preParsingHookHandler {
  return (request, reply, payload, done) => {
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    budget.take(declaredBytes(request.raw, BULK_BODY_LIMIT), gone.signal).then(
      (give) => {
        reply.raw.once('close', give);
        if (reply.raw.closed || request.raw.destroyed) give();
        // A sender that falls silent in the middle holds room that others wait for.
        request.raw.setTimeout(SILENT_SENDER, () => request.raw.destroy());
        request.raw.once('end', () => request.raw.setTimeout(0));
        done(null, payload);
      },
      () => done(new DomainError('REQUEST_TIMEOUT')),
    );
  };
}

async function* resultsText(rows: AsyncIterable<RowText> | readonly RowText[]): AsyncGenerator<RowText> {
  yield '{"results":[';
  let comma = '\n';
  for await (const row of rows) {
    yield comma;
    yield row;
    comma = ',\n';
  }
  yield '\n]}\n';
}

async function* iterated(parts: AsyncIterable<Uint8Array> | readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Open to a revoked device, which meets the quarantine there. */
    handIn?: boolean;
  }
}
