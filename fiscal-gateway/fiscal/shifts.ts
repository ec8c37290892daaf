import { DomainError } from '../../design/errors.ts';
import { shiftClock } from '../../design/fiscal/shift-clock.ts';
import type { ReportAnswer, ShiftState } from '../../design/fiscal/wire.ts';
import type { ShiftEvent } from '../../design/documents/facts.ts';
import type { Maintenance } from '../care/maintenance.ts';
import type { Context } from '../context.ts';
import type { ShiftRow } from '../journal/shifts.store.ts';
import type { Cashier } from '../register/register.ts';
import type { Drive } from './drive.ts';
import type { Executor } from './executor.ts';
import type { ShiftBooks } from './shift-books.ts';
import type { CloseAttempt, CloseOrder, ShiftCloser } from './shift-closer.ts';
import { registerSays } from './shift-closing.ts';
import type { OpenIntent, ShiftKey } from './shift-closing.ts';
import type { ShiftCommands } from './shift-commands.ts';

export interface ShiftParts {
  readonly executor: Executor;
  readonly drive: Drive;
  readonly books: ShiftBooks;
  readonly commands: ShiftCommands;
  readonly closer: ShiftCloser;
  readonly maintenance: Pick<Maintenance, 'demand'>;
  /** After any change, beside the events: alarms that a person at the till must see at once. */
  readonly changed: () => void;
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
    float: Omit<OpenIntent, 'cashier'>,
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
  const { executor, drive, books, commands, closer, maintenance, changed } = parts;

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

  /**
   * The register counts its own drawer and refuses a cash refund that exceeds it (Shtrih 46h): where it can tell, it is told of the cash
   * that lies there now. What it says afterwards is noted: later only what moved since can be compared. Nothing here keeps a shift shut.
   */
  async function alignDrawer(shift: ShiftRow): Promise<void> {
    const { fn, number, opening_cash, register_cash } = shift;
    const untouched = stores.shifts.cash(fn, number).length === 0 && stores.documents.receiptsInShift(fn, number) === 0;
    if (register_cash !== null || !untouched) return;
    try {
      const device = await drive.ready();
      const before = await device.counters();
      if (before?.shift !== number) return;
      // A journal that was begun anew knows less of the drawer than the register does, unless somebody has counted.
      const counted = (JSON.parse(shift.opened_event) as ShiftEvent).cash !== undefined;
      const sure = counted || stores.shifts.lastClosed()?.closed_found === 0;
      const missing = sure ? opening_cash - before.cash : 0;
      if (missing !== 0) {
        await device.cashMovement(missing > 0 ? 'in' : 'out', Math.abs(missing)).catch((error: unknown) => {
          log.warn('register_drawer_not_aligned', { reason: String(error) });
        });
      }
      const after = missing === 0 ? before : await device.counters();
      if (after) await journal.commit(() => stores.shifts.setRegisterCash(fn, number, after.cash));
    } catch (error) {
      log.warn('counters_not_read', { reason: String(error) });
    }
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
    open: (cashier, float, before) =>
      executor.run('high', async () => {
        await drive.ready();
        const newest = books.latest();
        // What was only found in the drive, by a journal begun anew, is not what this key ordered.
        const ordered = newest?.opened_found === 0;
        const since = before !== undefined && ordered && (newest.fn !== before?.fn || newest.number > before.number);
        const running = books.open();
        // An opening that was cut short has not come to this.
        if (running) await alignDrawer(running);
        if (running || since) return { state: state(), opened: false };
        maintenance.demand();
        const stale = await closer.openAtRegister();
        if (stale) await closer.closeLate(stale, cashier);
        const fn = stores.drives.current()?.fn ?? '';
        const key = { fn, number: (stores.shifts.latest(fn)?.number ?? 0) + 1 };
        await commands.open(key, cashier, { cashier: cashier.name, ...float });
        const shift = books.open();
        if (shift) await alignDrawer(shift);
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
        const report = await closer.close(order);
        announce();
        return report;
      }),
  };
}
