import { createHash } from 'node:crypto';
import { lineAmount } from '../../../design/money/kopecks.ts';
import type { Kopecks } from '../../../design/money/kopecks.ts';
import { DAY, MINUTE } from '../../../design/time/clock.ts';
import type { DriveWarning } from '../../../design/fiscal/drive-care.ts';
import { SHIFT_LIMIT } from '../../../design/fiscal/limits.ts';
import { vatSumsAgree } from '../../../design/fiscal/vat-sums.ts';
import type { DriveDocument, DriveDocumentType, FiscalReceipt, RegisterFaultReason } from '../../register/register.ts';
import { registrationNumber } from './registration-number.ts';

/**
 * The fiscal drive of the emulator, as pure functions from state to state: counters, shift, totals, the limits at which a real drive
 * refuses. It is a test double: its fiscal sign is a hash and means nothing to a tax office.
 */
export interface DriveState {
  readonly fn: string;
  readonly serial: string;
  readonly inn: string;
  readonly registrationNumber: string;
  readonly lastFd: number;
  /** Time of the last document, epoch ms: a drive never takes one that is older. */
  readonly lastAt: number;
  readonly shift: {
    readonly open: boolean;
    readonly number: number;
    readonly openedAt: number | null;
    readonly receipts: number;
    readonly sales: PaymentTotals;
    readonly refunds: PaymentTotals;
  };
  /** Cash in the drawer; it stays over the shift close, as registers are set up by default. */
  readonly cash: Kopecks;
  /** Documents without the operator's ticket. */
  readonly unsent: Unsent;
  readonly validUntil: number;
  readonly documentsLeft: number;
  /** Unsent documents that the drive holds before it blocks. */
  readonly unsentLimit: number;
  /** Dials of a test; absent: calm. */
  readonly warnings?: readonly DriveWarning[];
  readonly failed?: boolean;
}

export interface PaymentTotals {
  readonly count: number;
  readonly cash: Kopecks;
  readonly card: Kopecks;
  readonly prepaid: Kopecks;
  readonly credit: Kopecks;
  readonly other: Kopecks;
}

export interface Unsent {
  readonly count: number;
  readonly firstFd: number | null;
  readonly firstAt: number | null;
}

/** The device says no and has done nothing. `code` is the byte a Shtrih would answer, hexadecimal. */
export class DriveRefusal extends Error {
  readonly reason: RegisterFaultReason;
  readonly code: string;

  constructor(reason: RegisterFaultReason, code: string, message: string) {
    super(message);
    this.name = 'DriveRefusal';
    this.reason = reason;
    this.code = code;
  }
}

export interface Committed {
  readonly state: DriveState;
  readonly document: DriveDocument;
}

const NOTHING: PaymentTotals = { count: 0, cash: 0, card: 0, prepaid: 0, credit: 0, other: 0 };
/** The real limit is 30 days without a ticket (54-FZ; drive error 14h/15h). */
const UNSENT_DAYS = 30;

export interface DriveIdentity {
  /** 16 digits; `9999…` marks a debug drive. */
  readonly fn: string;
  readonly serial: string;
  readonly inn: string;
}

/** A drive fresh from its registration: the registration report is FD 1. */
export function newDrive({ fn, serial, inn }: DriveIdentity, now: number): Committed {
  const empty: DriveState = {
    fn,
    serial,
    inn,
    registrationNumber: registrationNumber(Number(serial.slice(-10)), inn, serial),
    lastFd: 0,
    lastAt: now,
    shift: { open: false, number: 0, openedAt: null, receipts: 0, sales: NOTHING, refunds: NOTHING },
    cash: 0,
    unsent: { count: 0, firstFd: null, firstAt: null },
    validUntil: now + 15 * 30 * DAY,
    documentsLeft: 250_000,
    unsentLimit: 100_000,
  };
  return commit(empty, now, 'registration', {});
}

export type ShiftState = 'closed' | 'open' | 'expired';

/** A shift lasts at most 24 h (54-FZ); after that it can only be closed. */
export function shiftState({ shift }: DriveState, now: number): ShiftState {
  if (!shift.open) return 'closed';
  return shift.openedAt !== null && now - shift.openedAt >= SHIFT_LIMIT ? 'expired' : 'open';
}

export function driveCondition(state: DriveState, now: number): 'ready' | 'full' | 'expired' | 'blocked-unsent' | 'failed' {
  if (state.failed) return 'failed';
  if (now >= state.validUntil) return 'expired';
  if (state.documentsLeft <= 0) return 'full';
  const { count, firstAt } = state.unsent;
  return count >= state.unsentLimit || (firstAt !== null && now - firstAt >= UNSENT_DAYS * DAY) ? 'blocked-unsent' : 'ready';
}

const CONDITION_CODE = { full: '12', expired: '05', 'blocked-unsent': '14', failed: '03' } as const;

function assertReady(state: DriveState, now: number): void {
  const condition = driveCondition(state, now);
  if (condition !== 'ready') throw new DriveRefusal('drive-refused', CONDITION_CODE[condition], `the drive is ${condition}`);
}

export function openShift(state: DriveState, now: number): Committed {
  if (state.shift.open) throw new DriveRefusal('shift-open', '3C', 'a shift is open');
  assertReady(state, now);
  const number = state.shift.number + 1;
  const shift = { open: true, number, openedAt: now, receipts: 0, sales: NOTHING, refunds: NOTHING };
  return commit({ ...state, shift }, now, 'shift-open', {});
}

/** Closing is allowed in every condition of the drive, or a till could not end its day. */
export function closeShift(state: DriveState, now: number): Committed {
  if (!state.shift.open) throw new DriveRefusal('shift-closed', '3D', 'no shift is open');
  const closed = commit(state, now, 'shift-close', {});
  return { ...closed, state: { ...closed.state, shift: { ...closed.state.shift, open: false, openedAt: null } } };
}

export function registerReceipt(state: DriveState, receipt: FiscalReceipt, now: number): Committed {
  const phase = shiftState(state, now);
  if (phase === 'closed') throw new DriveRefusal('shift-closed', '3D', 'no shift is open');
  if (phase === 'expired') throw new DriveRefusal('shift-expired', '4E', 'the shift is open for more than 24 hours');
  assertReady(state, now);
  assertSums(receipt);
  const { payments, operation, correction } = receipt;
  // A correction moves no money (fiscal rules §6.3): a reversal before its counterpart may take more than lies there.
  if (operation === 'refund' && correction === null && payments.cash > state.cash) {
    throw new DriveRefusal('cash-not-enough', '46', 'less cash in the drawer than the refund');
  }
  const side = operation === 'sale' ? 'sales' : 'refunds';
  const before = state.shift[side];
  const totals: PaymentTotals = {
    count: before.count + 1,
    cash: before.cash + payments.cash,
    card: before.card + payments.card,
    prepaid: before.prepaid + payments.prepaid,
    credit: before.credit + payments.credit,
    other: before.other + payments.other,
  };
  const shift = { ...state.shift, receipts: state.shift.receipts + 1, [side]: totals };
  const cash = state.cash + (operation === 'sale' ? payments.cash : -payments.cash);
  const type = correction === null ? 'receipt' : 'correction';
  return commit({ ...state, shift, cash }, now, type, { operation, total: receipt.total, ourId: receipt.ourId });
}

function assertSums({ items, payments, total, vat }: FiscalReceipt): void {
  const lines = items.reduce((sum, item) => sum + item.amount, 0);
  const cashless = payments.card + payments.prepaid + payments.credit + payments.other;
  if (total <= 0) throw new DriveRefusal('refused', '8E', 'the total is zero');
  if (items.some(({ price, qty, amount }) => Math.abs(lineAmount(price, qty) - amount) > 1)) {
    throw new DriveRefusal('refused', '33', 'the cost of a line is not price × quantity');
  }
  if (!vatSumsAgree(items, vat)) throw new DriveRefusal('refused', '33', 'the VAT sums are not those of the lines');
  if (lines !== total) throw new DriveRefusal('refused', '33', 'the lines do not sum to the total');
  if (cashless > total) throw new DriveRefusal('refused', '4D', 'cashless payments exceed the total');
  if (cashless + payments.cash !== total) throw new DriveRefusal('refused', '45', 'payments do not sum to the total');
}

export function moveCash(state: DriveState, direction: 'in' | 'out', amount: Kopecks): DriveState {
  if (direction === 'out' && amount > state.cash) throw new DriveRefusal('cash-not-enough', '46', 'less cash in the drawer');
  return { ...state, cash: state.cash + (direction === 'in' ? amount : -amount) };
}

/** After the operator's ticket for a document that had none; `next` is the oldest document still without one. */
export function ticketAccepted(state: DriveState, next: { readonly fd: number; readonly at: number } | null): DriveState {
  const unsent = { count: state.unsent.count - 1, firstFd: next?.fd ?? null, firstAt: next?.at ?? null };
  return { ...state, unsent };
}

type Particulars = Partial<Pick<DriveDocument, 'operation' | 'total' | 'ourId'>>;

function commit(state: DriveState, now: number, type: DriveDocumentType, particulars: Particulars): Committed {
  // The drive's clock has minutes; a step back within the minute is not seen (error 07h beyond that).
  if (Math.floor(now / MINUTE) < Math.floor(state.lastAt / MINUTE)) {
    throw new DriveRefusal('clock', '07', 'the clock is behind the last document');
  }
  const fd = state.lastFd + 1;
  const document: DriveDocument = {
    fn: state.fn,
    fd,
    fp: fiscalSign([state.fn, fd, type, now, particulars.operation ?? '', particulars.total ?? '']),
    type,
    at: now,
    shift: state.shift.number,
    number: type === 'receipt' || type === 'correction' ? state.shift.receipts : 0,
    operation: particulars.operation ?? null,
    total: particulars.total ?? null,
    ourId: particulars.ourId ?? null,
    delivered: false,
  };
  const { count, firstFd, firstAt } = state.unsent;
  return {
    document,
    state: {
      ...state,
      lastFd: fd,
      lastAt: Math.max(now, state.lastAt),
      documentsLeft: state.documentsLeft - 1,
      unsent: { count: count + 1, firstFd: firstFd ?? fd, firstAt: firstAt ?? now },
    },
  };
}

/** Ten digits below 2³² from the fields: the same document always has the same sign. */
function fiscalSign(fields: readonly (string | number)[]): string {
  const hash = createHash('sha256').update(fields.join('|')).digest();
  return String(hash.readUInt32BE(0)).padStart(10, '0');
}
