import { DomainError } from '../../design/errors.ts';
import type { ErrorCode } from '../../design/errors.ts';
import { isFinalRefusal } from '../../design/fiscal/refund-override.ts';
import { shiftClock } from '../../design/fiscal/shift-clock.ts';
import type { ReceiptRequest, ReceiptStage } from '../../design/fiscal/wire.ts';
import { isRegistered } from '../../design/machines/fiscal-receipt.machine.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { Maintenance } from '../care/maintenance.ts';
import type { Context } from '../context.ts';
import { bufferCapacity } from '../delivery/capacity.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { DriveMark, ReceiptRow } from '../journal/receipts.store.ts';
import type { ShiftRow } from '../journal/shifts.store.ts';
import { RegisterFault } from '../register/register.ts';
import type { DriveDocument, Register, Registered } from '../register/register.ts';
import type { Claims } from './claims.ts';
import { composeResult, fiscalDocOf } from './compose.ts';
import type { DriveJournal } from './drive-journal.ts';
import type { Drive } from './drive.ts';
import type { Executor } from './executor.ts';
import { asFault, errorOf, isPassing } from './faults.ts';
import type { Flights } from './flights.ts';
import type { Forbid } from './forbid.ts';
import { draftReceipt } from './receipt-request.ts';
import type { Draft, DraftRules, ReceiptInput } from './receipt-request.ts';
import type { Refunds } from './refunds.ts';
import { registerSays } from './shift-closing.ts';

/** Attempts of one live request: the first, and after the drive was asked and surely does not hold it, two more (requirements K-05a). */
const ATTEMPTS = 3;
/** A register that prints the previous document or is being plugged in: how often, and how long to wait between (ms). */
const PATIENCE = { times: 10, wait: 200 } as const;

export interface Outcome {
  readonly row: ReceiptRow;
  /** The answer was there before this request. */
  readonly replayed: boolean;
}

/**
 * Phase 1 (design §6): validate → store → note the drive's numbers → register → store the outcome → answer. A receipt is registered only
 * while a live request of a till carries it, at most once, whatever is killed in between.
 */
export interface Receipts {
  register(input: ReceiptInput): Promise<Outcome>;
  /** A cashier gives up a receipt that was never registered; its key then answers RECEIPT_VOIDED. */
  void(id: string, reason: string): Promise<ReceiptRow>;
  /** Paper for a receipt that the drive holds: the rest of an interrupted print, or a copy. Never registers. */
  print(id: string): Promise<ReceiptRow>;
  /** Would a receipt be accepted now? Error codes, none when it would. */
  problems(): Promise<ErrorCode[]>;
  /** Is this very request answered already, so that its repeat changes nothing? */
  isAnswered(key: string, hash: string): boolean;
}

export interface ReceiptParts {
  readonly executor: Executor;
  readonly drive: Drive;
  readonly image: DriveJournal;
  readonly refunds: Refunds;
  readonly claims: Claims;
  readonly maintenance: Maintenance;
  readonly flights: Flights;
  readonly forbid: Pick<Forbid, 'demand'>;
}

/** Is this the document that the receipt asked for, as far as the register can tell? */
const isAnswerTo = ({ ourId, operation, total }: DriveDocument, { row }: Draft): boolean =>
  (ourId === null || ourId === row.id) && operation === row.operation && total === row.total;

export function createReceipts(context: Context, parts: ReceiptParts): Receipts {
  const { executor, drive, image, refunds, claims, maintenance, flights, forbid } = parts;
  const { journal, stores, clock, config, events, crash, log, timers, metrics, standing } = context;

  const announce = (id: string): void => {
    events.emit({ type: 'receipt', id });
    for (const type of ['buffer', 'queue', 'copy'] as const) events.emit({ type });
  };

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
    const original = input.request.type === 'refund' ? refunds.admit(draft).original : null;
    if (drive.checked) sellingShift();
    // New sales stop. What a customer brings back and what corrects a mistake is rare and must not wait for the operator.
    if (input.request.type === 'sale') checkCapacity();
    return { ...draft, row: { ...draft.row, original } };
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
    // The drive holds a document under this id that is not this receipt: a key used again for another body on a journal that lost the first.
    if (claims.lost(draft.row.id)) throw new DomainError('IDEMPOTENCY_KEY_REUSED', { receipt_id: draft.row.id });
    if (known === null) store(draft, mark);
    else stores.receipts.begin({ id: draft.row.id, stage: known }, mark, clock.now());
    if (admission) refunds.note(draft, admission);
  }

  /** Said until a receipt is registered again (requirements K-05a). */
  const inTrouble = (): void => context.alarms.set('REGISTER_TROUBLE', true, { attempts: ATTEMPTS });

  /** A stored receipt that could not begin, or was refused: said in the journal, so that the till's tray can show why. */
  async function setAside(id: string, event: 'NOT_EXECUTED' | 'REFUSED', code: ErrorCode): Promise<void> {
    const row = stores.receipts.byId(id);
    if (row?.stage !== 'stored' && row?.stage !== 'registering') return;
    if (code === 'REGISTER_UNREACHABLE') inTrouble();
    await journal.commit(() => {
      const now = clock.now();
      stores.receipts.move(row, event, now, code);
      stores.copy.append({ kind: 'receipt-parked', receipt: id, key: row.key, details: { code } }, now);
      stores.log.append(now, 'WARN', event === 'REFUSED' ? 'receipt_rejected' : 'receipt_parked', id, code);
    });
    metrics.receipt(event === 'REFUSED' ? 'rejected' : 'parked');
    log.warn(event === 'REFUSED' ? 'receipt_rejected' : 'receipt_parked', { receipt_id: id, code });
    announce(id);
  }

  async function patiently(device: Register, draft: Draft): Promise<Registered> {
    const receipt_id = draft.row.id;
    for (let times = 1; ; times++) {
      const began = clock.now();
      log.info('kkt_print_start', { receipt_id });
      try {
        const registered = await device.registerReceipt(draft.fiscal);
        const { document, printed } = registered;
        log.info('kkt_print_success', { receipt_id, fd: document.fd, printed, duration_ms: clock.now() - began });
        return registered;
      } catch (error) {
        const fault = asFault(error);
        if (!isPassing(fault) || times >= PATIENCE.times) throw fault;
        if (fault.reason === 'document-open') await device.cancelOpenDocument().catch(() => undefined);
        await timers.sleep(PATIENCE.wait);
      }
    }
  }

  /** Inside a transaction: the drive has committed. */
  function recordRegistered({ row, request }: Draft, { document, printed, qr, text }: Registered): void {
    const now = clock.now();
    const { fn, fd } = document;
    const fiscal = fiscalDocOf(document, config.timeZone, { qr, text });
    const result = request.sale ? composeResult(request.sale, row.id, row.type, document, fiscal) : null;
    image.record(document, { receipt: row.id });
    const bound = { fn, fd, fiscal, result, printed };
    stores.receipts.registered({ id: row.id, stage: 'registering' }, bound, now);
    stores.copy.append({ kind: 'receipt-registered', receipt: row.id, key: row.key, fn, fd }, now);
    stores.log.append(now, 'INFO', 'receipt_registered', row.id, `ФД ${fd}`);
  }

  function inserted({ row, request }: Draft, { document }: Registered): void {
    const fields = { receipt_id: row.id, hlc: request.sale?.hlc, fd: document.fd };
    metrics.receipt('registered');
    log.info('buffer_insert', fields);
    // The operator is out of reach: the receipt is legal, and waits.
    if (standing.network === 'offline') log.info('receipt_buffered', fields);
  }

  async function finish(draft: Draft, registered: Registered): Promise<Outcome> {
    try {
      await journal.commit(() => recordRegistered(draft, registered));
    } catch (error) {
      // Registered, but the disk did not take it: the drive holds the truth and will be asked before anything else happens.
      drive.doubt();
      log.error('receipt_not_recorded', { receipt_id: draft.row.id, fd: registered.document.fd, message: String(error) });
      throw new DomainError('OUTCOME_UNKNOWN', {}, 3);
    }
    crash('after-commit');
    inserted(draft, registered);
    context.alarms.set('REGISTER_TROUBLE', false);
    maintenance.note('sold');
    return settled(draft.row.id, false);
  }

  function settled(id: string, replayed: boolean): Outcome {
    const row = stores.receipts.byId(id);
    if (row === null) throw new Error(`receipt ${id} vanished`);
    announce(id);
    return { row, replayed };
  }

  /** After a lost answer. Resolves with the receipt where the drive holds it, with `null` where it surely does not. */
  async function askTheDrive(id: string, fault: RegisterFault): Promise<Outcome | null> {
    drive.doubt();
    await journal.commit(() => {
      const now = clock.now();
      stores.receipts.move({ id, stage: 'registering' }, 'OUTCOME_UNKNOWN', now, 'OUTCOME_UNKNOWN');
      stores.log.append(now, 'WARN', 'receipt_uncertain', id, 'ответ аппарата потерян', { reason: fault.reason });
    });
    announce(id);
    metrics.receipt('uncertain');
    log.warn('receipt_uncertain', { receipt_id: id, reason: fault.reason });
    try {
      await drive.ready();
    } catch {
      throw new DomainError('OUTCOME_UNKNOWN', {}, 3);
    }
    return heldOrNot(id);
  }

  async function heldOrNot(id: string): Promise<Outcome | null> {
    const stage = stores.receipts.stageOf(id);
    const row = stage === 'uncertain' || (stage && isRegistered(stage)) ? stores.receipts.byId(id) : null;
    if (row && isRegistered(row.stage)) {
      if (row.printed_at === null) await printNow(row).catch(() => undefined);
      return settled(id, true);
    }
    if (row?.stage === 'uncertain') {
      const candidates: unknown = row.candidates === null ? [] : JSON.parse(row.candidates);
      throw new DomainError('OUTCOME_NEEDS_PERSON', { receipt_id: id, candidates });
    }
    return null;
  }

  /** A turn at the register. Answers when the drive has committed; `done` resolves once the journal has it on the disk as well. */
  async function attempt(draft: Draft, alreadyStored: boolean): Promise<{ done: Promise<Outcome> }> {
    const { id } = draft.row;
    let device: Register;
    try {
      device = await drive.ready();
    } catch (error) {
      // Of an uncertain receipt nobody can say that nothing was registered: the till must hear so.
      if (stores.receipts.byId(id)?.stage === 'uncertain') throw new DomainError('OUTCOME_UNKNOWN', { receipt_id: id }, 3);
      if (alreadyStored) await setAside(id, 'NOT_EXECUTED', error instanceof DomainError ? error.code : 'INTERNAL');
      throw error;
    }
    const held = alreadyStored ? await heldOrNot(id) : null;
    if (held) return { done: Promise.resolve(held) };
    // The drive was read only now: it may hold this very receipt, from before this journal was restored or begun.
    const lost = claims.lost(id);
    if (lost) return { done: reclaim(draft, lost) };
    let stored = alreadyStored;
    for (let tries = 1; ; tries++) {
      const known = stored ? stores.receipts.stageOf(id) : null;
      try {
        await journal.commit(() => begin(draft, known));
      } catch (error) {
        if (stored && error instanceof DomainError)
          await setAside(id, isFinalRefusal(error.code) ? 'REFUSED' : 'NOT_EXECUTED', error.code);
        throw error;
      }
      if (!stored) crash('after-store');
      stored = true;
      crash('before-register');
      try {
        const registered = await patiently(device, draft);
        crash('after-register');
        // A late answer to an earlier command is not an answer to this one: only the drive knows what became of it.
        if (!isAnswerTo(registered.document, draft))
          throw new RegisterFault('unknown', 'timeout', 'the answer is to another receipt');
        if (registered.document.fd !== (image.mark()?.fd ?? 0) + 1) drive.doubt();
        return { done: finish(draft, registered) };
      } catch (error) {
        const fault = asFault(error);
        if (fault.outcome === 'not-executed') {
          // Gone, or its shift is not what the journal thinks: somebody was at the register's own keys.
          if (fault.reason === 'unreachable' || fault.reason === 'shift-closed' || fault.reason === 'shift-expired')
            drive.doubt();
          const refusal = errorOf(fault);
          await setAside(id, fault.reason === 'refused' ? 'REFUSED' : 'NOT_EXECUTED', refusal.code);
          await drive.ready().catch(() => undefined);
          throw refusal;
        }
        const found = await askTheDrive(id, fault);
        if (found) return { done: Promise.resolve({ ...found, replayed: false }) };
        if (tries >= ATTEMPTS) inTrouble();
        if (tries >= ATTEMPTS) throw new DomainError('REGISTER_UNREACHABLE', { attempts: tries }, 3);
      }
    }
  }

  async function live(draft: Draft, alreadyStored: boolean): Promise<Outcome> {
    let stored = alreadyStored;
    // Whoever has to wait for the register is on the disk first; with the register free, storing and beginning share one fsync.
    if (!stored && (executor.busy || !drive.checked)) {
      await journal.commit(() => store(draft));
      stored = true;
      crash('after-store');
    }
    const { done } = await executor.run('high', () => attempt(draft, stored));
    return done;
  }

  /** During maintenance nothing new is registered, but what became of a receipt in doubt is still found out. */
  async function stopAtMaintenance({ id, stage }: ReceiptRow): Promise<void> {
    if (maintenance.current === null) return;
    if (stage === 'uncertain') {
      await executor
        .run('high', () => drive.ready())
        .catch(() => {
          throw new DomainError('OUTCOME_UNKNOWN', { receipt_id: id }, 3);
        });
    }
    const now = stores.receipts.byId(id);
    if (now === null || !isRegistered(now.stage)) maintenance.demand();
  }

  /** The same key again (design §6): the stored answer, or the live request that a parked or uncertain receipt waited for. */
  async function again(row: ReceiptRow, input: ReceiptInput): Promise<Outcome> {
    if (!isRegistered(row.stage)) forbid.demand(row.key);
    if (row.body_hash !== input.hash) throw new DomainError('IDEMPOTENCY_KEY_REUSED', { receipt_id: row.id });
    if (isRegistered(row.stage)) return { row, replayed: true };
    if (row.stage === 'voided') throw new DomainError('RECEIPT_VOIDED', { receipt_id: row.id });
    await stopAtMaintenance(row);
    // Not `checkDrive`: what this journal knows to be registered nowhere may be made on the drive that replaced the sale's own.
    if (drive.blocked) throw new DomainError(drive.blocked);
    return live(draftReceipt(input, row.id, row.store_shift, rulesFor(input.request)), true);
  }

  /** A request that this journal lost and the drive did not: answered with the document it made, whatever stands in a sale's way now. */
  async function restored(input: ReceiptInput, document: DocumentRow): Promise<Outcome> {
    const draft = draftReceipt(input, input.key, document.shift, rulesFor(input.request, document.at));
    const original = input.request.type === 'refund' ? refunds.nameOf(input.request) : null;
    return reclaim({ ...draft, row: { ...draft.row, original } }, document);
  }

  async function reclaim({ row, fiscal }: Draft, document: DocumentRow): Promise<Outcome> {
    await journal.commit(() => {
      const isNew = stores.receipts.byId(row.id) === null;
      claims.restore(row, document);
      if (isNew && fiscal.customer !== null) stores.contacts.add(row.id);
    });
    return settled(row.id, true);
  }

  async function printNow(row: ReceiptRow): Promise<void> {
    const device = await drive.ready();
    const { paper } = await device.status();
    await (paper === 'waiting-continue' ? device.continuePrint() : device.printCopy(row.fd ?? 0));
    await journal.commit(() => {
      if (row.stage === 'registered') stores.receipts.move(row, 'PRINTED', clock.now());
      else stores.receipts.notePrinted(row.id, clock.now());
    });
  }

  function byId(id: string): ReceiptRow {
    const row = stores.receipts.byId(id);
    if (row === null) throw new DomainError('NOT_FOUND');
    return row;
  }

  async function giveUp(id: string, reason: string): Promise<ReceiptRow> {
    if (byId(id).stage === 'uncertain') await executor.run('high', () => drive.ready());
    const row = byId(id);
    if (row.stage === 'voided') return row;
    if (row.stage === 'uncertain') throw new DomainError('OUTCOME_NEEDS_PERSON', { receipt_id: id });
    if (row.stage !== 'parked' && row.stage !== 'rejected') throw new DomainError('RECEIPT_NOT_PARKED', { stage: row.stage });
    await journal.commit(() => {
      const now = clock.now();
      stores.receipts.move(row, 'VOID', now);
      stores.copy.append({ kind: 'receipt-voided', receipt: id, key: row.key, details: { reason } }, now);
      stores.log.append(now, 'WARN', 'receipt_voided', id, reason);
    });
    metrics.receipt('voided');
    log.warn('receipt_voided', { receipt_id: id });
    announce(id);
    return byId(id);
  }

  return {
    isAnswered(key, hash) {
      const row = stores.receipts.byKey(key);
      return row !== null && isRegistered(row.stage) && row.body_hash === hash;
    },
    async register(input) {
      const { key } = input;
      return flights.run(key, input.hash, async () => {
        const known = stores.receipts.byKey(key);
        if (known) return again(known, input);
        const lost = claims.lost(key);
        if (lost) return restored(input, lost);
        forbid.demand(key);
        const draft = admit(input);
        log.info('receipt_create', { receipt_id: draft.row.id, hlc: input.request.sale?.hlc, type: draft.row.type });
        return live(draft, false);
      });
    },
    void: (id, reason) => flights.run(byId(id).key, null, () => giveUp(id, reason)),
    async print(id) {
      const row = byId(id);
      if (!isRegistered(row.stage)) throw new DomainError('NOT_FOUND', { receipt_id: id, stage: row.stage });
      await executor.run('high', () =>
        printNow(byId(id)).catch((error: unknown) => {
          throw error instanceof DomainError ? error : errorOf(asFault(error));
        }),
      );
      announce(id);
      return byId(id);
    },
    async problems() {
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
        if (status.paper !== 'present') problems.push('PAPER_OUT');
        if (status.coverOpen) problems.push('COVER_OPEN');
        if (status.drive.state !== 'ready') problems.push('DRIVE_REFUSED');
        if (status.shift.state === 'expired' && !problems.includes('SHIFT_EXPIRED')) problems.push('SHIFT_EXPIRED');
      } catch (error) {
        problems.push(error instanceof DomainError ? error.code : 'REGISTER_UNREACHABLE');
      }
      return problems;
    },
  };
}
