import { DomainError } from '../../design/errors.ts';
import { backoff } from '../../design/fiscal/backoff.ts';
import { admits, CLOSED, nextBreaker } from '../../design/fiscal/breaker.ts';
import type { Breaker, BreakerEvent } from '../../design/fiscal/breaker.ts';
import { BREAKER, OFD_TIMEOUT, SENDER_LEASE } from '../../design/fiscal/limits.ts';
import type { Context } from '../context.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { OfdOutcome, OfdTransport } from '../ofd/ofd.ts';
import { createMarks, LeaseLost } from './marks.ts';

export interface LastSync {
  readonly at: number;
  readonly synced: number;
  readonly failed: number;
  /** ms */
  readonly took: number;
}

export interface Sender {
  readonly breaker: Breaker;
  readonly running: boolean;
  readonly last: LastSync | null;
  /** Not before this instant by itself (backoff), epoch ms. */
  readonly notBefore: number;
  /** Starts a pass now. Throws SYNC_RUNNING, OFD_UNREACHABLE. `force` ignores backoff. Resolves at its end. */
  syncNow(force: boolean): { readonly queued: number; readonly done: Promise<void> };
  resetBreaker(): void;
  /** Sends whenever something is queued, until the signal aborts. */
  watch(signal: AbortSignal): Promise<void>;
}

type Verdict = { readonly go: true } | { readonly go: false; readonly wait: number | null };
const GO: Verdict = { go: true };

/**
 * Phase 2 (design §6): every document of the drive to the operator, in the order of their numbers, one after another. At least once with
 * the key `<fn>-<fd>`: what may have arrived is asked about before it is repeated, so exactly one document.
 */
export function createSender(context: Context): Sender {
  const { ofd, stores, clock, timers, random, config, events, log, crash } = context;
  const holder = random.uuid();
  const marks = createMarks(context);
  let breaker: Breaker = CLOSED;
  let failures = 0;
  let notBefore = 0;
  let running = false;
  /** A probe failed since the breaker opened. */
  let wasGone = false;
  let last: LastSync | null = null;
  let nudge = new AbortController();

  function step(event: BreakerEvent): void {
    const before = breaker;
    breaker = nextBreaker(before, event);
    if (before.state === breaker.state) return;
    log.warn('circuit_breaker', { from: before.state, to: breaker.state });
    if (breaker.state === 'closed') [failures, notBefore] = [0, 0];
    const { state } = breaker;
    marks.logged(state === 'open' ? 'ERROR' : 'INFO', `circuit_${state}`, null, `после ${before.state}`);
    events.emit({ type: 'buffer' });
  }

  /** Counted: not served at all. A 4xx ("not now", "not you") backs off without opening the breaker (requirements B-63). */
  function failed(document: DocumentRow, message: string, counted: boolean, retryAfter: number | null = null): Verdict {
    failures += 1;
    if (counted) step({ type: 'failure', at: clock.now() });
    log.warn('ofd_send_failed', { fd: document.fd, message, failures });
    // While closed an even pace, so that an operator that is gone opens the breaker within half a minute (requirements K-24).
    const exponent = counted && breaker.state === 'closed' ? 1 : failures;
    return { go: false, wait: backoff(exponent, random.unit(), retryAfter) };
  }

  function served(): void {
    failures = 0;
    step({ type: 'success' });
  }

  async function deliver(transport: OfdTransport, document: DocumentRow, fence: number, signal: AbortSignal): Promise<Verdict> {
    if (document.doubtful === 1) {
      const rest = (document.sent_at ?? 0) + OFD_TIMEOUT - clock.now();
      if (rest > 0) return { go: false, wait: rest };
      const held = await transport.ask(document.fn, document.fd, AbortSignal.any([signal, timers.deadline(OFD_TIMEOUT)]));
      if (held === 'unknown') return failed(document, 'the operator cannot be asked', true);
      if (held === 'held') {
        served();
        const ticket = await transport.ticket?.(
          document.fn,
          document.fd,
          AbortSignal.any([signal, timers.deadline(OFD_TIMEOUT)]),
        );
        // Without a ticket the drive keeps counting the document as unsent: the same key again brings the first one, and no second document.
        const outcome: OfdOutcome = ticket ? { kind: 'accepted', ticket } : await send(transport, document, signal);
        return settle(document, fence, outcome, true);
      }
      await marks.absent(document, fence);
    }
    crash('before-ofd-send');
    const outcome = await send(transport, document, signal);
    crash('after-ofd-send');
    return settle(document, fence, outcome, false);
  }

  const send = (transport: OfdTransport, document: DocumentRow, signal: AbortSignal): Promise<OfdOutcome> => {
    const { fn, fd, type, total, at, body } = document;
    return transport.send(
      { fn, fd, type, total, at, body: JSON.parse(body) as unknown },
      AbortSignal.any([signal, timers.deadline(OFD_TIMEOUT)]),
    );
  };

  async function settle(document: DocumentRow, fence: number, outcome: OfdOutcome, isHeld: boolean): Promise<Verdict> {
    switch (outcome.kind) {
      case 'accepted':
        crash('before-ofd-mark');
        marks.delivered(document, fence, outcome.ticket);
        served();
        return GO;
      case 'refused':
        if (isHeld) {
          marks.delivered(document, fence, null);
          return GO;
        }
        await marks.dead(document, fence, outcome.message);
        served();
        return GO;
      case 'unavailable':
        if (outcome.key) marks.logged('ERROR', 'ofd_key_refused', null, outcome.message);
        await marks.failed(document, fence, outcome.message);
        return failed(document, outcome.message, outcome.status === null || outcome.status >= 500, outcome.retryAfter);
      case 'unknown':
        await marks.doubtful(document, fence, outcome.message);
        return failed(document, outcome.message, true);
    }
  }

  /** The lease is short, a send may take as long: it is renewed beside the sending. */
  async function renew(fence: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      await timers.sleep(SENDER_LEASE / 3, signal);
      if (signal.aborted) return;
      await marks.renewLease(holder, fence);
    }
  }

  async function pass(transport: OfdTransport, force: boolean, stop: AbortSignal): Promise<void> {
    const started = clock.now();
    const count = { synced: 0, failed: 0 };
    const fence = await marks.lease(holder);
    const end = new AbortController();
    const signal = AbortSignal.any([stop, end.signal]);
    const renewing = renew(fence, signal).catch((error: unknown) => {
      log.error('sender_lease_lost', { message: String(error) });
      end.abort();
    });
    let verdict: Verdict = GO;
    try {
      while (verdict.go && !signal.aborted && admits(breaker) && (force || clock.now() >= notBefore)) {
        const batch = await marks.take(fence, breaker.state === 'half-open' ? 1 : config.syncBatch);
        if (batch.length === 0) break;
        for (const document of batch) {
          if (signal.aborted || !admits(breaker)) break;
          verdict = await deliver(transport, document, fence, signal);
          if (!verdict.go) break;
          count.synced += 1;
        }
        if (!verdict.go) {
          count.failed += 1;
          notBefore = clock.now() + (verdict.wait ?? 0);
        }
        if (!verdict.go || signal.aborted || !admits(breaker)) await marks.release(fence);
      }
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      log.error('sender_lease_lost', { fence });
    } finally {
      end.abort();
      await renewing;
      if (stop.aborted) await marks.releaseLease(fence);
    }
    if (count.synced + count.failed > 0) {
      last = { at: clock.now(), ...count, took: clock.now() - started };
      log.info('sync_complete', { synced: count.synced, failed: count.failed, duration_ms: last.took });
      events.emit({ type: 'buffer' });
    }
  }

  async function run(force: boolean, stop: AbortSignal): Promise<void> {
    if (ofd === null || running) return;
    running = true;
    try {
      await pass(ofd, force, stop);
    } finally {
      running = false;
    }
  }

  /** While open nothing goes out; a question every 5 s finds the operator back before the minute is over. */
  async function restOrProbe(transport: OfdTransport, signal: AbortSignal): Promise<void> {
    step({ type: 'tick', at: clock.now() });
    if (admits(breaker)) return;
    const answered = await transport.probe(AbortSignal.any([signal, timers.deadline(OFD_TIMEOUT)])).catch(() => null);
    if (answered === null) {
      wasGone = true;
      return;
    }
    // Back from an absence: go on at once. Where questions were answered all the time and only documents fail, the backoff stands.
    if (wasGone) [failures, notBefore] = [0, 0];
    wasGone = false;
    step({ type: 'probe-answered' });
  }

  const stopped = new AbortController();

  return {
    get breaker() {
      return breaker;
    },
    get running() {
      return running;
    },
    get last() {
      return last;
    },
    get notBefore() {
      return notBefore;
    },
    syncNow(force) {
      if (running) throw new DomainError('SYNC_RUNNING', {}, 1);
      if (ofd === null) throw new DomainError('OFD_UNREACHABLE');
      if (!admits(breaker) && !force) throw new DomainError('OFD_UNREACHABLE', { circuit_breaker: breaker.state }, 5);
      if (force && !admits(breaker)) step({ type: 'probe-answered' });
      return { queued: stores.documents.waiting(), done: run(force, stopped.signal) };
    },
    resetBreaker() {
      step({ type: 'reset' });
      [failures, notBefore] = [0, 0];
      nudge.abort();
    },
    async watch(signal) {
      if (ofd === null) return;
      signal.addEventListener('abort', () => stopped.abort(), { once: true });
      const off = events.on(({ type }) => {
        if (type === 'queue') nudge.abort();
      });
      while (!signal.aborted) {
        nudge = new AbortController();
        if (!admits(breaker)) await restOrProbe(ofd, signal);
        if (admits(breaker) && clock.now() >= notBefore) {
          await run(false, signal).catch((error: unknown) => log.error('sync_failed', { message: String(error) }));
        }
        const backing = Math.max(notBefore - clock.now(), 0);
        const wait = admits(breaker) ? Math.min(backing || config.syncInterval, config.syncInterval) : BREAKER.probeEvery;
        // A new document wakes an idle queue at once; it cuts no backoff short and sends no probe.
        const waker = admits(breaker) && backing === 0 ? AbortSignal.any([signal, nudge.signal]) : signal;
        await timers.sleep(wait, waker);
      }
      off();
    },
  };
}
