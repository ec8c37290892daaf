import { DomainError } from '../../design/errors.ts';
import { refundExcess } from '../../design/fiscal/refund-limit.ts';
import type { LineDigest } from '../../design/fiscal/refund-limit.ts';
import type { ReceiptRequest } from '../../design/fiscal/wire.ts';
import { isRegistered } from '../../design/machines/fiscal-receipt.machine.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { Context } from '../context.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';

type Reference = Pick<ReceiptRequest, 'original_receipt_id' | 'original_fiscal'>;

/** The first ring of refund limits (design §6): what this journal knows. The shop's replica and the server are the next two. */
export interface Refunds {
  /** The original in this journal, `null` where it does not know it. */
  original(reference: Reference): ReceiptRow | null;
  /** Throws where the refund may not be made now. Returns the original's receipt id, `null` for one from elsewhere. */
  admit(request: ReceiptRequest, id: string, lines: readonly LineDigest[]): string | null;
  /** The day (`YYYY-MM-DD`) whose VAT rates hold. */
  day(request: ReceiptRequest): string | null;
}

export function createRefunds({ stores, config, clock }: Context): Refunds {
  function original({ original_receipt_id: id, original_fiscal: fiscal }: Reference): ReceiptRow | null {
    const named = id ? stores.receipts.byId(id) : null;
    if (named && isRegistered(named.stage)) return named;
    if (!fiscal) return null;
    const document = stores.documents.get(fiscal.fn, fiscal.fd);
    if (document === null) return null;
    // The number of a document of ours with another sign: not a receipt from elsewhere but a mistake.
    if (Number(document.fp) !== Number(fiscal.fp)) throw new DomainError('ORIGINAL_UNKNOWN', { fn: fiscal.fn, fd: fiscal.fd });
    return document.receipt === null ? null : stores.receipts.byId(document.receipt);
  }

  return {
    original,
    admit(request, id, lines) {
      const sold = original(request);
      if (sold === null) {
        if (!request.original_fiscal)
          throw new DomainError('ORIGINAL_UNKNOWN', { original_receipt_id: request.original_receipt_id });
        return null;
      }
      if (sold.operation !== 'sale') throw new DomainError('ORIGINAL_UNKNOWN', { original_receipt_id: sold.id, type: sold.type });
      if (sold.stage === 'dead') throw new DomainError('ORIGINAL_DEAD', { original_receipt_id: sold.id });
      if (sold.stage !== 'delivered') {
        const retry = Math.ceil(config.syncInterval / 1000);
        throw new DomainError(
          'ORIGINAL_NOT_DELIVERED',
          { original_receipt_id: sold.id, fd: sold.fd, sync_status: 'pending', retry_after_seconds: retry },
          retry,
        );
      }
      const excess = refundExcess(JSON.parse(sold.lines) as LineDigest[], stores.receipts.returnedLines(sold.id, id), lines);
      if (excess) throw new DomainError('REFUND_EXCEEDS_SALE', { ...excess });
      return sold.id;
    },
    day(request) {
      if (request.sale?.type === 'refund') return request.sale.original.day;
      const sold = original(request);
      return sold ? localDate(sold.registered_at ?? clock.now(), config.timeZone) : null;
    },
  };
}
