import { DISK } from '../../design/fiscal/limits.ts';
import { MINUTE } from '../../design/time/clock.ts';
import type { Context } from '../context.ts';

/** How often the disk is asked, ms: a full disk takes hours to come about, a cleaned one should be seen soon. */
const EVERY = MINUTE;

export interface DiskWatch {
  /** As last seen, bytes; `null` before the first look and where the system does not say. */
  readonly free: number | null;
  look(): Promise<void>;
  watch(signal: AbortSignal): Promise<void>;
}

/** Tells people before the journal cannot be written any more (requirements B-28: at least 1 GB). */
export function createDiskWatch({ disk, alarms, timers }: Pick<Context, 'disk' | 'alarms' | 'timers'>): DiskWatch {
  let free: number | null = null;

  async function look(): Promise<void> {
    free = await disk.free();
    if (free === null) return;
    const details = { free_bytes: free };
    alarms.set('DISK_FULL', free < DISK.critical, details);
    alarms.set('DISK_LOW', free < DISK.low && free >= DISK.critical, details);
  }

  return {
    get free() {
      return free;
    },
    look,
    async watch(signal) {
      while (!signal.aborted) {
        await look();
        await timers.sleep(EVERY, signal);
      }
    },
  };
}
