import type { CashCount, ShiftEvent } from '../../design/documents/facts.ts';
import { MINUTE } from '../../design/time/clock.ts';
import { BALANCE_TOLERANCE } from '../../design/fiscal/shift-check.ts';
import type { ReportAnswer } from '../../design/fiscal/wire.ts';
import type { Context } from '../context.ts';
import type { IntentRow, ShiftRow } from '../journal/shifts.store.ts';
import type { DriveDocument } from '../register/register.ts';
import { composeShiftEvent } from './compose-shift.ts';
import { cashCountOf } from './shift-closing.ts';
import type { Books, CloseIntent, Closing, OpenIntent } from './shift-closing.ts';
import { closingOf, createShiftReading, isOpen } from './shift-reading.ts';
import type { ShiftReading } from './shift-reading.ts';
import { reportAnswerOf } from './shift-report.ts';

/** A person's order belongs to a report of the register within this time; later somebody was at the register's own keys. */
const INTENT_LIFE = 15 * MINUTE;

/**
 * The journal's books of the shifts. What the register's reports open and close is entered here whoever made them; where the register
 * cannot close any more, a person's signed word closes the books alone, and its own report, should it ever come, is matched to them.
 * Writers run inside `journal.commit`.
 */
export interface ShiftBooks extends ShiftReading {
  /** `found`: nobody ordered the report here; another journal may have told of it before. */
  enter(document: DriveDocument): Entered | null;
  closeAlone(shift: ShiftRow, intent: CloseIntent, because: Books): void;
  /** X: the shift as it stands. `cashier`: who asks; by default who opened it. */
  report(shift: ShiftRow, cashier?: string): ReportAnswer;
}

export function createShiftBooks(context: Context, offline: () => boolean): ShiftBooks {
  const { stores, config, clock } = context;
  const place = { store: config.store, pos: config.posId };
  const refOf = ({ fn, number, opened_at: openedAt }: ShiftRow) => ({ fn, number, openedAt });
  const reading = createShiftReading(context);
  const registrationNumberOf = (fn: string): string => stores.drives.find(fn)?.registration_number ?? '';

  /** The order that this report fulfils; used up by it. */
  function intended<T>(kind: IntentRow['kind'], { fn, shift, at }: DriveDocument): T | null {
    const row = stores.shifts.intent(kind);
    if (row === null) return null;
    stores.shifts.forgetIntent(kind);
    const fits = row.fn === fn && row.shift === shift && Math.abs(row.at - at) <= INTENT_LIFE;
    return fits ? (JSON.parse(row.how) as T) : null;
  }

  const floatCount = ({ reason, sheet }: OpenIntent, expected: number, counted: number): CashCount => {
    return { expected, counted, difference: counted - expected, reason, collected: 0, ...(sheet && { sheet }) };
  };

  function opened(document: DriveDocument): Entered {
    const { fn, fd, fp, shift: number, at } = document;
    const before = stores.shifts.latest(fn);
    // Its close is missing in the drive's own list: it cannot be open any more.
    if (isOpen(before)) closeAlone(before, { cashier: before.cashier, counted: null, signed: null }, 'close-unknown');
    const intent = intended<OpenIntent>('open', document);
    const counted = intent?.float ?? null;
    // The first shift of a journal: nobody left anything that a count could differ from.
    const expected = reading.cashLeft() ?? counted ?? 0;
    const cashier = intent?.cashier ?? '';
    const difference = (counted ?? expected) - expected;
    const event = composeShiftEvent(place, {
      event: 'open',
      fn,
      fd,
      fp,
      at,
      cashier,
      totals: null,
      shift: { fn, number, openedAt: at },
      ...(counted === null || intent === null ? {} : { cash: floatCount(intent, expected, counted) }),
      ...(intent?.signed && { signed: intent.signed }),
    });
    const opening_cash = counted ?? expected;
    const found = intent === null;
    const row = { fn, number, opened_fd: fd, opened_at: at, cashier, opening_cash, opened_event: JSON.stringify(event) };
    stores.shifts.open(row, found);
    if (Math.abs(difference) > BALANCE_TOLERANCE) {
      const message = `смена ${number}: посчитано ${counted ?? 0} коп., оставлено ${expected} коп.`;
      stores.log.append(clock.now(), 'WARN', 'shift_float_differs', null, message, {
        shift: number,
        expected,
        counted,
        difference,
      });
    }
    return { event, found };
  }

  /** Totals, event and archive of a close, the same for the register's and for one of our books. */
  function close(shift: ShiftRow, parts: CloseParts): ShiftEvent {
    const { fn, number } = shift;
    const { document, at, intent, books, found } = parts;
    const sums = reading.totals(shift, true);
    const earlier = closingOf(shift);
    const left = earlier ? earlier.left.flatMap((id) => stores.receipts.byId(id) ?? []) : reading.unsettled(shift);
    const closing: Closing = earlier ?? {
      cashier: intent.cashier,
      cash: intent.counted && cashCountOf(intent.counted, sums),
      signed: intent.signed,
      books,
      left: left.map(({ id }) => id),
    };
    const { cashier, cash, signed } = closing;
    const event = composeShiftEvent(place, {
      event: 'close',
      fn,
      fd: document?.fd ?? null,
      fp: document?.fp ?? null,
      at,
      cashier,
      totals: sums,
      shift: refOf(shift),
      ...(cash && { cash }),
      ...(closing.left.length > 0 && { left: [...closing.left] }),
      ...(signed && { signed }),
      ...(document === null && books !== null && { books }),
    });
    stores.shiftFacts.leave(left, fn, number, at);
    const entry = { at, totals: sums, event: JSON.stringify(event), closing };
    if (document === null) stores.shifts.closeBooks(shift, entry);
    else stores.shifts.close(shift, entry, document.fd, found);
    const report = reportAnswerOf(config, {
      kind: 'Z',
      shift,
      totals: sums,
      cashier,
      at,
      document,
      registrationNumber: registrationNumberOf(fn),
      offline: offline(),
      closing,
      left,
      event,
    });
    stores.zReports.insert({ fn, number, closed_at: at, fd: document?.fd ?? null, report });
    noteClose(shift, closing, document !== null && earlier !== null);
    return event;
  }

  function noteClose({ number }: ShiftRow, { cash, signed, books, left }: Closing, late: boolean): void {
    const now = clock.now();
    const by = signed && { by: signed.by, role: signed.role, reason: signed.reason };
    if (late)
      stores.log.append(now, 'INFO', 'shift_closed_late', null, `смена ${number}: отчёт аппарата пришёл`, { shift: number });
    else if (books !== null)
      stores.log.append(now, 'WARN', 'shift_closed_alone', null, `смена ${number} без отчёта аппарата`, {
        shift: number,
        books,
        ...by,
      });
    if (late) return;
    if (left.length > 0)
      stores.log.append(now, 'WARN', 'shift_closed_by_force', null, `смена ${number}, неоконченных: ${left.length}`, {
        shift: number,
        left,
        ...by,
      });
    if (cash !== null && cash.difference !== 0) {
      const { expected, counted, difference, reason } = cash;
      const details = { shift: number, expected, counted, difference, reason };
      stores.log.append(now, 'WARN', 'shift_cash_differs', null, `смена ${number}: разница ${difference} коп.`, details);
    }
  }

  function closed(document: DriveDocument): Entered | null {
    const shift = stores.shifts.get(document.fn, document.shift);
    const intent = intended<CloseIntent>('close', document);
    // A drive taken over in the middle of a shift whose opening the register cannot show any more.
    if (shift === null || shift.closed_fd !== null) return null;
    const { fd, fp, at } = document;
    const ordered = intent ?? { cashier: shift.cashier, counted: null, signed: null };
    const found = intent === null;
    return { event: close(shift, { document: { fd, fp }, at, intent: ordered, books: null, found }), found };
  }

  function closeAlone(shift: ShiftRow, intent: CloseIntent, because: Books): void {
    if (!isOpen(shift)) return;
    stores.shifts.forgetIntent('close');
    const event = close(shift, { document: null, at: clock.now(), intent, books: because, found: false });
    stores.copy.append({ kind: 'shift', fn: shift.fn, event }, clock.now());
  }

  return {
    ...reading,
    enter: (document) => (document.type === 'shift-open' ? opened(document) : closed(document)),
    closeAlone,
    report: (shift, cashier = shift.cashier) =>
      reportAnswerOf(config, {
        kind: 'X',
        shift,
        totals: reading.totals(shift, true),
        cashier,
        at: clock.now(),
        document: null,
        registrationNumber: registrationNumberOf(shift.fn),
        offline: offline(),
        closing: null,
        left: reading.unsettled(shift),
        event: null,
      }),
  };
}

interface Entered {
  readonly event: ShiftEvent;
  readonly found: boolean;
}

interface CloseParts {
  readonly document: { readonly fd: number; readonly fp: string } | null;
  readonly at: number;
  readonly intent: CloseIntent;
  readonly books: Books | null;
  readonly found: boolean;
}
