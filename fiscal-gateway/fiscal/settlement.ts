import { DomainError } from '../../design/errors.ts';
import type { ReceiptRequest } from '../../design/fiscal/wire.ts';
import type { Context } from '../context.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';
import type { DriveDocument } from '../register/register.ts';
import { composeResult, fiscalDocOf } from './compose.ts';

/**
 * Decides what became of receipts whose registration was begun and whose answer was lost (design §6): the documents after the saved
 * number decide, matched by our id where the drive carries it, else by operation, total and items. One candidate is the receipt; none
 * means it was never registered; two need a person.
 */
export interface Settlement {
  /** Once every document of the drive is in the journal. */
  settle(fn: string): Promise<void>;
  /** A person's word: `fd` is the receipt's document, `null` says that it was not registered. */
  decide(row: ReceiptRow, fd: number | null): Promise<void>;
}

const documentOf = (row: DocumentRow): DriveDocument => ({
  ...(JSON.parse(row.body) as DriveDocument),
  delivered: row.state === 'delivered',
});

export function createSettlement({ journal, stores, clock, config, events, log }: Context): Settlement {
  function matches(row: ReceiptRow, document: DriveDocument): boolean {
    if (document.ourId !== null) return document.ourId === row.id;
    return document.operation === row.operation && document.total === row.total;
  }

  /** Inside a transaction. */
  function bind(row: ReceiptRow, found: DocumentRow): void {
    const now = clock.now();
    const document = documentOf(found);
    const request = row.body === null ? null : (JSON.parse(row.body) as ReceiptRequest);
    const fiscal = fiscalDocOf(document, config.timeZone, document);
    const result = request?.sale ? composeResult(request.sale, row.id, row.type, document, fiscal) : null;
    stores.documents.bind(found.fn, found.fd, row.id);
    stores.receipts.registered(row, { fn: found.fn, fd: found.fd, fiscal, result, printed: false }, now);
    stores.copy.append(
      { kind: 'receipt-registered', receipt: row.id, key: row.key, fn: found.fn, fd: found.fd, details: { settled: true } },
      now,
    );
    stores.log.append(now, 'WARN', 'receipt_settled', row.id, `найден в накопителе: ФД ${found.fd}`);
  }

  function park(row: ReceiptRow): void {
    const now = clock.now();
    stores.receipts.move(row, 'NOT_EXECUTED', now, 'REGISTER_UNREACHABLE');
    stores.copy.append({ kind: 'receipt-parked', receipt: row.id, key: row.key }, now);
    stores.log.append(now, 'WARN', 'receipt_parked', row.id, 'в накопителе нет: не зарегистрирован');
  }

  function askPerson(row: ReceiptRow, candidates: readonly DocumentRow[]): void {
    const now = clock.now();
    stores.receipts.noteCandidates(
      row.id,
      candidates.map(({ fd }) => fd),
    );
    if (row.stage === 'registering') stores.receipts.move(row, 'OUTCOME_UNKNOWN', now, 'OUTCOME_NEEDS_PERSON');
    if (row.candidates === null) {
      stores.log.append(now, 'ERROR', 'receipt_needs_person', row.id, `подходят ФД ${candidates.map(({ fd }) => fd).join(', ')}`);
    }
  }

  const announce = (row: ReceiptRow): void => {
    events.emit({ type: 'receipt', id: row.id });
    for (const type of ['buffer', 'queue', 'copy', 'shift'] as const) events.emit({ type });
  };

  return {
    async settle(fn) {
      const doubted = stores.receipts.inDoubt().filter((row) => row.before_fn === fn);
      if (doubted.length === 0) return;
      await journal.commit(() => {
        const claims = doubted.map((row) => ({
          row,
          fits: stores.documents.unboundAfter(fn, row.before_fd ?? 0).filter((found) => matches(row, documentOf(found))),
        }));
        const claimedBy = new Map<number, number>();
        for (const { fits } of claims) for (const { fd } of fits) claimedBy.set(fd, (claimedBy.get(fd) ?? 0) + 1);
        for (const { row, fits } of claims) {
          const [only] = fits;
          if (only === undefined) park(row);
          else if (fits.length === 1 && claimedBy.get(only.fd) === 1) bind(row, only);
          else askPerson(row, fits);
        }
      });
      log.warn('receipts_settled', { count: doubted.length });
      doubted.forEach(announce);
    },
    async decide(row, fd) {
      await journal.commit(() => {
        const fn = row.before_fn ?? '';
        if (fd === null) return park(row);
        const found = stores.documents.unboundAfter(fn, row.before_fd ?? 0).find((document) => document.fd === fd);
        if (found === undefined) throw new DomainError('NOT_FOUND', { fd });
        bind(row, found);
      });
      announce(row);
    },
  };
}
