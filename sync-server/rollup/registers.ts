import { registerState, type DayRollup, type RegisterState } from '../../design/documents/chain.ts';
import { rollupId } from '../../design/folds/rollup-day.ts';
import { rangeOf } from '../../design/ids.ts';
import { isSilent, unsentTills } from '../../design/reconcile/unsent-tills.ts';
import { DAY, type Clock } from '../../design/time/clock.ts';
import { dayRange } from '../../design/time/day-range.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { Database, StoredDocument } from '../engine/engine.ts';

/** Days looked back at: a drive blocks after 30 days without the operator, so nothing older comes (unsent-tills.ts). */
const DAYS_BACK = 31;

/** The registers as `chain` knows them, and the days that wait for one of them (C-12). */
export interface Registers {
  /** What is in the database, once at the start. */
  load(chain: Database): Promise<void>;
  note(doc: StoredDocument): void;
  unsent(store: string, day: string): string[];
  /** Days whose marks are no longer what was written: a till fell silent, came back, or has handed everything in. */
  changed(): [store: string, day: string][];
  /** These marks are written now. */
  wrote(store: string, day: string, unsent: readonly string[]): void;
}

export function createRegisters(clock: Clock, timeZoneOf: (store: string) => string): Registers {
  const since = clock.now();
  const states = new Map<string, RegisterState>();
  /** store → day → marks as written; days without marks are left out. */
  const written = new Map<string, Map<string, string>>();
  const marksOf = (store: string): Map<string, string> => {
    const held = written.get(store) ?? new Map<string, string>();
    written.set(store, held);
    return held;
  };

  function unsent(store: string, day: string): string[] {
    return unsentTills(states.values(), { store, ...dayRange(day, timeZoneOf(store)) }, { now: clock.now(), since });
  }

  /** Today, what is marked, and every day since a till was last heard or that its copy still owes. */
  function daysInDoubt(store: string): Set<string> {
    const now = clock.now();
    const zone = timeZoneOf(store);
    const days = new Set([localDate(now, zone), ...marksOf(store).keys()]);
    for (const till of states.values()) {
      if (till.store !== store || till.retired) continue;
      const oldest = till.copy?.oldest ?? Infinity;
      const from = Math.max(Math.min(isSilent(till, { now, since }) ? till.seen : now, oldest), now - DAYS_BACK * DAY);
      for (let at = from; at < now; at += DAY) days.add(localDate(at, zone));
    }
    return days;
  }

  return {
    async load(chain) {
      for (const doc of await chain.range(rangeOf('register-state'))) this.note(doc);
      for (const store of new Set([...states.values()].map((till) => till.store))) {
        const first = localDate(clock.now() - DAYS_BACK * DAY, timeZoneOf(store));
        const recent = await chain.range({ startkey: rollupId(store, first), endkey: rollupId(store, '\ufff0') });
        for (const { day, syncing = [] } of recent as unknown as DayRollup[])
          if (syncing.length > 0) marksOf(store).set(day, '?');
      }
    },
    note(doc) {
      const known = registerState.safeParse(doc);
      if (known.success) states.set(doc._id, known.data);
    },
    unsent,
    changed() {
      const days: [string, string][] = [];
      for (const store of new Set([...states.values()].map((till) => till.store))) {
        for (const day of daysInDoubt(store)) {
          if ((marksOf(store).get(day) ?? '') !== unsent(store, day).join()) days.push([store, day]);
        }
      }
      return days;
    },
    wrote(store, day, marks) {
      if (marks.length > 0) marksOf(store).set(day, marks.join());
      else marksOf(store).delete(day);
    },
  };
}

export const isRegister = (id: string): boolean => id.startsWith('register-state:');
