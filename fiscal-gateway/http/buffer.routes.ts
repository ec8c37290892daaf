import { DomainError } from '../../design/errors.ts';
import { api } from '../../design/fiscal/api/index.ts';
import { roublesFromKopecks } from '../../design/money/kopecks.ts';
import { setBufferCapacity } from '../delivery/capacity.ts';
import type { Gateway } from '../gateway.ts';
import type { DeadLetterRow } from '../journal/dead-letters.store.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { LogLevel, LogRow } from '../journal/log.store.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** Entries of the event journal that a till is shown (requirements B-26). */
const TILL_SEES = 10;

export function bufferRoutes(app: App, { buffer, sender, deadLetters, heartbeat, copy, context }: Gateway): void {
  const { stores, clock, log, ofd } = context;

  serve(app, api.bufferStatus, () => buffer());

  serve(app, api.openReceipts, ({ query }) => ({
    total: stores.openReceipts.count(),
    items: stores.openReceipts.list(query.limit),
  }));

  const entryOf = ({ at, level, event, receipt, message }: LogRow) => ({
    timestamp: iso(at),
    level,
    event,
    receipt_id: receipt,
    message,
  });
  function lastEntries(level: LogLevel | null) {
    const items = stores.log.page(level, 0, TILL_SEES, 0).map(entryOf);
    return { page: 1, limit: TILL_SEES, total: items.length, items };
  }

  serve(app, api.bufferLogs, (request) => {
    const { page, limit, level = null, since } = request.query;
    // A cashier sees what happened just now; the whole journal is the administrator's and the monitor's.
    if (request.caller?.scope === 'till') return lastEntries(level);
    const from = since === undefined ? 0 : Date.parse(since);
    return {
      page,
      limit,
      total: stores.log.count(level, from),
      items: stores.log.page(level, from, limit, (page - 1) * limit).map(entryOf),
    };
  });

  serve(app, api.bufferSync, async (request, reply) => {
    const force = request.body?.force === true;
    // Pauses and the breaker spare an operator who is down: a person at a till asks for a run, an administrator breaks the rule (B-25).
    if (force && request.caller?.scope !== 'admin') throw new DomainError('FORBIDDEN', { scope: request.caller?.scope ?? null });
    const { id, queued, estimate, done } = await sender.syncNow(force);
    done.catch((error: unknown) => log.error('sync_failed', { job_id: id, message: String(error) }));
    return reply.code(202).send({ job_id: id, queued, estimated_duration_seconds: estimate });
  });

  serve(app, api.bufferCapacity, async (request) => {
    const { capacity } = request.body;
    return { capacity, before: await setBufferCapacity(context, request.body) };
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

  serve(app, api.deadLetters, (request) => ({
    items: deadLetters.list(request.query.all === 'true').map((row) => letter(row, row.document)),
  }));

  serve(app, api.deadLetter, (request) => {
    const { document, history, receipt } = deadLetters.inspect(request.params.fn, request.params.fd);
    const last = history.at(-1);
    if (last === undefined) throw new DomainError('NOT_FOUND');
    return {
      ...letter(last, document),
      state: document.state,
      total: document.total === null ? null : roublesFromKopecks(document.total),
      at: iso(document.at),
      delivered_at: document.delivered_at === null ? null : iso(document.delivered_at),
      document: JSON.parse(document.body) as Record<string, unknown>,
      history: history.map((row) => ({
        failed_at: iso(row.failed_at),
        reason: row.reason,
        attempts: row.attempts,
        ended: row.ended,
        ended_at: row.ended_at === null ? null : iso(row.ended_at),
        ended_by: row.ended_by,
        ended_why: row.ended_why,
      })),
      receipt: receipt && {
        receipt_id: receipt.id,
        stage: receipt.stage,
        created_at: iso(receipt.stored_at),
        key: receipt.key,
      },
    };
  });

  serve(app, api.deadLetterResend, async (request) => {
    const { fn, fd } = request.params;
    const { by, reason } = request.body ?? {};
    await deadLetters.resend(fn, fd, by ?? 'administrator', reason ?? null);
    return { done: true };
  });

  serve(app, api.deadLetterResolve, async (request) => {
    const { fn, fd } = request.params;
    await deadLetters.resolve(fn, fd, request.body.by, request.body.reason);
    return { done: true };
  });
}

/** A dead letter as the list shows it: the latest refusal. */
const letter = ({ fn, fd, receipt, failed_at, reason, attempts }: DeadLetterRow, document: DocumentRow | null) => ({
  fn,
  fd,
  type: document?.type ?? '',
  receipt_id: document?.receipt ?? receipt,
  failed_at: iso(failed_at),
  reason,
  retry_attempts: attempts,
});
