import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../../design/time/clock.ts';
import { DomainError } from '../../../design/errors.ts';
import { answerProblems, checked } from '../problems.ts';
import { behaviour, ofdMode } from './ofd-mode.ts';
import type { OfdBehaviour, OfdMode } from './ofd-mode.ts';
import type { OfdStore } from './ofd.store.ts';

const submitted = z.looseObject({
  fn: z.string().min(1).max(20),
  fd: z.int().min(1),
  type: z.string().min(1),
  total: z.int().nullable().default(null),
});
const place = z.object({ fn: z.string(), fd: z.coerce.number().int() });

type Taken = Extract<OfdBehaviour, { readonly kind: 'taken' }>;

/** The document is kept; its answer is lost, breaks off in the middle, or comes twice. */
function answerWrongly(socket: Socket, how: 'none' | 'half' | 'twice', ticket: string): void {
  const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(ticket)}\r\n\r\n${ticket}`;
  if (how === 'none') socket.destroy();
  else if (how === 'twice') socket.write(answer + answer);
  else socket.write(answer.slice(0, -Math.ceil(ticket.length / 2)), () => socket.destroy());
}

const PAGE = `<!doctype html><html lang="ru"><meta charset="utf-8"><title>Учебный ОФД</title>
<h1>Учебный оператор фискальных данных</h1>
<p>Это заменитель ОФД для проверок и обучения: он не связан с налоговой службой, его квитанции ничего не подтверждают.</p>
<p><a href="/received">Принятые документы</a> (JSON)</p></html>`;

/** The operator's HTTP side (design §3, "The OFD emulator"). */
export function buildOfdServer({ store, clock }: { readonly store: OfdStore; readonly clock: Clock }): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit: 1024 * 1024, forceCloseConnections: true });
  answerProblems(app);
  let mode: OfdMode = { mode: 'ok' };
  /** Requests since the mode was set. */
  let calls = { send: 0, ask: 0 };

  function set(next: OfdMode): void {
    mode = next;
    calls = { send: 0, ask: 0 };
  }

  /** Lets the request through (`go`; `taken`: do the work and answer wrongly), or answers (or does not) as the mode says. */
  async function meet(kind: 'send' | 'ask', request: FastifyRequest, reply: FastifyReply): Promise<'go' | 'done' | Taken> {
    calls[kind] += 1;
    const fd = (request.body as { fd?: unknown } | null | undefined)?.fd;
    const met = behaviour(mode, kind, calls.send + calls.ask, {
      fd: typeof fd === 'number' ? fd : null,
      ofKind: calls[kind],
    });
    switch (met.kind) {
      case 'answer':
        if (met.delayMs > 0) await delay(met.delayMs);
        return 'go';
      case 'taken':
        return met;
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
      case 'garbage':
        await reply.type('text/html; charset=utf-8').send('<html><body>Войдите в сеть Wi-Fi</body></html>');
        return 'done';
      case 'redirect':
        await reply.redirect('http://127.0.0.1:9/login', 302);
        return 'done';
      case 'foreign':
        await reply.send({ fn: '0000000000000000', fd: 1, at: clock.now(), sign: 'foreign' });
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
    if (way.answer === 'late') {
      await delay(way.delayMs);
      return ticket;
    }
    reply.hijack();
    answerWrongly(request.raw.socket, way.answer, JSON.stringify(ticket));
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
  app.get('/control', () => ({ ...mode, calls }));
  app.post('/control', (request) => {
    set(checked(ofdMode, request.body));
    return mode;
  });
  app.post('/reset', () => {
    store.clear();
    set({ mode: 'ok' });
    return { documents: [] };
  });
  app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
  return app;
}
