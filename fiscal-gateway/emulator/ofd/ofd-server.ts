import { setTimeout as delay } from 'node:timers/promises';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../../design/time/clock.ts';
import { DomainError } from '../../../design/errors.ts';
import { answerProblems, checked } from '../problems.ts';
import { behaviour, ofdMode } from './ofd-mode.ts';
import type { OfdMode } from './ofd-mode.ts';
import type { OfdStore } from './ofd.store.ts';

const submitted = z.looseObject({
  fn: z.string().min(1).max(20),
  fd: z.int().min(1),
  type: z.string().min(1),
  total: z.int().nullable().default(null),
});
const place = z.object({ fn: z.string(), fd: z.coerce.number().int() });

const PAGE = `<!doctype html><html lang="ru"><meta charset="utf-8"><title>Учебный ОФД</title>
<h1>Учебный оператор фискальных данных</h1>
<p>Это заменитель ОФД для проверок и обучения: он не связан с налоговой службой, его квитанции ничего не подтверждают.</p>
<p><a href="/received">Принятые документы</a> (JSON)</p></html>`;

/** The operator's HTTP side (design §3, "The OFD emulator"). */
export function buildOfdServer({ store, clock }: { readonly store: OfdStore; readonly clock: Clock }): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit: 1024 * 1024, forceCloseConnections: true });
  answerProblems(app);
  let mode: OfdMode = { mode: 'ok' };
  let count = 0;

  /** Lets the request through, or answers (or does not) as the mode says. `silent`: do the work and lose the answer. */
  async function meet(kind: 'send' | 'ask', request: FastifyRequest, reply: FastifyReply): Promise<'go' | 'silent' | 'done'> {
    const met = behaviour(mode, kind, ++count);
    switch (met.kind) {
      case 'answer':
        if (met.delayMs > 0) await delay(met.delayMs);
        return 'go';
      case 'keep-silent':
        return 'silent';
      case 'hang':
        reply.hijack();
        return 'done';
      case 'reset':
        reply.hijack();
        request.raw.socket.resetAndDestroy();
        return 'done';
      case 'status':
        if (met.retryAfter !== null) void reply.header('Retry-After', met.retryAfter);
        await reply.code(met.status).send({ status: met.status, message: `mode ${mode.mode}` });
        return 'done';
    }
  }

  app.post('/receipts', async (request, reply) => {
    const way = await meet('send', request, reply);
    if (way === 'done') return reply;
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string') throw new DomainError('IDEMPOTENCY_KEY_REQUIRED');
    const document = checked(submitted, request.body);
    if (key !== `${document.fn}-${document.fd}`) throw new DomainError('BODY_INVALID', { key });
    const ticket = store.accept(document, JSON.stringify(request.body), clock.now());
    if (!ticket) throw new DomainError('IDEMPOTENCY_KEY_REUSED', { key });
    if (way === 'go') return ticket;
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  });

  app.get('/documents/:fn/:fd', async (request, reply) => {
    if ((await meet('ask', request, reply)) === 'done') return reply;
    const { fn, fd } = checked(place, request.params);
    const held = store.document(fn, fd);
    if (!held) throw new DomainError('NOT_FOUND');
    return held;
  });

  app.get('/received', () => ({ documents: store.received() }));
  app.get('/control', () => mode);
  app.post('/control', (request) => {
    mode = checked(ofdMode, request.body);
    count = 0;
    return mode;
  });
  app.post('/reset', () => {
    store.clear();
    mode = { mode: 'ok' };
    count = 0;
    return { documents: [] };
  });
  app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
  return app;
}
