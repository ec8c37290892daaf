import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../design/errors.ts';
import { deviceOf } from '../devices/authentication.ts';
import type { Snapshots } from './snapshots.ts';

const YEAR = 365 * 24 * 3_600;

/**
 * GET /snapshot: what a till without a catalogue sells from, with its own shop's prices; GET /snapshot/<base>: the columns it names,
 * the same bytes for all tills. Behind the device's token, for tills only.
 */
export function snapshotRoutes(app: FastifyInstance, deps: { readonly snapshots: Snapshots }): void {
  const { snapshots } = deps;
  app.addHook('onRequest', (request, _reply, done) => {
    if (!deviceOf(request).scopes.includes('till')) throw new DomainError('FORBIDDEN');
    done();
  });

  app.get('/snapshot', async (request, reply) => {
    const json = JSON.stringify(await snapshots.head(deviceOf(request).store));
    const tag = `"${createHash('sha256').update(json).digest('base64url').slice(0, 22)}"`;
    reply.header('cache-control', 'private, no-cache').header('vary', 'authorization');
    if (unchanged(request, reply, tag)) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(json);
  });

  app.get<{ Params: { base: string } }>('/snapshot/:base', async (request, reply) => {
    const { base } = request.params;
    const bytes = await snapshots.base(base);
    if (!bytes) throw new DomainError('NOT_FOUND');
    reply.header('cache-control', `private, max-age=${YEAR}, immutable`).header('vary', 'accept-encoding');
    if (unchanged(request, reply, `"${base}"`)) return reply.code(304).send();
    const encoding = accepts(request, 'br') ? 'br' : 'gzip';
    return reply
      .type('application/json; charset=utf-8')
      .header('content-encoding', encoding)
      .send(encoding === 'br' ? bytes.brotli : bytes.gzip);
  });
}

function unchanged(request: FastifyRequest, reply: FastifyReply, tag: string): boolean {
  reply.header('etag', tag);
  return request.headers['if-none-match'] === tag;
}

/** Every client of ours takes gzip; `br` counts only where it is named and not refused. */
const accepts = (request: FastifyRequest, encoding: string): boolean =>
  String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .some((one) => {
      const [name, ...rest] = one.split(';').map((part) => part.trim());
      return name === encoding && !rest.some((part) => /^q=0(\.0*)?$/.test(part));
    });
