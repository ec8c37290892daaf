import { DomainError } from '../../design/errors.ts';
import type { ErrorCode } from '../../design/errors.ts';
import { shiftClock } from '../../design/fiscal/shift-clock.ts';
import type { ReceiptRequest, ReceiptStage } from '../../design/fiscal/wire.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { Maintenance } from '../care/maintenance.ts';
import type { Context } from '../context.ts';
import { bufferCapacity } from '../delivery/capacity.ts';
import type { DriveMark } from '../journal/receipts.store.ts';
import type { ShiftRow } from '../journal/shifts.store.ts';
import type { Claims } from './claims.ts';
import type { DriveJournal } from './drive-journal.ts';
import type { Drive } from './drive.ts';
import { isReversal } from './originals.ts';
import { draftReceipt } from './receipt-request.ts';
import type { Draft, DraftRules, ReceiptInput } from './receipt-request.ts';
import type { Refunds } from './refunds.ts';
import type { ShiftBooks } from './shift-books.ts';
import { registerSays } from './shift-closing.ts';

/** What must hold before a receipt is stored, and once more before the register hears of it. */
export interface ReceiptAdmission {
  /** Of a request that the journal does not know yet. Nothing is stored; throws the refusal. */
  admit(input: ReceiptInput): Draft;
  /** What a request is checked against. `at`: when it is registered, or was; epoch ms. */
  rulesFor(request: ReceiptRequest, at?: number): DraftRules;
  /** Inside a transaction: puts the receipt on the disk, begun in the same breath where `begun` is the drive at this moment. */
  store(draft: Draft, begun?: DriveMark | null): void;
  /** Inside a transaction, in a turn of the executor: the last look, and the note that it goes to the register. `known`: its stage where it is stored. */
  begin(draft: Draft, known: ReceiptStage | null): void;
  /** Would a receipt be accepted now? Error codes, none when it would. */
  problems(): Promise<ErrorCode[]>;
}

export interface AdmissionParts {
  readonly drive: Drive;
  readonly image: DriveJournal;
  readonly books: Pick<ShiftBooks, 'totals'>;
  readonly refunds: Refunds;
  readonly claims: Pick<Claims, 'lost'>;
  readonly maintenance: Maintenance;
}

export function createReceiptAdmission(context: Context, parts: AdmissionParts): ReceiptAdmission {
  const { drive, image, books, refunds, claims, maintenance } = parts;
  const { stores, clock, config, log } = context;

  /** The open shift, or why there is none to sell in. */
  function sellingShift(): ShiftRow {
    const shift = image.openShift();
    if (shift === null) throw new DomainError('SHIFT_NOT_OPEN');
    const { state } = shiftClock(shift.opened_at, clock.now(), registerSays(drive.seen, shift));
    if (state === 'expired') throw new DomainError('SHIFT_EXPIRED', { opened_at: shift.opened_at });
    return shift;
  }

  function checkCapacity(): void {
    const queued = stores.documents.waitingReceipts();
    const capacity = bufferCapacity(context);
    if (queued < capacity) return;
    throw new DomainError('BUFFER_FULL', { capacity, queued }, Math.ceil(config.syncInterval / 1000));
  }

  /**
   * Cash that goes back must lie in the drawer. Most registers refuse it themselves, but by their own count, which a till without paper
   * at its opening could not correct: the books decide, as they do for cash out. What was sold at the register's own keys (in `other`)
   * may have been cash: there the register decides.
   */
  function checkDrawer({ row }: Draft): void {
    const shift = image.openShift();
    if (row.type !== 'refund' || row.cash === 0 || shift === null) return;
    const { drawer, sales } = books.totals(shift);
    if (row.cash > drawer + sales.other) throw new DomainError('CASH_NOT_ENOUGH', { drawer, needed: row.cash });
  }

  /** A sale names its drive at commit: one that was begun on a drive now retired may be registered there. */
  function checkDrive({ sale }: ReceiptRequest): void {
    if (drive.blocked) throw new DomainError(drive.blocked);
    const current = stores.drives.current()?.fn;
    if (sale && sale.fn !== current && stores.drives.find(sale.fn)) {
      throw new DomainError('DRIVE_CHANGED', { expected: sale.fn, found: current });
    }
  }

  function rulesFor(request: ReceiptRequest, at = clock.now()): DraftRules {
    const today = localDate(at, config.timeZone);
    const other = request.type === 'refund' ? refunds.day(request) : request.correction?.date;
    return { today, vatDay: other ?? today, marking: config.marking };
  }

  /** What must hold for a receipt that the journal does not know yet; nothing of it is stored when it does not. */
  function admit(input: ReceiptInput): Draft {
    maintenance.demand();
    if (context.register === null) throw new DomainError('REGISTER_NOT_CONFIGURED');
    // The receipt is called by the till's key: whatever this journal may lose, the drive's document (tag 1084) still names its request.
    const draft = draftReceipt(input, input.key, image.openShift()?.number ?? 0, rulesFor(input.request));
    checkDrive(input.request);
    const original = takenBack(draft);
    if (drive.checked) {
      sellingShift();
      checkDrawer(draft);
    }
    // New sales stop. What a customer brings back and what corrects a mistake is rare and must not wait for the operator.
    if (input.request.type === 'sale') checkCapacity();
    return { ...draft, row: { ...draft.row, original } };
  }

  /** What a refund or a reversal is kept under; throws where it may not be made. */
  function takenBack(draft: Draft): string | null {
    if (draft.request.type === 'refund') return refunds.admit(draft).original;
    return isReversal(draft.request) ? refunds.admitReversal(draft) : null;
  }

  /** Inside a transaction. */
  function store({ row, fiscal, request }: Draft, begun: DriveMark | null = null): void {
    const now = clock.now();
    const ahead = request.sale ? stores.receipts.stamps.observe(request.sale.hlc, now) : 0;
    if (ahead > 0) log.warn('hlc_ahead_refused', { receipt_id: row.id, ahead_ms: ahead });
    stores.receipts.insert(row, now, begun);
    if (fiscal.customer !== null) stores.contacts.add(row.id);
    stores.copy.append({ kind: 'receipt-stored', receipt: row.id, key: row.key }, now);
  }

  /** Inside a transaction: the last look before the register hears of it. Serial with every other receipt of this drive. */
  function begin(draft: Draft, known: ReceiptStage | null): void {
    const mark = image.mark();
    if (mark === null) throw new DomainError('REGISTER_UNREACHABLE');
    sellingShift();
    const admission = draft.request.type === 'refund' ? refunds.admit(draft) : null;
    if (isReversal(draft.request)) refunds.admitReversal(draft);
    checkDrawer(draft);
    // The drive holds a document under this id that is not this receipt: a key used again for another body on a journal that lost the first.
    if (claims.lost(draft.row.id)) throw new DomainError('IDEMPOTENCY_KEY_REUSED', { receipt_id: draft.row.id });
    if (known === null) store(draft, mark);
    else stores.receipts.begin({ id: draft.row.id, stage: known }, mark, clock.now());
    if (admission) refunds.note(draft, admission);
  }

  async function problems(): Promise<ErrorCode[]> {
    const problems: ErrorCode[] = [];
    const check = (rule: () => unknown): void => {
      try {
        rule();
      } catch (error) {
        problems.push(error instanceof DomainError ? error.code : 'INTERNAL');
      }
    };
    maintenance.note('asked');
    check(() => maintenance.demand());
    check(checkCapacity);
    try {
      const status = await drive.ask();
      check(sellingShift);
      if (status.paper === 'out') problems.push('PAPER_OUT');
      if (status.paper === 'waiting-continue') problems.push('PRINT_INTERRUPTED');
      if (status.coverOpen) problems.push('COVER_OPEN');
      if (status.drive.state !== 'ready') problems.push('DRIVE_REFUSED');
      if (status.shift.state === 'expired' && !problems.includes('SHIFT_EXPIRED')) problems.push('SHIFT_EXPIRED');
    } catch (error) {
      problems.push(error instanceof DomainError ? error.code : 'REGISTER_UNREACHABLE');
    }
    return problems;
  }

  return { admit, rulesFor, store, begin, problems };
}
