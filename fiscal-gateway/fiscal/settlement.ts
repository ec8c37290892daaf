import { DomainError } from '../../design/errors.ts';
import type { Context } from '../context.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';
import type { DriveDocument } from '../register/register.ts';
import { createBinding, documentOf } from './binding.ts';
import { createClaims } from './claims.ts';
import type { Claims } from './claims.ts';
import type { Flights } from './flights.ts';

/**
 * Decides what became of receipts whose registration was begun and whose answer was lost (design §6): the documents after the saved
 * number decide, matched by our id where the drive carries it, else by operation, total and items. One candidate is the receipt; none
 * means it was never registered; two need a person.
 */
export interface Settlement extends Claims {
  /** Once every document of the drive is in the journal, but for those that it does not show (`unreadable`): one of them may be it. */
  settle(fn: string, unreadable: readonly number[]): Promise<void>;
  /**
   * The same inside the transaction that imports a shift's close: what was in doubt belongs into its totals, and nothing after the close
   * can be it. Returns the receipts concerned.
   */
  settleBefore(fn: string, unreadable: readonly number[]): string[];
  /**
   * A person's word: `fd` is the receipt's document, `null` says that it was not registered. Throws RECEIPT_NOT_PARKED where it is not in
   * doubt, NOT_FOUND where there is no such document, REQUEST_IN_PROGRESS while a live request asks the drive itself.
   */
  decide(id: string, fd: number | null, by: string): Promise<void>;
}

export function createSettlement(context: Context, flights: Flights): Settlement {
  const { journal, stores, clock, events, log } = context;
  const bind = createBinding(context);

  function matches(row: ReceiptRow, document: DriveDocument): boolean {
    if (document.ourId !== null) return document.ourId === row.id;
    const alike = (document.type === 'correction') === (row.type === 'correction');
    return alike && document.operation === row.operation && document.total === row.total;
  }

  function park(row: ReceiptRow, why = 'в накопителе нет: не зарегистрирован'): void {
    const now = clock.now();
    stores.receipts.move(row, 'NOT_EXECUTED', now, 'REGISTER_UNREACHABLE');
    stores.copy.append({ kind: 'receipt-parked', receipt: row.id, key: row.key }, now);
    stores.log.append(now, 'WARN', 'receipt_parked', row.id, why);
    // Its sale went to another register while nobody could say: now it is certain, and nobody waits for it.
    if (!stores.forbiddenKeys.has(row.key)) return;
    stores.receipts.move({ id: row.id, stage: 'parked' }, 'VOID', now);
    stores.copy.append({ kind: 'receipt-voided', receipt: row.id, key: row.key, details: { forbidden: true } }, now);
  }

  function askPerson(row: ReceiptRow, candidates: readonly number[]): void {
    const now = clock.now();
    stores.receipts.noteCandidates(row.id, candidates);
    if (row.stage === 'registering') stores.receipts.move(row, 'OUTCOME_UNKNOWN', now, 'OUTCOME_NEEDS_PERSON');
    if (row.candidates === null) {
      stores.log.append(now, 'ERROR', 'receipt_needs_person', row.id, `подходят ФД ${candidates.join(', ')}`);
    }
  }

  const doubtedOn = (fn: string): ReceiptRow[] => stores.receipts.inDoubt().filter((row) => row.before_fn === fn);

  /** Inside a transaction. */
  function settleNow(doubted: readonly ReceiptRow[], fn: string, unreadable: readonly number[]): string[] {
    const claims = doubted.map((row) => ({
      row,
      fits: stores.documents.unboundAfter(fn, row.before_fd ?? 0).filter((found) => matches(row, documentOf(found))),
    }));
    const claimedBy = new Map<number, number>();
    for (const { fits } of claims) for (const { fd } of fits) claimedBy.set(fd, (claimedBy.get(fd) ?? 0) + 1);
    for (const { row, fits } of claims) {
      const [only] = fits;
      const hidden = only ? [] : unreadable.filter((fd) => fd > (row.before_fd ?? 0));
      if (hidden.length > 0) askPerson(row, hidden);
      else if (only === undefined) park(row);
      else if (fits.length === 1 && claimedBy.get(only.fd) === 1) bind(row, only);
      else
        askPerson(
          row,
          fits.map(({ fd }) => fd),
        );
    }
    return doubted.map(({ id }) => id);
  }

  function byId(id: string): ReceiptRow {
    const row = stores.receipts.byId(id);
    if (row === null) throw new DomainError('NOT_FOUND');
    return row;
  }

  const announce = (row: ReceiptRow): void => {
    events.emit({ type: 'receipt', id: row.id });
    for (const type of ['buffer', 'queue', 'copy', 'shift'] as const) events.emit({ type });
  };

  return {
    ...createClaims(context, bind),
    settleBefore: (fn, unreadable) => settleNow(doubtedOn(fn), fn, unreadable),
    async settle(fn, unreadable) {
      const doubted = doubtedOn(fn);
      if (doubted.length === 0) return;
      await journal.commit(() => settleNow(doubted, fn, unreadable));
      log.warn('receipts_settled', { count: doubted.length });
      doubted.forEach(announce);
    },
    async decide(id, fd, by) {
      const asked = byId(id);
      await flights.run(asked.key, null, () =>
        journal.commit(() => {
          const row = byId(id);
          if (row.stage !== 'uncertain') throw new DomainError('RECEIPT_NOT_PARKED', { stage: row.stage });
          // What the drive says and what a person says are different evidence: the event journal tells them apart.
          const said = fd === null ? 'не зарегистрирован' : `ФД ${fd}`;
          stores.log.append(clock.now(), 'WARN', 'receipt_decided', id, `решение человека: ${said}`, { by, fd });
          if (fd === null) return park(row, 'не зарегистрирован: решение человека');
          const found = stores.documents.unboundAfter(row.before_fn ?? '', row.before_fd ?? 0).find((one) => one.fd === fd);
          if (found === undefined) throw new DomainError('NOT_FOUND', { fd });
          bind(row, found);
        }),
      );
      announce(asked);
    },
  };
}
