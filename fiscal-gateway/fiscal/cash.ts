import { DomainError } from '../../design/errors.ts';
import type { CashMovement } from '../../design/documents/facts.ts';
import { roublesFromKopecks } from '../../design/money/kopecks.ts';
import type { Maintenance } from '../care/maintenance.ts';
import type { Context } from '../context.ts';
import type { ShiftRow } from '../journal/shifts.store.ts';
import type { Register } from '../register/register.ts';
import { composeCashMovement } from './compose-shift.ts';
import type { Drive } from './drive.ts';
import type { Executor } from './executor.ts';
import { asFault, errorOf } from './faults.ts';
import type { ShiftBooks } from './shift-books.ts';

export interface CashOrder {
  /** Chosen before the first attempt: a repeat under the same idempotency key is the same movement. */
  readonly id: string;
  readonly direction: 'in' | 'out';
  /** Kopecks. */
  readonly amount: number;
  readonly reason: string;
  readonly cashier: string;
  /** An out to the bank or the safe. */
  readonly kind: 'collection' | null;
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
  /** `finish` runs in the transaction that records the movement. `again`: an attempt before this one was interrupted. */
  move(order: CashOrder, finish: (done: CashDone) => void, again: boolean): Promise<CashDone>;
  /** The same within a turn of the executor that the caller has. `device` null: no register to tell. */
  moveNow(order: CashOrder, shift: ShiftRow, device: Register | null): Promise<CashDone>;
  open(): Promise<void>;
}

export interface CashParts {
  readonly executor: Executor;
  readonly drive: Drive;
  readonly books: ShiftBooks;
  readonly maintenance: Pick<Maintenance, 'demand'>;
}

/**
 * Cash in and out. It is no fiscal document (some registers even refuse the command, fiscal rules §1.7): the journal's own count is the
 * truth, so an answer lost on the way does not undo a movement that a person has made with hands. A repeat under the same key is the
 * same movement; a repeat without a key is a new one, because money that went out twice looks just like that.
 */
export function createCashDrawer(
  { journal, stores, config, clock, events, log, crash }: Context,
  { executor, drive, books, maintenance }: CashParts,
): CashDrawer {
  /** After a crash: the register's drawer counter tells whether it has carried the order out already; where it cannot, the slip may come twice. */
  async function isCarriedOut({ direction, amount }: CashOrder, shift: ShiftRow, device: Register): Promise<boolean> {
    const counters = await device.counters().catch(() => null);
    if (counters === null || shift.register_cash === null || counters.shift !== shift.number) return false;
    const ours = books.totals(shift).drawer - shift.opening_cash;
    const theirs = counters.cash - shift.register_cash;
    return theirs - ours === (direction === 'in' ? amount : -amount);
  }

  async function tell(device: Register, { direction, amount }: CashOrder): Promise<void> {
    try {
      await device.cashMovement(direction, amount);
    } catch (error) {
      const fault = asFault(error);
      // The register counts its own drawer and knows no counted float: what it thinks too little may well lie there.
      const itsOwnView = fault.reason === 'refused' || fault.reason === 'cash-not-enough';
      if (fault.outcome === 'not-executed' && !itsOwnView) throw errorOf(fault);
      log.warn('cash_slip_not_sure', { reason: fault.reason });
    }
    crash('after-cash-command');
  }

  function record(order: CashOrder, shift: ShiftRow): CashDone {
    const at = clock.now();
    const { id, kind, direction, amount, reason, cashier } = order;
    const number = stores.shifts.nextCashNumber();
    const ref = { fn: shift.fn, number: shift.number, openedAt: shift.opened_at };
    const place = { store: config.store, pos: config.posId };
    const document = composeCashMovement(
      place,
      { id, number, at, direction, amount, reason, cashier, ...(kind && { kind }) },
      ref,
    );
    stores.shifts.insertCash({ ...order, number, fn: shift.fn, shift: shift.number, at, document: JSON.stringify(document) });
    stores.copy.append({ kind: 'cash', fn: shift.fn, cash: document }, at);
    stores.log.append(at, 'INFO', 'cash_moved', null, `${direction} ${amount} коп.`, {
      direction,
      amount,
      kind,
      shift: shift.number,
    });
    return doneOf(order, document, shift);
  }

  const doneOf = ({ id, direction, amount }: CashOrder, document: CashMovement, shift: ShiftRow): CashDone => ({
    id,
    direction,
    amount: roublesFromKopecks(amount),
    drawer: roublesFromKopecks(books.totals(shift).drawer),
    document,
  });

  async function moveNow(
    order: CashOrder,
    shift: ShiftRow,
    device: Register | null,
    finish: (done: CashDone) => void = () => undefined,
    again = false,
  ): Promise<CashDone> {
    const known = stores.shifts.cashById(order.id);
    if (known) return doneOf(order, JSON.parse(known.document) as CashMovement, shift);
    const before = books.totals(shift).drawer;
    if (order.direction === 'out' && order.amount > before) throw new DomainError('CASH_NOT_ENOUGH', { drawer: before });
    const toldBefore = again && device !== null && (await isCarriedOut(order, shift, device));
    if (device !== null && !toldBefore) await tell(device, order);
    const done = await journal.commit(() => {
      const value = record(order, shift);
      finish(value);
      return value;
    });
    for (const type of ['copy', 'shift'] as const) events.emit({ type });
    return done;
  }

  return {
    move: (order, finish, again) =>
      executor.run('high', async () => {
        maintenance.demand();
        const device = await drive.ready();
        await journal.idle();
        const shift = books.open();
        if (shift === null) throw new DomainError('SHIFT_NOT_OPEN');
        return moveNow(order, shift, device, finish, again);
      }),
    moveNow: (order, shift, device) => moveNow(order, shift, device),
    open: () =>
      executor.run('high', async () => {
        const device = await drive.ready();
        await device.openDrawer().catch((error: unknown) => {
          throw errorOf(asFault(error));
        });
      }),
  };
}
