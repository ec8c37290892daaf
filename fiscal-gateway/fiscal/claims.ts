import { DomainError } from '../../design/errors.ts';
import { isUnsettled } from '../../design/machines/fiscal-receipt.machine.ts';
import type { Context } from '../context.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { NewReceipt, ReceiptRow } from '../journal/receipts.store.ts';
import type { DriveDocument } from '../register/register.ts';
import type { Bind } from './binding.ts';

/**
 * Whose document is it that the drive holds and the journal did not know? The id that the register printed for us (tag 1084) is the till's
 * own key, so it says so even where this journal was restored from a backup or begun anew: the till's repeat is led to the document it
 * made, never to a second one.
 */
export interface Claims {
  /** Inside the transaction that imports `document`: gives it to its receipt. Returns the receipt's id where one took it. */
  imported(document: DriveDocument): string | null;
  /** The document of a receipt that this journal lost; `null` where there is none. */
  lost(id: string): DocumentRow | null;
  /** Inside a transaction: gives the document to its receipt, which is written anew where it was lost. Throws IDEMPOTENCY_KEY_REUSED where it is another receipt. */
  restore(receipt: NewReceipt, document: DocumentRow): void;
}

const sameReceipt = (
  receipt: { readonly operation: string; readonly total: number },
  document: { readonly operation: string | null; readonly total: number | null },
): boolean => receipt.operation === document.operation && receipt.total === document.total;

export function createClaims({ stores, clock, log, alarms }: Context, bind: Bind): Claims {
  const held = (fn: string, fd: number): DocumentRow => {
    const row = stores.documents.get(fn, fd);
    if (row === null) throw new Error(`document ${fn}-${fd} vanished`);
    return row;
  };
  const again = (id: string): ReceiptRow => {
    const row = stores.receipts.byId(id);
    if (row === null) throw new Error(`receipt ${id} vanished`);
    return row;
  };

  /** A receipt that did not begin, as far as this journal knew, is taken through its machine: the drive says that it did. */
  function give(row: ReceiptRow, document: DocumentRow): void {
    if (row.stage !== 'registering' && row.stage !== 'uncertain') {
      const { fn, fd, number, shift } = document;
      stores.receipts.begin(row, { fn, fd: fd - 1, number: number - 1, shift }, clock.now());
    }
    bind(again(row.id), document);
  }

  return {
    imported({ fn, fd, type, ourId, operation, total }) {
      if (ourId === null || (type !== 'receipt' && type !== 'correction')) return null;
      const row = stores.receipts.byId(ourId);
      if (row && sameReceipt(row, { operation, total }) && (isUnsettled(row.stage) || row.stage === 'rejected')) {
        give(row, held(fn, fd));
        return row.id;
      }
      stores.imports.note({ id: ourId, fn, fd });
      if (row === null) return null;
      // It has another document, or was given up: the register carried out a command that it had disowned.
      log.error('receipt_registered_twice', { receipt: row.id, fd, known: row.fd });
      stores.log.append(clock.now(), 'ERROR', 'receipt_registered_twice', row.id, `ФД ${fd}; известен ФД ${row.fd ?? '—'}`);
      alarms.set('RECEIPT_REGISTERED_TWICE', true, { fn, fd, receipt: row.id });
      return null;
    },
    lost(id) {
      const found = stores.imports.find(id);
      const document = found && stores.documents.get(found.fn, found.fd);
      return document?.receipt === null ? document : null;
    },
    restore(receipt, document) {
      if (!sameReceipt(receipt, document)) throw new DomainError('IDEMPOTENCY_KEY_REUSED', { fn: document.fn, fd: document.fd });
      if (stores.receipts.byId(receipt.id) === null) {
        stores.receipts.insert(receipt, clock.now());
        stores.copy.append({ kind: 'receipt-stored', receipt: receipt.id, key: receipt.key }, clock.now());
      }
      give(again(receipt.id), document);
    },
  };
}
