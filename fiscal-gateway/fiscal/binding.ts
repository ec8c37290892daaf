import type { ReceiptRequest } from '../../design/fiscal/wire.ts';
import type { Context } from '../context.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';
import type { DriveDocument } from '../register/register.ts';
import { composeResult, fiscalDocOf } from './compose.ts';

/** The drive's document as the register said it. */
export const documentOf = (row: DocumentRow): DriveDocument => ({
  ...(JSON.parse(row.body) as DriveDocument),
  delivered: row.state === 'delivered',
});

/** Gives a document that the journal holds to the receipt it was made for. The receipt is registering or uncertain. Inside a transaction. */
export type Bind = (row: ReceiptRow, found: DocumentRow) => void;

export function createBinding({ stores, clock, config, alarms }: Context): Bind {
  return (row, found) => {
    const now = clock.now();
    const { fn, fd } = found;
    const document = documentOf(found);
    const request = row.body === null ? null : (JSON.parse(row.body) as ReceiptRequest);
    const fiscal = fiscalDocOf(document, config.timeZone, document);
    const result = request?.sale ? composeResult(request.sale, row.id, row.type, document, fiscal) : null;
    stores.documents.bind(fn, fd, row.id);
    stores.imports.settle(fn, fd);
    const stage = stores.receipts.registered(row, { fn, fd, fiscal, result, printed: false }, now);
    // With the operator already: what waits for a delivery, a refund first of all, need not wait for it.
    if (found.state === 'delivered') stores.receipts.move({ id: row.id, stage }, 'DELIVERED', now);
    if (found.state === 'dead') stores.receipts.move({ id: row.id, stage }, 'OFD_REFUSED', now);
    stores.copy.append({ kind: 'receipt-registered', receipt: row.id, key: row.key, fn, fd, details: { settled: true } }, now);
    stores.log.append(now, 'WARN', 'receipt_settled', row.id, `найден в накопителе: ФД ${fd}`);
    // A supervisor took it to another register while nobody could ask this one: one of the two has to be given back.
    if (stores.forbiddenKeys.has(row.key)) alarms.set('RECEIPT_REGISTERED_TWICE', true, { fn, fd, receipt: row.id });
  };
}
