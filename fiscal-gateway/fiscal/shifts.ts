import { DomainError } from '../../design/errors.ts';
import { shiftClock } from '../../design/fiscal/shift-clock.ts';
import type { ReportAnswer, ShiftState } from '../../design/fiscal/wire.ts';
import type { ShiftEvent, Signature } from '../../design/documents/facts.ts';
import type { Maintenance } from '../care/maintenance.ts';
import type { Context } from '../context.ts';
import type { ShiftRow } from '../journal/shifts.store.ts';
import type { Cashier } from '../register/register.ts';
import type { CashDrawer } from './cash.ts';
import type { Drive } from './drive.ts';
import type { Executor } from './executor.ts';
import { asFault, errorOf } from './faults.ts';
import type { ShiftBooks } from './shift-books.ts';
import { cashCountOf, registerSays } from './shift-closing.ts';
import type { CloseIntent, Counted, OpenIntent, ShiftKey, SignedDecision } from './shift-closing.ts';
import { isNoRegister } from './shift-commands.ts';
import type { ShiftCommands } from './shift-commands.ts';

export interface ShiftParts {
  readonly executor: Executor;
  readonly drive: Drive;
  readonly books: ShiftBooks;
  readonly commands: ShiftCommands;
  readonly cash: Pick<CashDrawer, 'moveNow'>;
  readonly maintenance: Pick<Maintenance, 'demand'>;
  /** After any change, beside the events: alarms that a person at the till must see at once. */
  readonly changed: () => void;
}

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
  readonly attempt: CloseAttempt;
}

export interface Shifts {
  state(): ShiftState;
  /** The newest shift, to be noted before one is opened. */
  newest(): ShiftKey | null;
  /** To be noted before a Z. */
  attempt(): CloseAttempt;
  /** An open shift is answered as it is (`opened: false`), and so is one that was opened since `before`: a repeat opens no second one. */
  open(
    cashier: Cashier,
    float: Pick<OpenIntent, 'float' | 'reason'>,
    before?: ShiftKey | null,
  ): Promise<{ state: ShiftState; opened: boolean }>;
  /** X: from the journal alone, so it needs no network and, but for the paper, no register. */
  report(print: boolean, cashier: Cashier | null): Promise<ReportAnswer>;
  /** The sums so far without paper: the balance visible at any time (requirements F-01). */
  balance(): ReportAnswer;
  close(order: CloseOrder): Promise<ReportAnswer>;
  /** The Z of a closed shift as it was answered; `null` where there is none. */
  closed(fn: string, number: number): ReportAnswer | null;
}

export function createShifts(context: Context, parts: ShiftParts): Shifts {
  const { journal, stores, config, clock, random, events, log } = context;
  const { executor, drive, books, commands, cash, maintenance, changed } = parts;

  /** The newest event of a shift. One that was found in the drive is not handed out: the till may hold it in the words of a lost journal. */
  function eventOf({ closed_event, closed_found, local_event, opened_event, opened_found }: ShiftRow): ShiftEvent | null {
    const [json, found] =
      closed_event !== null
        ? [closed_event, closed_found]
        : local_event !== null
          ? [local_event, 0]
          : [opened_event, opened_found];
    return found === 1 ? null : (JSON.parse(json) as ShiftEvent);
  }
  const keyOf = ({ fn, number }: ShiftRow): ShiftKey => ({ fn, number });

  function state(): ShiftState {
    const shift = books.latest();
    const open = shift !== null && shift.closed_at === null ? shift : null;
    const time = open && shiftClock(open.opened_at, clock.now(), registerSays(drive.seen, open));
    return {
      pos_id: config.posId,
      store: config.store,
      state: time?.state ?? 'closed',
      number: shift?.number ?? 0,
      opened_at: open?.opened_at ?? null,
      closes_at: time?.closesAt ?? null,
      minutes_left: time?.minutesLeft ?? null,
      warning: time?.warning ?? null,
      fn: stores.drives.current()?.fn ?? null,
      receipts: shift === null ? 0 : stores.documents.receiptsInShift(shift.fn, shift.number),
      unsettled: open ? books.unsettled(open).length : shift === null ? 0 : stores.receipts.unsettledIn(shift.number).length,
      register_pending: shift !== null && shift.closed_at !== null && shift.closed_fd === null,
      event: shift && eventOf(shift),
    };
  }

  const closed = (fn: string, number: number): ReportAnswer | null => stores.zReports.get(fn, number)?.report ?? null;

  const announce = (): void => {
    changed();
    for (const type of ['shift', 'buffer', 'queue', 'copy'] as const) events.emit({ type });
  };

  /** A shift that our books have closed and the register still holds open, `null` where there is none. */
  async function openAtRegister(): Promise<ShiftRow | null> {
    const [pending] = stores.shifts.pending(stores.drives.current()?.fn ?? '');
    if (pending === undefined) return null;
    const device = await drive.ready();
    const { shift } = await device.status().catch((error: unknown) => {
      throw errorOf(asFault(error));
    });
    return shift.state !== 'closed' && shift.number === pending.number ? pending : null;
  }

  /** Its own report is made now and matched to the books that were closed before. */
  async function closeLate(shift: ShiftRow, cashier: Cashier): Promise<void> {
    await commands.close(keyOf(shift), cashier, { cashier: cashier.name, counted: null, signed: null });
    log.info('shift_closed_late', { number: shift.number });
  }

  /** What the register's own drawer counter says at the opening: later only what moved since can be compared. */
  async function noteRegisterCash(shift: ShiftRow): Promise<void> {
    const counters = await (await drive.ready()).counters();
    if (counters?.shift !== shift.number) return;
    await journal.commit(() => stores.shifts.setRegisterCash(shift.fn, shift.number, counters.cash));
  }

  /** Throws SIGNATURE_REQUIRED where an exception was asked for and nobody signs for it. */
  function signedBy({ force, withoutRegister, reason, signature }: CloseOrder): SignedDecision | null {
    if (!force && !withoutRegister) return null;
    if (reason === null || signature === null) throw new DomainError('SIGNATURE_REQUIRED');
    return { by: signature.by, role: signature.role, reason, ...(signature.name ? { name: signature.name } : {}) };
  }

  /** Throws CASH_DIFFERENCE_REASON, CASH_NOT_ENOUGH. */
  function countedIn(shift: ShiftRow, { counted, collected, differenceReason, attempt }: CloseOrder): Counted | null {
    const made = stores.shifts.cashById(attempt.collection)?.amount ?? 0;
    const totals = books.totals(shift);
    const drawer = totals.drawer + made;
    if (collected > 0 && collected > (counted ?? drawer)) throw new DomainError('CASH_NOT_ENOUGH', { drawer: counted ?? drawer });
    if (counted === null) return null;
    const count = { counted, reason: differenceReason, collected };
    const { difference } = cashCountOf({ ...count, collected: made }, totals);
    if (difference !== 0 && differenceReason === null)
      throw new DomainError('CASH_DIFFERENCE_REASON', { expected: drawer, counted, difference });
    return count;
  }

  async function closeOpen(shift: ShiftRow, order: CloseOrder, trouble: DomainError | null): Promise<void> {
    const signed = signedBy(order);
    const unsettled = books.unsettled(shift);
    if (unsettled.length > 0 && signed === null) {
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
    state,
    newest() {
      const shift = books.latest();
      return shift && keyOf(shift);
    },
    attempt() {
      const [pending = null] = stores.shifts.pending(stores.drives.current()?.fn ?? '');
      const shift = books.open() ?? pending;
      return { shift: shift && keyOf(shift), collection: random.uuid() };
    },
    closed,
    open: (cashier, { float, reason }, before) =>
      executor.run('high', async () => {
        await drive.ready();
        const newest = books.latest();
        const since = before !== undefined && newest !== null && (newest.fn !== before?.fn || newest.number > before.number);
        if (books.open() || since) return { state: state(), opened: false };
        maintenance.demand();
        const stale = await openAtRegister();
        if (stale) await closeLate(stale, cashier);
        const fn = stores.drives.current()?.fn ?? '';
        const key = { fn, number: (stores.shifts.latest(fn)?.number ?? 0) + 1 };
        await commands.open(key, cashier, { cashier: cashier.name, float, reason });
        const shift = books.open();
        if (shift)
          await noteRegisterCash(shift).catch((error: unknown) => log.warn('counters_not_read', { reason: String(error) }));
        log.info('shift_opened', { number: shift?.number });
        announce();
        return { state: state(), opened: true };
      }),
    async report(print, cashier) {
      // The gate first, where the register answers: a receipt in doubt belongs into the sums.
      const shift = await executor.run('high', async () => {
        await drive.ready().catch(() => undefined);
        await journal.idle();
        return books.open();
      });
      if (shift === null) throw new DomainError('SHIFT_NOT_OPEN');
      const report = books.report(shift, cashier?.name);
      if (!print) return report;
      // Paper is a courtesy: the report stands without it.
      await executor
        .run('high', async () => (await drive.ready()).printText(report.text))
        .catch((error: unknown) => {
          log.warn('report_not_printed', { reason: String(error) });
        });
      return report;
    },
    balance() {
      const shift = books.open();
      if (shift === null) throw new DomainError('SHIFT_NOT_OPEN');
      return books.report(shift);
    },
    close: (order) =>
      executor.run('high', async () => {
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
        announce();
        const report = closed(shift.fn, shift.number);
        if (report === null) throw new Error(`shift ${shift.number} closed without totals`);
        return report;
      }),
  };
}
