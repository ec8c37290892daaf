import type { Context } from '../context.ts';

/** Below this the gateway stops while the disk can still be trusted (requirements B-49: 15 minutes in all), minutes. */
const STOP_BELOW = 3;

export interface PowerSaid {
  readonly state: 'line' | 'battery';
  readonly minutesLeft: number | null;
}

export interface PowerState {
  readonly state: 'line' | 'battery';
  readonly since: number;
  readonly stopping: boolean;
}

/**
 * What a UPS tells of the mains (requirements B-49): on battery an alarm, everything out of the WAL and a backup while there is time; near
 * its end a graceful stop. The operating system's own shutdown comes after.
 */
export interface Power {
  readonly state: PowerState;
  tell(said: PowerSaid): PowerState;
}

export function createPower(context: Context, backup: (() => Promise<unknown>) | null): Power {
  const { clock, alarms, journal, stores, events, log } = context;
  let state: PowerState = { state: 'line', since: clock.now(), stopping: false };
  // After a restart nobody says again that the mains are there.
  alarms.set('ON_BATTERY', false);

  function written(): void {
    journal
      .idle()
      .then(() => journal.db.exec('PRAGMA wal_checkpoint(PASSIVE)'))
      .then(() => backup?.())
      .catch((error: unknown) => log.error('battery_backup_failed', { message: String(error) }));
  }

  return {
    get state() {
      return state;
    },
    tell({ state: mains, minutesLeft }) {
      const changed = mains !== state.state;
      const ends = mains === 'battery' && minutesLeft !== null && minutesLeft < STOP_BELOW;
      const stops = ends && !state.stopping;
      state = { state: mains, since: changed ? clock.now() : state.since, stopping: state.stopping || ends };
      alarms.set('ON_BATTERY', mains === 'battery', { minutes_left: minutesLeft });
      if (changed) {
        journal
          .commit(() => stores.log.append(clock.now(), 'WARN', mains === 'battery' ? 'power_lost' : 'power_back', null, ''))
          .catch((error: unknown) => log.error('log_not_written', { message: String(error) }));
        if (mains === 'battery') written();
      }
      if (stops) events.emit({ type: 'stop', reason: 'power' });
      return state;
    },
  };
}
