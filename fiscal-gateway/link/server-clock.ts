import { CLOCK_DRIFT } from '../../design/fiscal/limits.ts';
import { SECOND } from '../../design/time/clock.ts';
import type { Context } from '../context.ts';

/** A clock read over a slower exchange says too little: half of it is the error, ms. */
const CREDIBLE = 2 * SECOND;

/**
 * How far the server's clock is from ours (requirements C-04, C-06): the server's counts. It corrects no clock, it is said beside our own:
 * every receipt gets the server's time, those of an outage as soon as the server is heard again.
 */
export interface ServerClock {
  /** Server clock minus ours at the last credible answer, ms; `null` before. */
  readonly drift: number | null;
  /** An answer that told the server's time (epoch ms), asked and read at these instants of our clock. */
  heard(now: number, askedAt: number, readAt: number): void;
  /** It did not answer. */
  lost(): void;
}

export function createServerClock({ journal, stores, alarms, log }: Context): ServerClock {
  const { stamps } = stores.receipts;
  let drift: number | null = null;

  function catchUp(offset: number): void {
    if (!stamps.owing()) return;
    journal
      .commitLater(() => stamps.catchUp(offset))
      .then(
        (count) => {
          if (count > 0) log.info('receipts_got_server_time', { count, offset_ms: Math.round(offset) });
        },
        (error: unknown) => log.error('server_time_not_written', { message: String(error) }),
      );
  }

  return {
    get drift() {
      return drift;
    },
    heard(now, askedAt, readAt) {
      // A clock that was set meanwhile shows as an exchange that took no time or an eternity.
      if (readAt - askedAt > CREDIBLE || readAt < askedAt) return;
      // Whole milliseconds: half of one stopped every second sale, the journal's columns are strict.
      drift = Math.round(now - (askedAt + readAt) / 2);
      const off = Math.abs(drift);
      const details = { drift_ms: Math.round(drift) };
      alarms.set('CLOCK_DRIFT', off > CLOCK_DRIFT.warning && off <= CLOCK_DRIFT.critical, details);
      alarms.set('CLOCK_DRIFT_CRITICAL', off > CLOCK_DRIFT.critical, details);
      stamps.setOffset(drift);
      catchUp(drift);
    },
    lost: () => stamps.setOffset(null),
  };
}
