import { DomainError } from '../../design/errors.ts';
import { MINUTE, SECOND } from '../../design/time/clock.ts';
import type { MaintenanceState } from '../../design/fiscal/wire-care.ts';
import type { Context } from '../context.ts';
import type { Executor } from '../fiscal/executor.ts';
import type { MaintenanceRow } from '../journal/care.store.ts';

/** A till asked whether it may take money this recently and has not sold since: it is being paid, ms. */
const PAYING = 90 * SECOND;
/** After the promised end a till asks again this often, seconds. */
const OVERDUE_RETRY = 60;
const LONGEST_RETRY = 600;

export interface MaintenanceOrder {
  readonly reason: string;
  readonly by: string;
  readonly minutes: number;
}

/**
 * Work on the register (requirements A-70, B-92): new receipts, cash and shift openings wait, everything that ends what was begun goes on.
 * It survives a restart and ends by a person's word only.
 */
export interface Maintenance {
  readonly current: MaintenanceState | null;
  /** Throws MAINTENANCE with reason, since, until and Retry-After while it lasts. */
  demand(): void;
  /** Begins it, or gives the present one a new reason and end. Resolves once nothing is at the register. */
  begin(order: MaintenanceOrder): Promise<MaintenanceState>;
  /** False where none lasted. */
  end(by: string): Promise<boolean>;
  history(limit: number): MaintenanceRow[];
  /** Nobody is being paid and nothing is at the register: the moment to stop for an update. */
  readonly quiet: boolean;
  /** A till asked before taking money (`asked`), or its receipt is made (`sold`). */
  note(what: 'asked' | 'sold'): void;
  /** Says whether the promised end has passed. */
  watchOver(): void;
}

const stateOf = ({ reason, by, since, until }: MaintenanceRow): MaintenanceState => ({ reason, by, since, until });

export function createMaintenance(context: Context, executor: Executor): Maintenance {
  const { journal, stores, clock, events, log, alarms } = context;
  let current = stores.care.maintenance();
  let askedAt: number | null = null;

  const watchOver = (): void => {
    const now = clock.now();
    const over = current === null ? 0 : now - current.until;
    alarms.set('MAINTENANCE_OVERDUE', over > 0, { since: current?.since, minutes_over: Math.floor(over / MINUTE) });
  };

  function announce(event: string): void {
    log.info(event);
    watchOver();
    for (const type of ['buffer', 'shift'] as const) events.emit({ type });
  }

  return {
    get current() {
      return current && stateOf(current);
    },
    demand() {
      if (current === null) return;
      const { reason, since, until } = current;
      const left = Math.ceil((until - clock.now()) / SECOND);
      const wait = left > 0 ? Math.min(left, LONGEST_RETRY) : OVERDUE_RETRY;
      throw new DomainError('MAINTENANCE', { reason, since, until, retry_after_seconds: wait }, wait);
    },
    async begin({ reason, by, minutes }) {
      const before = current;
      await journal.commit(() => {
        const now = clock.now();
        const until = now + minutes * MINUTE;
        if (before === null) stores.care.beginMaintenance(reason, by, now, until);
        else stores.care.changeMaintenance(before.no, reason, by, until);
        stores.log.append(now, 'WARN', before === null ? 'maintenance_started' : 'maintenance_changed', null, `${minutes} мин`, {
          reason,
          by,
          until,
        });
      });
      current = stores.care.maintenance();
      if (current === null) throw new Error('the maintenance was not written');
      announce(before === null ? 'maintenance_started' : 'maintenance_changed');
      const answer = stateOf(current);
      // Whoever came before is served first: a receipt at the register is never broken off.
      await executor.run('low', () => Promise.resolve());
      return answer;
    },
    async end(by) {
      if (current === null) return false;
      await journal.commit(() => {
        stores.care.endMaintenance(clock.now(), by);
        stores.log.append(clock.now(), 'WARN', 'maintenance_ended', null, '', { by });
      });
      current = null;
      announce('maintenance_ended');
      return true;
    },
    history: (limit) => stores.care.maintenances(limit),
    get quiet() {
      const paying = askedAt !== null && clock.now() - askedAt < PAYING;
      return !executor.busy && !paying;
    },
    note(what) {
      askedAt = what === 'asked' ? clock.now() : null;
    },
    watchOver,
  };
}
