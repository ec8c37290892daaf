import { DomainError } from '../../design/errors.ts';
import type { ReceiptRequest } from '../../design/fiscal/wire.ts';
import { isRegistered, isUnsettled } from '../../design/machines/fiscal-receipt.machine.ts';
import type { Context } from '../context.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';

export type OriginalReference = Pick<ReceiptRequest, 'original_receipt_id' | 'original_fiscal'>;

/** What a refund refers to. */
export type Original =
  /** A receipt of this journal. */
  | { readonly kind: 'receipt'; readonly row: ReceiptRow }
  /** A document of a drive of ours that no receipt of this journal made: another gateway, or the register's own keys. */
  | { readonly kind: 'document'; readonly document: DocumentRow }
  /** A receipt of another till. */
  | { readonly kind: 'foreign'; readonly mark: string; readonly fp: string };

export const markOf = ({ fn, fd }: { readonly fn: string; readonly fd: number }): string => `${fn}-${fd}`;

/** Does a correction take a wrong receipt back? */
export const isReversal = ({ type, correction }: ReceiptRequest): boolean =>
  type === 'correction' && correction?.operation === 'refund';

/**
 * What a request takes back: a refund names it itself; the reversal of a correction in the document that travels with it (its request names
 * the sign alone, tag 1192). `null` where it takes nothing back.
 */
export function returnedBy(request: ReceiptRequest): OriginalReference | null {
  if (request.type === 'refund') return request;
  if (!isReversal(request)) return null;
  const { sale } = request;
  if (sale?.type !== 'correction' || sale.original === null) return request;
  const { receipt, fn, fd, fp } = sale.original;
  return { original_receipt_id: receipt, original_fiscal: { fn, fd, fp } };
}

/** Names under which refunds of an original may be kept: by its receipt, or by its mark while the journal did not know the receipt. */
export function namesOf(original: Original): readonly [string, string] {
  if (original.kind === 'foreign') return [original.mark, original.mark];
  if (original.kind === 'document') return [markOf(original.document), markOf(original.document)];
  const { id, fn, fd } = original.row;
  return [id, fn !== null && fd !== null ? markOf({ fn, fd }) : id];
}

/**
 * Finds the original of a refund, by its receipt id or by its fiscal marks; `null` where neither says anything. Lookups by key only: a
 * journal of 100,000 receipts answers as fast as an empty one. Throws ORIGINAL_UNKNOWN for what cannot be refunded at all.
 */
export function createOriginals({ stores }: Context): (reference: OriginalReference) => Original | null {
  const sameSign = (a: string, b: string): boolean => a.replace(/^0+/, '') === b.replace(/^0+/, '');

  function byId(id: string): Original | null {
    const row = stores.receipts.byId(id);
    if (row === null) return null;
    // Given up or refused: nothing was sold. A refund is no original either.
    const sold = isRegistered(row.stage) || isUnsettled(row.stage);
    if (!sold || row.operation !== 'sale') {
      throw new DomainError('ORIGINAL_UNKNOWN', { original_receipt_id: id, type: row.type, stage: row.stage });
    }
    return { kind: 'receipt', row };
  }

  function byMarks({ fn, fd, fp }: NonNullable<OriginalReference['original_fiscal']>): Original {
    const mark = markOf({ fn, fd });
    const document = stores.documents.get(fn, fd);
    const known = document?.fp ?? stores.originals.find(mark)?.fp;
    // The number of a document known here with another sign: not a receipt from elsewhere but a mistake.
    if (known !== undefined && !sameSign(known, fp)) throw new DomainError('ORIGINAL_UNKNOWN', { fn, fd });
    if (document === null) return { kind: 'foreign', mark, fp };
    const bound = document.receipt === null ? null : byId(document.receipt);
    if (bound) return bound;
    if (document.operation !== 'sale') throw new DomainError('ORIGINAL_UNKNOWN', { fn, fd, type: document.type });
    return { kind: 'document', document };
  }

  return ({ original_receipt_id: id, original_fiscal: marks }) => {
    const named = id ? byId(id) : null;
    return named ?? (marks ? byMarks(marks) : null);
  };
}
