import { hash as digest } from 'node:crypto';
import { canonicalJson } from '../../design/canonical-json.ts';
import type { Correction } from '../../design/documents/facts.ts';
import { DomainError } from '../../design/errors.ts';
import { receiptContact } from '../../design/fiscal/customer-contact.ts';
import { correctionFault, ffdFault, fiscalReceiptFault } from '../../design/fiscal/ffd.ts';
import type { FfdFault } from '../../design/fiscal/ffd.ts';
import { fiscalReceipt } from '../../design/fiscal/fiscal-receipt.ts';
import type { CorrectionBasis, FiscalReceipt } from '../../design/fiscal/fiscal-receipt.ts';
import { receiptContent } from '../../design/fiscal/receipt-lines.ts';
import type { PaymentSums } from '../../design/fiscal/receipt-lines.ts';
import { lineDigest } from '../../design/fiscal/refund-limit.ts';
import type { LineDigest } from '../../design/fiscal/refund-limit.ts';
import type { ReceiptRequest } from '../../design/fiscal/wire.ts';
import { kopecksFromRoubles } from '../../design/money/kopecks.ts';
import type { NewReceipt } from '../journal/receipts.store.ts';

/** What the till sent: `request` as the schema reads it, `raw` as it came (the sale in it travels on verbatim). */
export interface ReceiptInput {
  readonly key: string;
  readonly raw: unknown;
  readonly request: ReceiptRequest;
  /** `bodyHash` of `raw`. */
  readonly hash: string;
  /** W3C trace id of the request. */
  readonly trace?: string;
}

/** A request that may be stored: checked, in kopecks, ready for the register. */
export interface Draft {
  readonly row: NewReceipt;
  readonly request: ReceiptRequest;
  readonly lines: readonly LineDigest[];
  readonly fiscal: FiscalReceipt;
}

/** What a request is checked against besides itself. */
export interface DraftRules {
  /** `YYYY-MM-DD` in the register's zone. */
  readonly today: string;
  /** Whose VAT rates hold: today, a refund's original, the day corrected. */
  readonly vatDay: string;
  readonly marking: boolean;
}

export const bodyHash = (body: unknown): string => digest('sha256', canonicalJson(body), 'hex');

const invalid = (path: string, message: string): DomainError => new DomainError('BODY_INVALID', { fields: [{ path, message }] });

function refuse(fault: FfdFault | null): void {
  if (fault) throw new DomainError(fault.code, fault.details);
}

/** The sale that travels is the receipt: same key, same kind, same total, same till, same original. */
function checkSale({ key, request }: ReceiptInput, total: number): void {
  const { sale, original_fiscal: marks } = request;
  if (!sale) return;
  if (sale.key !== key) throw invalid('sale.key', 'is not the Idempotency-Key');
  if (sale.type !== request.type) throw invalid('sale.type', `is not ${request.type}`);
  if (sale.total !== total) throw invalid('sale.total', `is not the total of the items, ${total} kopecks`);
  if (sale.pos !== null && sale.pos !== request.pos_id) throw invalid('sale.pos', 'is not pos_id');
  if (sale._rev === undefined) throw invalid('sale._rev', 'is missing: the server must be able to write this very revision');
  if (sale.type === 'correction') return checkCorrection(sale, request);
  if (sale.type !== 'refund' || !marks) return;
  if (sale.original.fn !== marks.fn || sale.original.fd !== marks.fd) throw invalid('sale.original', 'is not original_fiscal');
}

/** The basis that is registered is the one that the document keeps for ever. */
function checkCorrection({ operation, basis }: Correction, { correction }: ReceiptRequest): void {
  const same =
    correction?.operation === operation &&
    correction.type === basis.type &&
    correction.date === basis.date &&
    (correction.number ?? null) === basis.number &&
    (correction.original_fp ?? null) === basis.originalFp;
  if (!same) throw invalid('sale.basis', 'is not correction');
}

/** A correction says what it corrects, and nothing else does (fiscal rules §6.3). */
function basisOf({ type, correction }: ReceiptRequest, today: string): CorrectionBasis | null {
  if (type !== 'correction') {
    if (correction) throw invalid('correction', 'goes with type correction only');
    return null;
  }
  if (!correction) throw new DomainError('FFD_CORRECTION_BASIS', { field: 'correction' });
  refuse(correctionFault(correction, today));
  const { type: kind, date, number, original_fp: fp } = correction;
  return { type: kind, date, number: number ?? null, originalFp: fp ?? null };
}

/** What the customer gave in cash, kopecks: as the request says it, else as the sale that travels does. For the paper of a sale only. */
function tenderedOf({ type, tendered, sale }: ReceiptRequest, { cash }: PaymentSums): number | null {
  if (type !== 'sale' || cash === 0) return null;
  if (tendered !== null && tendered !== undefined) return kopecksFromRoubles(tendered);
  return sale?.type === 'sale' && sale.tendered !== null && sale.tendered >= cash ? sale.tendered : null;
}

/** Checks a request by what it says alone. `id`: of the receipt to be. `shift`: the open one's number. Throws BODY_INVALID, FFD_*. */
export function draftReceipt(input: ReceiptInput, id: string, shift: number, { today, vatDay, marking }: DraftRules): Draft {
  const { key, raw, request, hash, trace = null } = input;
  const { type } = request;
  const correction = basisOf(request, today);
  const operation = type === 'correction' ? (request.correction?.operation ?? 'sale') : type;
  const content = receiptContent(request);
  if (!marking && content.lines.some(({ markCode }) => markCode !== null)) throw new DomainError('FFD_MARKING_OFF');
  refuse(ffdFault(content, operation, vatDay));
  checkSale(input, content.total);
  const cashier = { name: request.cashier?.name ?? 'Кассир', inn: request.cashier?.inn ?? null };
  const customer = receiptContact(request.customer);
  const tendered = tenderedOf(request, content.payments);
  const fiscal = fiscalReceipt({ ourId: id, operation, correction, cashier, customer, tendered }, content);
  refuse(fiscalReceiptFault(fiscal));
  const lines = content.lines.map(lineDigest);
  return {
    request,
    lines,
    fiscal,
    row: {
      id,
      key,
      bodyHash: hash,
      body: JSON.stringify(raw),
      type,
      operation,
      total: content.total,
      ...content.payments,
      lines,
      original: null,
      trace,
      correction: correction && JSON.stringify(correction),
      shift,
    },
  };
}
