import { DomainError } from '../../design/errors.ts';
import type { Signature } from '../../design/documents/facts.ts';
import type { ReportAnswer } from '../../design/fiscal/wire.ts';
import type { Context } from '../context.ts';
import type { ShiftRow } from '../journal/shifts.store.ts';
import type { Cashier } from '../register/register.ts';
import type { CashDrawer } from './cash.ts';
import type { Drive } from './drive.ts';
import { asFault, errorOf } from './faults.ts';
import type { ShiftBooks } from './shift-books.ts';
import { cashCountOf } from './shift-closing.ts';
import type { CloseIntent, Counted, ShiftKey, SignedDecision } from './shift-closing.ts';
import { isNoRegister } from './shift-commands.ts';
import type { ShiftCommands } from './shift-commands.ts';

/** Noted with the idempotency key before a Z begins: whose Z it is, and the id of the collection made with it. */
export interface CloseAttempt {
  readonly shift: ShiftKey | null;
  readonly collection: string;
}

export interface CloseOrder {
  readonly cashier: Cashier | null;
  /** Close although receipts of the shift are not settled. */
  readonly force: boolean;
  /** Close the books where the register cannot make its report. */
  readonly withoutRegister: boolean;
  readonly reason: string | null;
  readonly signature: Signature | null;
  /** Kopecks. */
  readonly counted: number | null;
  readonly collected: number;
  readonly differenceReason: string | null;
  readonly sheet?: Counted['sheet'];
  readonly attempt: CloseAttempt;
}

/** Closing a shift, with its register or without. In a turn of the executor only. */
export interface ShiftCloser {
  /** Throws SHIFT_NOT_OPEN, SHIFT_HAS_UNSETTLED, SIGNATURE_REQUIRED, CASH_DIFFERENCE_REASON, CASH_NOT_ENOUGH, or what the register answers. */
  close(order: CloseOrder): Promise<ReportAnswer>;
  /** A shift that our books have closed and the register still holds open, `null` where there is none. */
  openAtRegister(): Promise<ShiftRow | null>;
  /** Its own report is made now and matched to the books that were closed before. */
  closeLate(shift: ShiftRow, cashier: Cashier): Promise<void>;
}

export interface CloserParts {
  readonly drive: Drive;
  readonly books: ShiftBooks;
  readonly commands: ShiftCommands;
  readonly cash: Pick<CashDrawer, 'moveNow'>;
}

export function createShiftCloser(context: Context, { drive, books, commands, cash }: CloserParts): ShiftCloser {
  const { journal, stores, log } = context;
  const keyOf = ({ fn, number }: ShiftRow): ShiftKey => ({ fn, number });
  const closed = (fn: string, number: number): ReportAnswer | null => stores.zReports.get(fn, number)?.report ?? null;

  async function openAtRegister(): Promise<ShiftRow | null> {
    const [pending] = stores.shifts.pending(stores.drives.current()?.fn ?? '');
    if (pending === undefined) return null;
    const device = await drive.ready();
    const { shift } = await device.status().catch((error: unknown) => {
      throw errorOf(asFault(error));
    });
    return shift.state !== 'closed' && shift.number === pending.number ? pending : null;
  }

  async function closeLate(shift: ShiftRow, cashier: Cashier): Promise<void> {
    await commands.close(keyOf(shift), cashier, { cashier: cashier.name, counted: null, signed: null });
    log.info('shift_closed_late', { number: shift.number });
  }

  const isException = ({ force, withoutRegister }: CloseOrder): boolean => force || withoutRegister;

  /** Throws SIGNATURE_REQUIRED where an exception was asked for and nobody signs for it. A word for a difference alone is kept as well. */
  function signedBy(order: CloseOrder): SignedDecision | null {
    const { signature } = order;
    const reason = order.reason ?? (isException(order) ? null : order.differenceReason);
    if (isException(order) && (reason === null || signature === null)) throw new DomainError('SIGNATURE_REQUIRED');
    if (reason === null || signature === null) return null;
    return { by: signature.by, role: signature.role, reason, ...(signature.name ? { name: signature.name } : {}) };
  }

  /** Throws CASH_DIFFERENCE_REASON, CASH_NOT_ENOUGH. */
  function countedIn(shift: ShiftRow, { counted, collected, differenceReason, sheet, attempt }: CloseOrder): Counted | null {
    const made = stores.shifts.cashById(attempt.collection)?.amount ?? 0;
    const totals = books.totals(shift);
    const drawer = totals.drawer + made;
    if (collected > 0 && collected > (counted ?? drawer)) throw new DomainError('CASH_NOT_ENOUGH', { drawer: counted ?? drawer });
    if (counted === null) return null;
    const count = { counted, reason: differenceReason, collected, ...(sheet && { sheet }) };
    const { difference } = cashCountOf({ ...count, collected: made }, totals);
    if (difference !== 0 && differenceReason === null)
      throw new DomainError('CASH_DIFFERENCE_REASON', { expected: drawer, counted, difference });
    return count;
  }

  async function closeOpen(shift: ShiftRow, order: CloseOrder, trouble: DomainError | null): Promise<void> {
    const signed = signedBy(order);
    const unsettled = books.unsettled(shift);
    if (unsettled.length > 0 && !isException(order)) {
      throw new DomainError('SHIFT_HAS_UNSETTLED', { receipts: unsettled.map(({ id, key, stage }) => ({ id, key, stage })) });
    }
    const counted = countedIn(shift, order);
    const who = order.cashier ?? { name: shift.cashier, inn: null };
    const intent: CloseIntent = { cashier: who.name, counted, signed };
    if (order.collected > 0) {
      const { collected: amount, attempt } = order;
      const device = trouble ? null : await drive.ready();
      const reason = 'Инкассация при закрытии смены';
      const movement = {
        id: attempt.collection,
        direction: 'out',
        amount,
        reason,
        cashier: who.name,
        kind: 'collection',
      } as const;
      await cash.moveNow(movement, shift, device);
    }
    if (trouble === null) {
      try {
        await commands.close(keyOf(shift), who, intent);
        log.info('shift_closed', { number: shift.number });
        return;
      } catch (error) {
        if (!order.withoutRegister || !isNoRegister(error)) throw error;
      }
    }
    await journal.commit(() => books.closeAlone(shift, intent, 'register-dead'));
    log.warn('shift_closed_alone', { number: shift.number });
  }

  return {
    openAtRegister,
    closeLate,
    async close(order) {
      signedBy(order);
      const trouble = await drive.ready().then(
        () => null,
        (error: unknown) => {
          if (!order.withoutRegister || !isNoRegister(error)) throw error;
          return error as DomainError;
        },
      );
      await journal.idle();
      const earlier = order.attempt.shift && closed(order.attempt.shift.fn, order.attempt.shift.number);
      // Books that were closed alone are no answer to whoever wants the register's report.
      if (earlier && (order.withoutRegister || !earlier.withoutRegister)) return earlier;
      const open = books.open();
      const late = open || trouble ? null : await openAtRegister();
      const shift = open ?? late;
      if (shift === null) throw new DomainError('SHIFT_NOT_OPEN');
      if (late) await closeLate(late, order.cashier ?? { name: late.cashier, inn: null });
      else await closeOpen(shift, order, trouble);
      const report = closed(shift.fn, shift.number);
      if (report === null) throw new Error(`shift ${shift.number} closed without totals`);
      return report;
    },
  };
}
