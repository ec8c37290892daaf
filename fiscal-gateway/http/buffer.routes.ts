import { DomainError } from '../../design/errors.ts';
import { bufferStatus } from '../../design/fiscal/wire.ts';
import {
  deadLetters,
  documentParams,
  done,
  heartbeatStatus,
  logsAnswer,
  logsQuery,
  resolveRequest,
  syncAnswer,
  syncRequest,
  workerStatus,
} from '../../design/fiscal/wire-service.ts';
import type { Gateway } from '../gateway.ts';
import { problems } from './app.ts';
import type { App } from './app.ts';

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
/** Documents a second that phase 2 is promised to send at least (requirements B-67: 20 a minute). */
const PROMISED_PER_SECOND = 20 / 60;

export function bufferRoutes(app: App, { buffer, sender, heartbeat, copy, context }: Gateway): void {
  const { stores, clock, random, events, log, journal, ofd } = context;
  const read = { access: ['till', 'monitor'] as const };

  app.get(
    '/v1/kkt/buffer/status',
    { config: read, schema: { tags: ['Буфер'], response: { 200: bufferStatus, ...problems } } },
    () => buffer(),
  );

  app.get(
    '/v1/kkt/buffer/logs',
    { config: read, schema: { tags: ['Буфер'], querystring: logsQuery, response: { 200: logsAnswer, ...problems } } },
    (request) => {
      const { page, limit, level = null, since } = request.query;
      const from = since === undefined ? 0 : Date.parse(since);
      return {
        page,
        limit,
        total: stores.log.count(level, from),
        items: stores.log.page(level, from, limit, (page - 1) * limit).map(({ at, level: of, event, receipt, message }) => ({
          timestamp: iso(at) ?? '',
          level: of,
          event,
          receipt_id: receipt,
          message,
        })),
      };
    },
  );

  app.post(
    '/v1/kkt/buffer/sync',
    {
      config: { access: ['till'] },
      schema: {
        tags: ['Буфер'],
        summary: 'Sends the queue now; `force` ignores backoff and an open breaker',
        body: syncRequest,
        response: { 202: syncAnswer, ...problems },
      },
    },
    async (request, reply) => {
      const { queued, done: pass } = sender.syncNow(request.body?.force === true);
      pass.catch((error: unknown) => log.error('sync_failed', { message: String(error) }));
      return reply
        .code(202)
        .send({ job_id: random.uuid(), queued, estimated_duration_seconds: Math.ceil(queued / PROMISED_PER_SECOND) });
    },
  );

  app.get(
    '/v1/kkt/worker/status',
    { config: read, schema: { tags: ['Буфер'], response: { 200: workerStatus, ...problems } } },
    () => {
      const waiting = sender.notBefore > clock.now() || sender.breaker.state === 'open';
      return {
        running: ofd !== null,
        task_status:
          ofd === null
            ? ('not_configured' as const)
            : sender.running
              ? ('sending' as const)
              : waiting
                ? ('waiting' as const)
                : ('idle' as const),
        next_attempt_time: waiting ? iso(sender.notBefore) : null,
      };
    },
  );

  app.get(
    '/v1/kkt/heartbeat/status',
    { config: read, schema: { tags: ['Буфер'], response: { 200: heartbeatStatus, ...problems } } },
    () => {
      const { state, successes, failures } = heartbeat?.state ?? { state: 'unknown' as const, successes: 0, failures: 0 };
      return {
        running: heartbeat !== null,
        state,
        consecutive_successes: successes,
        consecutive_failures: failures,
        journal_copy_waiting: copy?.waiting() ?? 0,
      };
    },
  );

  app.post(
    '/v1/kkt/circuit_breaker/reset',
    { config: { access: [] }, schema: { tags: ['Буфер'], response: { 200: done, ...problems } } },
    () => {
      sender.resetBreaker();
      return { done: true };
    },
  );

  app.get(
    '/v1/kkt/dlq',
    { config: { access: ['monitor'] }, schema: { tags: ['Буфер'], response: { 200: deadLetters, ...problems } } },
    () => ({
      items: stores.documents.dead().map(({ fn, fd, type, receipt, dead_at, error, attempts }) => ({
        fn,
        fd,
        type,
        receipt_id: receipt,
        failed_at: iso(dead_at),
        reason: error,
        retry_attempts: attempts,
      })),
    }),
  );

  app.post(
    '/v1/kkt/dlq/:fn/:fd/resend',
    { config: { access: [] }, schema: { tags: ['Буфер'], params: documentParams, response: { 200: done, ...problems } } },
    async (request) => {
      const { fn, fd } = request.params;
      const queued = await journal.commit(() => {
        const changed = stores.documents.resend(fn, fd);
        if (changed) stores.log.append(clock.now(), 'WARN', 'dead_letter_resent', null, `ФД ${fd}`);
        return changed;
      });
      if (!queued) throw new DomainError('NOT_FOUND');
      events.emit({ type: 'queue' });
      return { done: true };
    },
  );

  app.post(
    '/v1/kkt/dlq/:fn/:fd/resolve',
    {
      config: { access: [] },
      schema: { tags: ['Буфер'], params: documentParams, body: resolveRequest, response: { 200: done, ...problems } },
    },
    async (request) => {
      const { fn, fd } = request.params;
      const resolved = await journal.commit(() => {
        const changed = stores.documents.resolve(fn, fd, clock.now(), request.body.by);
        if (changed) stores.log.append(clock.now(), 'WARN', 'dead_letter_resolved', null, `ФД ${fd}`);
        return changed;
      });
      if (!resolved) throw new DomainError('NOT_FOUND');
      return { done: true };
    },
  );
}
