import { SENDER_LEASE } from '../../design/fiscal/limits.ts';
import type { Context } from '../context.ts';

export class LeaseLost extends Error {}

/** What started a run: the schedule (a new document, the interval, a probe) or a person. */
export type Trigger = 'scheduled' | 'manual';

/** The right to send, for as long as `lost` is not aborted. */
export interface Held {
  readonly fence: number;
  /** Aborts the moment the lease is known to be lost or to have run out. */
  readonly lost: AbortSignal;
}

/**
 * The sender's lease with its fencing token (design §6, §7): 10 s in the journal's own file, renewed while it sends. It holds even where
 * two processes share one file: a sender that was overtaken (paused, clock moved) neither writes a mark nor lets a document out.
 */
export interface SenderLease {
  /** Inside a transaction. `null` where another sender's lease runs. Whatever the former holder was sending is put back as doubtful. */
  take(trigger: Trigger): Held | null;
  /** Throws LeaseLost where the lease ran out or was taken over. Asked before anything leaves: one read of the file. */
  assert(fence: number): void;
  /** Inside a transaction: throws LeaseLost where another took over. What nobody overtook may still be written. */
  guard(fence: number): void;
  /** Inside a transaction: ten more seconds. */
  extend(fence: number): void;
  /** Renews beside the sending until `end` aborts. */
  keep(held: Held, end: AbortSignal): Promise<void>;
  /** Gives back what this process holds. */
  release(trigger: Trigger): Promise<void>;
}

const NAME = 'sender';

/** `alone`: this process holds the folder, so that whatever lease is found belongs to a dead one and is taken over at once. */
export function createSenderLease({ journal, stores, clock, timers, random, log }: Context, alone: boolean): SenderLease {
  const holder = random.uuid();
  /** The newest lease of this process, how long it runs by our own clock, and what to abort when it is gone. */
  let own: { readonly fence: number; until: number; readonly lost: AbortController } | null = null;
  /** Said once per stretch, not at every attempt. */
  let conflict = false;

  function lose(fence: number): never {
    if (own?.fence === fence) own.lost.abort();
    throw new LeaseLost(`the lease with fence ${fence} is over`);
  }

  function mine(fence: number) {
    const row = stores.leases.find(NAME);
    return row?.fence === fence && row.holder === holder ? row : null;
  }

  function refused(trigger: Trigger, now: number): null {
    log.warn('sync_lock_conflict', { trigger });
    if (!conflict) stores.log.append(now, 'WARN', 'sync_lock_conflict', null, 'отправляет другая программа', { trigger });
    conflict = true;
    return null;
  }

  return {
    take(trigger) {
      const now = clock.now();
      const before = stores.leases.find(NAME);
      const lease = stores.leases.take({ name: NAME, holder }, now, SENDER_LEASE, alone);
      if (lease === null) return refused(trigger, now);
      conflict = false;
      if (lease.fence === before?.fence && own?.fence === lease.fence) {
        own.until = lease.until;
        return { fence: lease.fence, lost: own.lost.signal };
      }
      own?.lost.abort();
      own = { fence: lease.fence, until: lease.until, lost: new AbortController() };
      const recovered = stores.documents.recoverSyncing(now);
      const overtaken = before !== null && before.holder !== holder && before.until > 0;
      log.info('sync_lock_acquired', { trigger, fence: lease.fence, overtaken, recovered });
      if (overtaken || recovered > 0 || trigger === 'manual') {
        const details = { trigger, fence: lease.fence, overtaken, recovered };
        stores.log.append(now, 'INFO', 'sync_lock_acquired', null, `в сомнении: ${recovered}`, details);
      }
      return { fence: lease.fence, lost: own.lost.signal };
    },
    assert(fence) {
      const row = mine(fence);
      if (row === null || row.until <= clock.now() || own?.lost.signal.aborted === true) lose(fence);
    },
    guard(fence) {
      if (mine(fence) === null) lose(fence);
    },
    extend(fence) {
      const row = mine(fence);
      const now = clock.now();
      if (row === null || row.until <= now) return lose(fence);
      stores.leases.take({ name: NAME, holder }, now, SENDER_LEASE);
      if (own?.fence === fence) own.until = now + SENDER_LEASE;
    },
    async keep({ fence }, end) {
      for (;;) {
        await timers.sleep(SENDER_LEASE / 3, end);
        if (end.aborted || own?.fence !== fence) return;
        // A process that slept longer than its lease wakes up here, before anything that waits for the network goes out.
        if (clock.now() >= own.until) return own.lost.abort();
        const kept = await journal
          .commit(() => this.extend(fence))
          .then(
            () => true,
            () => false,
          );
        if (!kept) return;
      }
    },
    async release(trigger) {
      if (own === null) return;
      const { fence } = own;
      const released = await journal.commit(() => stores.leases.release(NAME, fence));
      if (released) log.info('sync_lock_released', { trigger, fence });
    },
  };
}
