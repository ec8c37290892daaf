import { DomainError } from '../../design/errors.ts';
import type { ErrorCode } from '../../design/errors.ts';
import { isRegistered } from '../../design/machines/fiscal-receipt.machine.ts';
import type { Maintenance } from '../care/maintenance.ts';
import type { Context } from '../context.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';
import type { Claims } from './claims.ts';
import type { DriveJournal } from './drive-journal.ts';
import type { Drive } from './drive.ts';
import type { Executor } from './executor.ts';
import { asFault, errorOf } from './faults.ts';
import type { Flights } from './flights.ts';
import type { Forbid } from './forbid.ts';
import { createReceiptAdmission } from './receipt-admission.ts';
import { createReceiptAttempt } from './receipt-attempt.ts';
import { createOutcomes } from './receipt-outcome.ts';
import type { Outcome } from './receipt-outcome.ts';
import type { ReceiptPaper } from './receipt-paper.ts';
import { draftReceipt } from './receipt-request.ts';
import type { Draft, ReceiptInput } from './receipt-request.ts';
import type { Refunds } from './refunds.ts';
import type { ShiftBooks } from './shift-books.ts';

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
  readonly books: ShiftBooks;
  readonly refunds: Refunds;
  readonly claims: Claims;
  readonly maintenance: Maintenance;
  readonly flights: Flights;
  readonly receiptPaper: ReceiptPaper;
  readonly forbid: Pick<Forbid, 'demand'>;
}

export function createReceipts(context: Context, parts: ReceiptParts): Receipts {
  const { executor, drive, refunds, claims, maintenance, flights, forbid, receiptPaper } = parts;
  const { journal, stores, clock, crash, log, metrics } = context;
  const outcomes = createOutcomes(context);
  const admission = createReceiptAdmission(context, parts);
  const atRegister = createReceiptAttempt(context, { ...parts, admission, outcomes });

  async function live(draft: Draft, alreadyStored: boolean): Promise<Outcome> {
    let stored = alreadyStored;
    // Whoever has to wait for the register is on the disk first; with the register free, storing and beginning share one fsync.
    if (!stored && (executor.busy || !drive.checked)) {
      await journal.commit(() => admission.store(draft));
      stored = true;
      crash('after-store');
    }
    const { done } = await executor.run('high', () => atRegister.attempt(draft, stored));
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
    return live(draftReceipt(input, row.id, row.store_shift, admission.rulesFor(input.request)), true);
  }

  /** A request that this journal lost and the drive did not: answered with the document it made, whatever stands in a sale's way now. */
  async function restored(input: ReceiptInput, document: DocumentRow): Promise<Outcome> {
    const draft = draftReceipt(input, input.key, document.shift, admission.rulesFor(input.request, document.at));
    const original = refunds.nameOf(input.request);
    return atRegister.reclaim({ ...draft, row: { ...draft.row, original } }, document);
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
    outcomes.announce(id);
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
        const draft = admission.admit(input);
        log.info('receipt_create', { receipt_id: draft.row.id, hlc: input.request.sale?.hlc, type: draft.row.type });
        return live(draft, false);
      });
    },
    void: (id, reason) => flights.run(byId(id).key, null, () => giveUp(id, reason)),
    async print(id) {
      const row = byId(id);
      if (!isRegistered(row.stage)) throw new DomainError('NOT_FOUND', { receipt_id: id, stage: row.stage });
      await executor.run('high', () =>
        receiptPaper.print(byId(id)).catch((error: unknown) => {
          throw error instanceof DomainError ? error : errorOf(asFault(error));
        }),
      );
      outcomes.announce(id);
      return byId(id);
    },
    problems: () => admission.problems(),
  };
}
