import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Clock } from '../design/time/clock.ts';
import { createSteadyClock, REMEMBER_EVERY, type ClockTrust, type SteadyClock } from '../design/time/steady-clock.ts';
import { writeWhole } from './engine/whole-file.ts';
import { reasonOf, type Log } from './log.ts';

/** Earlier than the programs it is nowhere: an empty battery says 1970, 2000 or 2010. */
const NOT_BEFORE = Date.UTC(2025, 0, 1);
const FILE = 'clock.json';

export interface MachineClock extends SteadyClock {
  /** Begins to write the time down for the next start, and to say in the log that the machine's clock is not believed, and again. */
  remember(): void;
  /** Writes the time down once more and ends. */
  stop(): Promise<void>;
}

/** What was written down last; a file that cannot be read counts as none. */
function rememberedAt(path: string): number | null {
  try {
    const { at } = JSON.parse(readFileSync(path, 'utf8')) as { at: unknown };
    return typeof at === 'number' && Number.isSafeInteger(at) ? at : null;
  } catch {
    return null;
  }
}

/**
 * The clock that the server goes by: the machine's own, for as long as it goes on from the time that the data folder remembers.
 * @param folder of the server's data
 */
export function createMachineClock(folder: string, wall: Clock, log: Log): MachineClock {
  const path = join(folder, FILE);
  const known = rememberedAt(path);
  const steady = createSteadyClock({ wall, elapsed: () => performance.now(), known, notBefore: NOT_BEFORE });
  let told: ClockTrust = 'right';
  let timer: NodeJS.Timeout | null = null;

  function tell(): void {
    const trust = steady.trust();
    if (trust === told) return;
    told = trust;
    const times = { machine: new Date(steady.wall()).toISOString(), goes_by: new Date(steady.now()).toISOString() };
    if (trust === 'right') log('info', 'clock-believed', times);
    else log('error', 'clock-not-believed', { code: 'CLOCK_NOT_BELIEVED', trust, ...times });
  }
  const write = (): Promise<void> =>
    writeWhole(path, new TextEncoder().encode(JSON.stringify({ at: Math.floor(steady.now()) }))).catch((error: unknown) =>
      log('warn', 'clock-not-remembered', { why: reasonOf(error) }),
    );
  const round = (): void => {
    tell();
    void write();
  };

  return {
    ...steady,
    now: () => Math.floor(steady.now()),
    believe() {
      steady.believe();
      round();
    },
    remember() {
      round();
      timer = setInterval(round, REMEMBER_EVERY);
      timer.unref();
    },
    async stop() {
      if (timer) clearInterval(timer);
      await write();
    },
  };
}
