import { createHash } from 'node:crypto';
import { canonicalJson } from '../../design/canonical-json.ts';
import { DomainError } from '../../design/errors.ts';
import { ffdFault } from '../../design/fiscal/ffd.ts';
import { receiptContent } from '../../design/fiscal/receipt-lines.ts';
import type { LineDigest } from '../../design/fiscal/refund-limit.ts';
import type { ReceiptRequest } from '../../design/fiscal/wire.ts';
import type { NewReceipt } from '../journal/receipts.store.ts';
import type { FiscalReceipt } from '../register/register.ts';
import { fiscalReceipt } from './compose.ts';

/** What the till sent: `request` as the schema reads it, `raw` as it came (the sale in it travels on verbatim). */
export interface ReceiptInput {
  readonly key: string;
  readonly raw: unknown;
  readonly request: ReceiptRequest;
  /** `bodyHash` of `raw`. */
  readonly hash: string;
}

/** A request that may be stored: checked, in kopecks, ready for the register. */
export interface Draft {
  readonly row: NewReceipt;
  readonly request: ReceiptRequest;
  readonly lines: readonly LineDigest[];
  readonly fiscal: FiscalReceipt;
}

export const bodyHash = (body: unknown): string => createHash('sha256').update(canonicalJson(body)).digest('hex');

const invalid = (path: string, message: string): DomainError => new DomainError('BODY_INVALID', { fields: [{ path, message }] });

/** The sale that travels is the receipt: same key, same kind, same total, same till. */
function checkSale({ key, request }: ReceiptInput, total: number): void {
  const { sale } = request;
  if (!sale) return;
  if (sale.key !== key) throw invalid('sale.key', 'is not the Idempotency-Key');
  if (sale.type !== request.type) throw invalid('sale.type', `is not ${request.type}`);
  if (sale.total !== total) throw invalid('sale.total', `is not the total of the items, ${total} kopecks`);
  if (sale.pos !== null && sale.pos !== request.pos_id) throw invalid('sale.pos', 'is not pos_id');
  if (sale._rev === undefined) throw invalid('sale._rev', 'is missing: the server must be able to write this very revision');
}

/** Checks a request by what it says alone. `day`: whose VAT rates hold. `id`: of the receipt to be. Throws BODY_INVALID, FFD_*. */
export function draftReceipt(input: ReceiptInput, id: string, shift: number, day: string): Draft {
  const { key, raw, request, hash } = input;
  const { type } = request;
  if (type === 'correction') throw invalid('type', 'corrections are not made by this gateway yet');
  const content = receiptContent(request);
  const fault = ffdFault(content, day);
  if (fault) throw new DomainError(fault.code, fault.details);
  checkSale(input, content.total);
  const lines = content.lines.map(({ sku, qty, amount }) => ({ sku, qty: Math.round(qty * 1000), amount }));
  const cashier = { name: request.cashier?.name ?? 'Кассир', inn: request.cashier?.inn ?? null };
  const customer = request.customer?.email ?? request.customer?.phone ?? null;
  return {
    request,
    lines,
    fiscal: fiscalReceipt(id, type, content, cashier, customer),
    row: {
      id,
      key,
      bodyHash: hash,
      body: JSON.stringify(raw),
      type,
      operation: type,
      total: content.total,
      ...content.payments,
      lines,
      original: null,
      shift,
    },
  };
}
