import type { ErrorCode } from '../errors.ts';
import { lineAmount } from '../money/kopecks.ts';
import { vatInForce } from '../money/vat.ts';
import { isReceiptContact } from './customer-contact.ts';
import type { FiscalReceipt } from './fiscal-receipt.ts';
import { isPersonInn } from './inn.ts';
import type { ReceiptContent } from './receipt-lines.ts';
import { methodFault } from './settlement-method.ts';
import { vatSumsAgree } from './vat-sums.ts';

/** Tags 1030 and 1021. */
const NAME_LIMIT = 128;
const CASHIER_LIMIT = 64;
/** Mark codes that the drive's table holds for one receipt. */
const MARK_LIMIT = 128;

export interface FfdFault {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
}

const fault = (code: ErrorCode, details: FfdFault['details'] = {}): FfdFault => ({ code, details });

/**
 * What a till's lines and payments must fulfil before a receipt is made of them (FFD 1.2, order ЕД-7-20/662@, fiscal rules §4.5); the
 * first fault, or `null`. `day` decides the VAT rates: today, for a refund the day of its original, for a correction the day corrected.
 */
export function ffdFault(content: ReceiptContent, operation: 'sale' | 'refund', day: string): FfdFault | null {
  return itemsFault(content, day) ?? paymentsFault(content) ?? methodFault(content, operation);
}

function itemsFault({ lines, total }: ReceiptContent, day: string): FfdFault | null {
  if (lines.length === 0) return fault('FFD_NO_ITEMS');
  for (const [index, line] of lines.entries()) {
    const details = { item: index, sku: line.sku };
    if (line.name.length > NAME_LIMIT) return fault('FFD_NAME_TOO_LONG', details);
    const thousandths = Math.round(line.qty * 1000) / 1000 === line.qty;
    const gross = lineAmount(line.price, line.qty);
    if (line.price < 0 || line.discount < 0 || line.amount < 0 || !thousandths || !Number.isSafeInteger(gross)) {
      return fault('FFD_ITEM_AMOUNT', details);
    }
    if (!vatInForce(line.vat, day)) return fault('FFD_VAT_UNKNOWN', { ...details, vat: line.vat, day });
    if (line.markCode !== null && line.qty !== 1) return fault('FFD_MARK_QUANTITY', details);
  }
  return total === 0 ? fault('FFD_TOTAL_ZERO') : null;
}

function paymentsFault({ payments, total }: ReceiptContent): FfdFault | null {
  const sums = Object.values(payments);
  const paid = sums.reduce((sum, part) => sum + part, 0);
  const cashless = paid - payments.cash;
  if (sums.some((sum) => sum < 0)) return fault('FFD_PAYMENTS_MISMATCH', { total, paid });
  if (cashless > total) return fault('FFD_CASHLESS_EXCEEDS_TOTAL', { total, cashless });
  if (paid > total) return fault('FFD_CASH_EXCEEDS_TOTAL', { total, cash: payments.cash, due: total - cashless });
  return paid === total ? null : fault('FFD_PAYMENTS_MISMATCH', { total, paid });
}

/** The composed document, last of all: every invariant of fiscal rules §4.5 that a register or an operator would find broken. */
export function fiscalReceiptFault(receipt: FiscalReceipt): FfdFault | null {
  const { items, payments, vat, total, tendered, cashier, customer } = receipt;
  for (const [index, { price, qty, amount }] of items.entries()) {
    if (Math.abs(lineAmount(price, qty) - amount) > 1) return fault('FFD_ITEM_COST', { item: index, price, qty, amount });
  }
  const cost = items.reduce((sum, { amount }) => sum + amount, 0);
  if (cost !== total) return fault('FFD_TOTAL_MISMATCH', { total, cost });
  const paid = Object.values(payments).reduce((sum, part) => sum + part, 0);
  if (paid !== total) return fault('FFD_PAYMENTS_MISMATCH', { total, paid });
  if (!vatSumsAgree(items, vat)) return fault('FFD_VAT_SUMS');
  const marks = items.filter(({ markCode }) => markCode !== null).length;
  if (marks > MARK_LIMIT) return fault('FFD_MARKS_TOO_MANY', { marks, most: MARK_LIMIT });
  if (tendered !== null && tendered < payments.cash) return fault('FFD_TENDERED', { tendered, cash: payments.cash });
  if (cashier.name.trim() === '' || cashier.name.length > CASHIER_LIMIT) return fault('FFD_CASHIER_NAME');
  if (cashier.inn !== null && !isPersonInn(cashier.inn)) return fault('FFD_CASHIER_INN');
  return customer !== null && !isReceiptContact(customer) ? fault('FFD_CONTACT') : null;
}

export interface CorrectionRequest {
  readonly type: 'self' | 'instruction';
  readonly date: string;
  readonly number?: string | null | undefined;
}

/**
 * The basis of a correction receipt (fiscal rules §6.3): the corrected day is not to come, and an order of the tax office has a number.
 * FFD 1.2 wants the items too, which `ffdFault` asks of any receipt. `today`: `YYYY-MM-DD` in the register's zone.
 */
export function correctionFault({ type, date, number }: CorrectionRequest, today: string): FfdFault | null {
  if (date > today) return fault('FFD_CORRECTION_BASIS', { field: 'date', date, today });
  return type === 'instruction' && !number ? fault('FFD_CORRECTION_BASIS', { field: 'number' }) : null;
}
