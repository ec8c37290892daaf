import { DomainError } from '../../design/errors.ts';
import type { ErrorCode } from '../../design/errors.ts';
import { isFinalRefusal } from '../../design/fiscal/refund-override.ts';
import { isRegistered } from '../../design/machines/fiscal-receipt.machine.ts';
import type { Maintenance } from '../care/maintenance.ts';
import type { Context } from '../context.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import { RegisterFault } from '../register/register.ts';
import type { DriveDocument, Register, Registered } from '../register/register.ts';
import type { Claims } from './claims.ts';
import { composeResult, fiscalDocOf } from './compose.ts';
import type { DriveJournal } from './drive-journal.ts';
import type { Drive } from './drive.ts';
import { asFault, errorOf, isPassing } from './faults.ts';
import type { ReceiptAdmission } from './receipt-admission.ts';
import type { Outcome, Outcomes } from './receipt-outcome.ts';
import type { ReceiptPaper } from './receipt-paper.ts';
import type { Draft } from './receipt-request.ts';

/** Attempts of one live request: the first, and after the drive was asked and surely does not hold it, two more (requirements K-05a). */
const ATTEMPTS = 3;
/** A register that prints the previous document or is being plugged in: how often, and how long to wait between (ms). */
const PATIENCE = { times: 10, wait: 200 } as const;

/** What happens to one receipt at the register, whatever the register does. */
export interface ReceiptAttempt {
  /**
   * In a turn of the executor only. Answers when the drive has committed, so that the next may begin; `done` resolves once the journal has
   * it on the disk as well. Throws what the till is to hear; the receipt is parked, rejected or uncertain then.
   */
  attempt(draft: Draft, alreadyStored: boolean): Promise<{ done: Promise<Outcome> }>;
  /** The drive's document given to the request that made it, which this journal had lost. */
  reclaim(draft: Draft, document: DocumentRow): Promise<Outcome>;
}

export interface AttemptParts {
  readonly drive: Drive;
  readonly image: DriveJournal;
  readonly claims: Claims;
  readonly maintenance: Pick<Maintenance, 'note'>;
  readonly admission: Pick<ReceiptAdmission, 'begin'>;
  readonly outcomes: Outcomes;
  readonly receiptPaper: ReceiptPaper;
}

/** Is this the document that the receipt asked for, as far as the register can tell? */
const isAnswerTo = ({ ourId, operation, total }: DriveDocument, { row }: Draft): boolean =>
  (ourId === null || ourId === row.id) && operation === row.operation && total === row.total;

export function createReceiptAttempt(context: Context, parts: AttemptParts): ReceiptAttempt {
  const { drive, image, claims, maintenance, admission, outcomes, receiptPaper } = parts;
  const { journal, stores, clock, config, crash, log, timers, metrics, standing } = context;

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
    outcomes.announce(id);
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
    return outcomes.settled(draft.row.id, false);
  }

  /** After a lost answer. Resolves with the receipt where the drive holds it, with `null` where it surely does not. */
  async function askTheDrive(id: string, fault: RegisterFault): Promise<Outcome | null> {
    drive.doubt();
    await journal.commit(() => {
      const now = clock.now();
      stores.receipts.move({ id, stage: 'registering' }, 'OUTCOME_UNKNOWN', now, 'OUTCOME_UNKNOWN');
      stores.log.append(now, 'WARN', 'receipt_uncertain', id, 'ответ аппарата потерян', { reason: fault.reason });
    });
    outcomes.announce(id);
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
      if (row.printed_at === null) await receiptPaper.print(row).catch(() => undefined);
      return outcomes.settled(id, true);
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
        await journal.commit(() => admission.begin(draft, known));
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

  async function reclaim({ row, fiscal }: Draft, document: DocumentRow): Promise<Outcome> {
    await journal.commit(() => {
      const isNew = stores.receipts.byId(row.id) === null;
      claims.restore(row, document);
      if (isNew && fiscal.customer !== null) stores.contacts.add(row.id);
    });
    return outcomes.settled(row.id, true);
  }

  return { attempt, reclaim };
}
