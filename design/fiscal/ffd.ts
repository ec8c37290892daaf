import type { ErrorCode } from '../errors.ts';
import { lineAmount } from '../money/kopecks.ts';
import { vatInForce } from '../money/vat.ts';
import type { ReceiptContent } from './receipt-lines.ts';

/** Tag 1030 holds 128 characters. */
const NAME_LIMIT = 128;

export interface FfdFault {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * What a receipt must fulfil before a register sees it (FFD 1.2, order ЕД-7-20/662@, fiscal rules §4.5); the first fault, or `null`.
 * `day` decides the VAT rates: today, or for a refund the day of its original (`YYYY-MM-DD`).
 */
export function ffdFault({ lines, payments, total }: ReceiptContent, day: string): FfdFault | null {
  if (lines.length === 0) return { code: 'FFD_NO_ITEMS', details: {} };
  for (const [index, line] of lines.entries()) {
    const details = { item: index, sku: line.sku };
    if (line.name.length > NAME_LIMIT) return { code: 'FFD_NAME_TOO_LONG', details };
    const thousandths = Math.round(line.qty * 1000) / 1000 === line.qty;
    const gross = lineAmount(line.price, line.qty);
    if (line.price < 0 || line.discount < 0 || line.amount < 0 || !thousandths || !Number.isSafeInteger(gross)) {
      return { code: 'FFD_ITEM_AMOUNT', details };
    }
    if (!vatInForce(line.vat, day)) return { code: 'FFD_VAT_UNKNOWN', details: { ...details, vat: line.vat, day } };
  }
  if (total === 0) return { code: 'FFD_TOTAL_ZERO', details: {} };
  if (lines.length > 1 && lines.some((line) => line.method === 'credit-payment')) {
    return { code: 'FFD_CREDIT_PAYMENT_ALONE', details: { items: lines.length } };
  }
  const sums = Object.values(payments);
  const paid = sums.reduce((sum, part) => sum + part, 0);
  if (paid - payments.cash > total)
    return { code: 'FFD_CASHLESS_EXCEEDS_TOTAL', details: { total, cashless: paid - payments.cash } };
  if (paid !== total || sums.some((sum) => sum < 0)) return { code: 'FFD_PAYMENTS_MISMATCH', details: { total, paid } };
  return null;
}
