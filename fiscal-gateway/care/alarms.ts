import { ALARMS } from '../../design/fiscal/alarms.ts';
import type { AlarmCode } from '../../design/fiscal/alarms.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Events } from '../events.ts';
import type { AlarmRow } from '../journal/alarms.store.ts';
import type { Journal } from '../journal/journal.ts';
import type { Stores } from '../journal/stores.ts';
import type { Log } from '../log.ts';

/**
 * The alarms of this gateway. Whoever knows a condition says whether it holds, as often as it likes; only a change is written, logged,
 * shown and copied to the server. They survive a restart, so that one told yesterday is not told again.
 */
export interface Alarms {
  /** `details` are numbers and codes for people to act on; they are refreshed silently while the alarm stands. */
  set(code: AlarmCode, holds: boolean, details?: Readonly<Record<string, unknown>>): void;
  /** What stands, the oldest first. */
  readonly active: readonly AlarmRow[];
}

export interface AlarmParts {
  readonly journal: Journal;
  readonly stores: Stores;
  readonly clock: Clock;
  readonly events: Events;
  readonly log: Log;
}

export function createAlarms({ journal, stores, clock, events, log }: AlarmParts): Alarms {
  const standing = new Map(stores.alarms.all().map((row) => [row.code, row]));

  function changed(code: AlarmCode, holds: boolean, details: Readonly<Record<string, unknown>>): void {
    const now = clock.now();
    const { level } = ALARMS[code];
    journal
      .commitLater(() => {
        if (holds) stores.alarms.raise(code, now, details);
        else stores.alarms.clear(code);
        stores.copy.append({ kind: 'alert', details: { ...details, code, level, raised: holds } }, now);
        stores.log.append(now, holds ? (level === 'critical' ? 'ERROR' : 'WARN') : 'INFO', 'alert_sent', null, code);
      })
      .catch((error: unknown) => log.error('alarm_not_written', { code, message: String(error) }));
    log[holds ? 'warn' : 'info']('alert_sent', { code, severity: level, raised: holds });
    events.emit({ type: 'buffer' });
    events.emit({ type: 'copy' });
  }

  return {
    set(code, holds, details = {}) {
      const row = standing.get(code);
      if (holds === (row !== undefined)) {
        if (row) standing.set(code, { ...row, details });
        return;
      }
      if (holds) standing.set(code, { code, since: clock.now(), details });
      else standing.delete(code);
      changed(code, holds, details);
    },
    get active() {
      return [...standing.values()].sort((a, b) => a.since - b.since);
    },
  };
}
