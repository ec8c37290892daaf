import type { FastifyInstance, FastifyRequest } from 'fastify';
import { storeDatabase } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.ts';
import { DAY, type Clock } from '../../design/time/clock.ts';
import { deviceOf } from '../devices/authentication.ts';
import type { Engine } from '../engine/engine.ts';
import { reasonOf, type Log } from '../log.ts';
import { PHOTO_LIMIT, PHOTO_TYPES, photoTypeOf, sha256, type Photos } from './photos.store.ts';

type Params = { Params: { id: string; digest: string } };
const DIGEST = /^[0-9a-f]{64}$/;

export interface PhotosDeps {
  readonly engine: Engine;
  readonly photos: Photos;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * POST /api/orders/:id/photos, the bytes as body, `X-Digest` their SHA-256 in hex: 201, and 200 where the photo is there already. 404
 * while the order has not come: the device keeps the photo and offers it again. GET /api/orders/:id/photos/:digest. For tills and
 * workshops, of their own shop.
 */
export function photosRoutes(app: FastifyInstance, { engine, photos, clock, log }: PhotosDeps): void {
  let tidied = 0;
  /** Once a day, after an answer: nobody waits for it. */
  function tidy(): void {
    const now = clock.now();
    if (Math.abs(now - tidied) < DAY) return;
    tidied = now;
    photos.tidy(now).then(
      (removed) => removed > 0 && log('info', 'photos-removed', { removed }),
      (error: unknown) => log('error', 'photos-not-removed', { why: reasonOf(error) }),
    );
  }
  for (const type of PHOTO_TYPES)
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  /** The shop whose order it is. */
  async function storeOf(request: FastifyRequest, id: string): Promise<string> {
    const { store, scopes } = deviceOf(request);
    if (!scopes.includes('till') && !scopes.includes('workshop')) throw new DomainError('FORBIDDEN');
    const order = id.startsWith('order:') ? await (await engine.open(storeDatabase(store))).get(id) : null;
    if (!order) throw new DomainError('NOT_FOUND');
    return store;
  }

  app.post<Params>('/orders/:id/photos', { bodyLimit: PHOTO_LIMIT }, async (request, reply) => {
    const { id } = request.params;
    if (!Buffer.isBuffer(request.body)) throw new DomainError('MEDIA_TYPE_UNSUPPORTED', { expected: PHOTO_TYPES });
    const bytes = Uint8Array.from(request.body);
    const digest = sha256(bytes);
    if (request.headers['x-digest'] !== digest) throw new DomainError('BODY_INVALID', { expected: 'X-Digest: SHA-256 in hex' });
    const type = photoTypeOf(bytes);
    if (type === null) throw new DomainError('MEDIA_TYPE_UNSUPPORTED', { expected: PHOTO_TYPES });
    const store = await storeOf(request, id);
    const there = (await photos.get(store, id, digest)) !== null;
    if (!there) await photos.put(store, id, digest, { type, bytes });
    tidy();
    return reply.code(there ? 200 : 201).send({ digest });
  });

  app.get<Params>('/orders/:id/photos/:digest', async (request, reply) => {
    const { id, digest } = request.params;
    if (!DIGEST.test(digest)) throw new DomainError('QUERY_INVALID', { expected: 'SHA-256 in hex' });
    const photo = await photos.get(await storeOf(request, id), id, digest);
    if (!photo) throw new DomainError('NOT_FOUND');
    // Whatever is in it, it is never a page of this origin.
    reply.header('content-disposition', 'inline').header('content-security-policy', "sandbox; default-src 'none'");
    return reply.type(photo.type).send(photo.bytes);
  });
}
