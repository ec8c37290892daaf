import { DomainError } from '../../design/errors.ts';
import type { Breaker } from '../../design/fiscal/breaker.ts';
import { BREAKER } from '../../design/fiscal/limits.ts';
import { SECOND } from '../../design/time/clock.ts';
import type { Context } from '../context.ts';
import { createDelivery } from './deliver.ts';
import type { Verdict } from './deliver.ts';
import { createSenderLease, LeaseLost } from './lease.ts';
import type { Trigger } from './lease.ts';
import { createMarks } from './marks.ts';
import type { Opening } from './marks.ts';
import type { Network } from './network.ts';
import { createPace } from './pace.ts';

export interface LastSync {
  readonly at: number;
  readonly synced: number;
  readonly failed: number;
  /** ms */
  readonly took: number;
  /** When a document last reached the operator, by this run or an earlier one, epoch ms; absent in what older versions kept. */
  readonly delivered?: number | null;
}

export interface SyncJob {
  readonly id: string;
  readonly queued: number;
  /** Seconds, from the pace of the last runs. */
  readonly estimate: number;
  readonly done: Promise<void>;
}

export interface Sender {
  readonly breaker: Breaker;
  /** When the operator last did not serve, epoch ms. */
  readonly lastFailure: number | null;
  readonly running: boolean;
  readonly last: LastSync | null;
  /** When a document last reached the operator, epoch ms. A run that reached nobody is none. */
  readonly lastDelivery: number | null;
  /** Not before this instant by itself (backoff), epoch ms. */
  readonly notBefore: number;
  /** Documents a second, as the last run of several documents went; `null` before. */
  readonly perSecond: number | null;
  /** Starts a run now. Throws SYNC_RUNNING, OFD_UNREACHABLE. `force` ignores backoff and an open breaker. */
  syncNow(force: boolean): Promise<SyncJob>;
  resetBreaker(): void;
  /** Sends whenever something is queued, until the signal aborts. */
  watch(signal: AbortSignal): Promise<void>;
}

export interface SenderOptions {
  /** No other process can have this journal (the folder is locked): a lease left behind belongs to a dead one. */
  readonly alone?: boolean;
}

/** A person who asks for a run waits this long for the operator's sign of life, ms. */
const PATIENCE = 3 * SECOND;
/** What phase 2 is promised to do at least (requirements B-67: 20 documents a minute). */
const PROMISED_PER_SECOND = 20 / 60;
/** A run of fewer documents says nothing about the pace. */
const TELLING_RUN = 5;

/**
 * Phase 2 (design §6): every document of the drive to the operator, in the order of their numbers, one after another, in batches until
 * the queue is empty. One sender at a time, by a lease with a fencing token.
 */
export function createSender(context: Context, network: Network, { alone = true }: SenderOptions = {}): Sender {
  const { ofd, journal, stores, clock, timers, random, config, events, log } = context;
  const lease = createSenderLease(context, alone);
  const marks = createMarks(context, lease);
  const pace = createPace(context);
  const deliver = ofd && createDelivery(context, { transport: ofd, lease, marks, pace, tookMs: network.noteLatency });
  let running = false;
  let last: LastSync | null = stores.settings.read<LastSync>('last-sync');
  let perSecond: number | null = null;
  let nudge = new AbortController();
  const stopped = new AbortController();

  const due = (force: boolean): boolean => pace.admits && (force || clock.now() >= pace.notBefore);
  const limit = (): number => (pace.breaker.state === 'half-open' ? 1 : config.syncBatch);

  const lastDelivery = (): number | null => last && (last.delivered ?? (last.synced > 0 ? last.at : null));

  function finished(started: number, count: { readonly synced: number; readonly failed: number }, job: string | null): void {
    if (count.synced + count.failed === 0) return;
    const now = clock.now();
    const took = now - started;
    context.metrics.syncTook(took / SECOND);
    const sync: LastSync = { at: now, ...count, took, delivered: count.synced > 0 ? now : lastDelivery() };
    last = sync;
    if (count.synced >= TELLING_RUN && took > 0) perSecond = (count.synced * SECOND) / took;
    log.info('sync_complete', { synced: count.synced, failed: count.failed, duration_ms: took, job_id: job });
    journal
      .commitLater(() => stores.settings.write('last-sync', sync))
      .catch((error: unknown) => log.error('mark_not_written', { message: String(error) }));
    events.emit({ type: 'buffer' });
  }

  async function drain({ held, batch: first }: Opening, force: boolean, stop: AbortSignal, job: string | null): Promise<void> {
    const started = clock.now();
    const count = { synced: 0, failed: 0 };
    const end = new AbortController();
    const signal = AbortSignal.any([stop, held.lost]);
    const keeping = lease.keep(held, AbortSignal.any([signal, end.signal]));
    let verdict: Verdict | null = null;
    const mayGoOn = (): boolean => verdict?.go !== false && !signal.aborted && pace.admits;
    try {
      for (let batch = first; batch.length > 0; batch = await marks.take(held.fence, limit())) {
        for (const document of batch) {
          if (signal.aborted) break;
          verdict = deliver && (await deliver(document, held.fence, signal));
          if (verdict?.go !== true || verdict.refused) count.failed += 1;
          else count.synced += 1;
          if (!mayGoOn()) break;
        }
        if (verdict?.go === false) pace.hold(verdict.wait);
        if (mayGoOn() && due(force)) continue;
        await marks.release(held.fence);
        break;
      }
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      log.error('sender_lease_lost', { fence: held.fence });
    } finally {
      end.abort('done');
      await keeping;
      finished(started, count, job);
    }
  }

  /** `null` where another process sends. A run that finds nothing to send costs nothing. */
  async function open(force: boolean, trigger: Trigger): Promise<Opening | null> {
    const goes = due(force);
    if (stores.documents.anyWaiting()) log.info('circuit_check', { state: pace.breaker.state, goes });
    if (!goes || !stores.documents.anyWaiting()) return null;
    const opening = await marks.open(trigger, limit());
    if (opening) log.info('sync_start', { trigger, pending: stores.documents.waiting() });
    return opening;
  }

  async function scheduled(stop: AbortSignal): Promise<void> {
    if (deliver === null || running) return;
    running = true;
    try {
      const opening = await open(false, 'scheduled');
      if (opening) await drain(opening, false, stop, null);
    } finally {
      running = false;
    }
  }

  function reject(why: 'SYNC_RUNNING' | 'OFD_UNREACHABLE', retryAfter: number): never {
    log.warn('sync_rejected', { trigger: 'manual', reason: why });
    if (why === 'SYNC_RUNNING') log.warn('sync_lock_conflict', { trigger: 'manual' });
    throw new DomainError(why, { circuit_breaker: pace.breaker.state }, retryAfter);
  }

  /** A person's run of its own: refused while another one goes on, and while the operator gives no sign of life. */
  async function manual(force: boolean): Promise<SyncJob> {
    if (ofd === null) return reject('OFD_UNREACHABLE', 60);
    if (running) return reject('SYNC_RUNNING', 1);
    running = true;
    let release = (): void => {
      running = false;
    };
    try {
      if (force) pace.force();
      else if (!pace.admits) {
        const answered = await ofd.probe(AbortSignal.any([stopped.signal, timers.deadline(PATIENCE)])).catch(() => null);
        pace.probed(answered !== null);
        if (!pace.admits) return reject('OFD_UNREACHABLE', BREAKER.probeEvery / SECOND);
      }
      const queued = stores.documents.waiting();
      const wait = force ? 0 : Math.max(pace.notBefore - clock.now(), 0) / SECOND;
      const job: SyncJob = {
        id: random.uuid(),
        queued,
        estimate: Math.ceil(wait + queued / (perSecond ?? PROMISED_PER_SECOND)),
        done: Promise.resolve(),
      };
      if (queued === 0 || !due(force)) return job;
      const opening = await open(force, 'manual');
      if (opening === null) return reject('SYNC_RUNNING', 5);
      const free = release;
      release = () => undefined;
      const done = drain(opening, force, stopped.signal, job.id)
        .then(() => lease.release('manual'))
        .finally(free);
      return { ...job, done };
    } finally {
      release();
    }
  }

  return {
    get breaker() {
      return pace.breaker;
    },
    get lastFailure() {
      return pace.lastFailure;
    },
    get running() {
      return running;
    },
    get last() {
      return last;
    },
    get lastDelivery() {
      return lastDelivery();
    },
    get notBefore() {
      return pace.notBefore;
    },
    get perSecond() {
      return perSecond;
    },
    syncNow: manual,
    resetBreaker() {
      pace.reset();
      nudge.abort();
    },
    async watch(signal) {
      if (ofd === null) return;
      signal.addEventListener('abort', () => stopped.abort(), { once: true });
      const offQueue = events.on(({ type }) => {
        if (type === 'queue') nudge.abort('queued');
      });
      // While open nothing goes out; the network's question every 5 s finds the operator back before the minute is over.
      let wake = new AbortController();
      const offProbe = network.onProbe((answered) => {
        // Nothing waits that could prove the recovery: the answered question does, else a quiet till would show a fault all night.
        if (pace.breaker.state === 'half-open' && answered && !stores.documents.anyWaiting()) pace.served();
        if (pace.probed(answered)) wake.abort();
      });
      while (!signal.aborted) {
        nudge = new AbortController();
        wake = new AbortController();
        pace.tick();
        await scheduled(signal).catch((error: unknown) => log.error('sync_failed', { message: String(error) }));
        const backing = Math.max(pace.notBefore - clock.now(), 0);
        const wait = pace.admits ? Math.min(backing || config.syncInterval, config.syncInterval) : BREAKER.probeEvery;
        // A new document wakes an idle queue at once; it cuts no backoff short and opens no breaker.
        const wakers = pace.admits && backing === 0 ? [signal, wake.signal, nudge.signal] : [signal, wake.signal];
        await timers.sleep(wait, AbortSignal.any(wakers));
      }
      offQueue();
      offProbe();
      await lease.release('scheduled').catch((error: unknown) => log.error('lease_not_released', { message: String(error) }));
    },
  };
}
