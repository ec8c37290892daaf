import { DomainError } from '../../design/errors.ts';
import { api } from '../../design/fiscal/api/index.ts';
import type { Gateway } from '../gateway.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
/** Documents a second that phase 2 is promised to send at least (requirements B-67: 20 a minute). */
const PROMISED_PER_SECOND = 20 / 60;

export function bufferRoutes(app: App, { buffer, sender, heartbeat, copy, context }: Gateway): void {
  const { stores, clock, random, events, log, journal, ofd } = context;

  serve(app, api.bufferStatus, () => buffer());

  serve(app, api.bufferLogs, (request) => {
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
  });

  serve(app, api.bufferSync, async (request, reply) => {
    const { queued, done: pass } = sender.syncNow(request.body?.force === true);
    pass.catch((error: unknown) => log.error('sync_failed', { message: String(error) }));
    return reply
      .code(202)
      .send({ job_id: random.uuid(), queued, estimated_duration_seconds: Math.ceil(queued / PROMISED_PER_SECOND) });
  });

  serve(app, api.workerStatus, () => {
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
  });

  serve(app, api.heartbeatStatus, () => {
    const { state, successes, failures } = heartbeat?.state ?? { state: 'unknown' as const, successes: 0, failures: 0 };
    return {
      running: heartbeat !== null,
      state,
      consecutive_successes: successes,
      consecutive_failures: failures,
      journal_copy_waiting: copy?.waiting() ?? 0,
    };
  });

  serve(app, api.breakerReset, () => {
    sender.resetBreaker();
    return { done: true };
  });

  serve(app, api.deadLetters, () => ({
    items: stores.documents.dead().map(({ fn, fd, type, receipt, dead_at, error, attempts }) => ({
      fn,
      fd,
      type,
      receipt_id: receipt,
      failed_at: iso(dead_at),
      reason: error,
      retry_attempts: attempts,
    })),
  }));

  serve(app, api.deadLetterResend, async (request) => {
    const { fn, fd } = request.params;
    const queued = await journal.commit(() => {
      const changed = stores.documents.resend(fn, fd);
      if (changed) stores.log.append(clock.now(), 'WARN', 'dead_letter_resent', null, `ФД ${fd}`);
      return changed;
    });
    if (!queued) throw new DomainError('NOT_FOUND');
    events.emit({ type: 'queue' });
    return { done: true };
  });

  serve(app, api.deadLetterResolve, async (request) => {
    const { fn, fd } = request.params;
    const resolved = await journal.commit(() => {
      const changed = stores.documents.resolve(fn, fd, clock.now(), request.body.by);
      if (changed) stores.log.append(clock.now(), 'WARN', 'dead_letter_resolved', null, `ФД ${fd}`);
      return changed;
    });
    if (!resolved) throw new DomainError('NOT_FOUND');
    return { done: true };
  });
}
