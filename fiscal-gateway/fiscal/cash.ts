import { DomainError } from '../../design/errors.ts';
import type { CashMovement } from '../../design/documents/facts.ts';
import { roublesFromKopecks } from '../../design/money/kopecks.ts';
import type { Maintenance } from '../care/maintenance.ts';
import type { Context } from '../context.ts';
import { composeCashMovement } from './compose.ts';
import type { DriveJournal } from './drive-journal.ts';
import type { Drive } from './drive.ts';
import type { Executor } from './executor.ts';
import { asFault, errorOf } from './faults.ts';

export interface CashOrder {
  readonly direction: 'in' | 'out';
  /** Kopecks. */
  readonly amount: number;
  readonly reason: string;
  readonly cashier: string;
}

export interface CashDone {
  readonly id: string;
  readonly direction: 'in' | 'out';
  /** Roubles, as on the wire. */
  readonly amount: number;
  readonly drawer: number;
  readonly document: CashMovement;
}

export interface CashDrawer {
  /** `finish` runs in the transaction that records the movement. */
  move(order: CashOrder, finish: (done: CashDone) => void): Promise<CashDone>;
  open(): Promise<void>;
}

/**
 * Cash in and out. It is no fiscal document (some registers even refuse the command, fiscal rules §1.7): the journal's own count is the
 * truth, so an answer lost on the way does not undo a movement that a person has made with hands.
 */
export function createCashDrawer(
  { journal, stores, config, clock, random, events, log }: Context,
  { executor, drive, image, maintenance }: { executor: Executor; drive: Drive; image: DriveJournal; maintenance: Maintenance },
): CashDrawer {
  return {
    move: (order, finish) =>
      executor.run('high', async () => {
        maintenance.demand();
        const device = await drive.ready();
        await journal.idle();
        const shift = image.openShift();
        if (shift === null) throw new DomainError('SHIFT_NOT_OPEN');
        const before = image.totals(shift).drawer;
        if (order.direction === 'out' && order.amount > before) throw new DomainError('CASH_NOT_ENOUGH', { drawer: before });
        try {
          await device.cashMovement(order.direction, order.amount);
        } catch (error) {
          const fault = asFault(error);
          if (fault.outcome === 'not-executed' && fault.reason !== 'refused') throw errorOf(fault);
          log.warn('cash_slip_not_sure', { reason: fault.reason });
        }
        const done = await journal.commit(() => {
          const at = clock.now();
          const id = random.uuid();
          const number = stores.shifts.nextCashNumber();
          const ref = { fn: shift.fn, number: shift.number, openedAt: shift.opened_at };
          const place = { store: config.store, pos: config.posId };
          const document = composeCashMovement(place, { id, number, at, ...order }, ref);
          const row = { number, id, fn: shift.fn, shift: shift.number, at, document: JSON.stringify(document), ...order };
          stores.shifts.insertCash(row);
          stores.copy.append({ kind: 'cash', fn: shift.fn, cash: document }, at);
          const drawer = roublesFromKopecks(image.totals(shift).drawer);
          const value = { id, direction: order.direction, amount: roublesFromKopecks(order.amount), drawer, document };
          finish(value);
          return value;
        });
        events.emit({ type: 'copy' });
        events.emit({ type: 'shift' });
        return done;
      }),
    open: () =>
      executor.run('high', async () => {
        const device = await drive.ready();
        await device.openDrawer().catch((error: unknown) => {
          throw errorOf(asFault(error));
        });
      }),
  };
}
