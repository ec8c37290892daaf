import type { ErrorCode } from '../errors.ts';
import { VAT_TABLE } from '../money/vat.ts';
import type { VatRate } from '../money/vat.ts';
import type { ReceiptContent, ReceiptLine } from './receipt-lines.ts';

/** Tag 1214. Money before the goods, goods with the money, goods before the money. */
const BEFORE: ReadonlySet<string> = new Set(['full-prepayment', 'prepayment', 'advance']);
const HANDED_OVER: ReadonlySet<string> = new Set(['full', 'partial', 'credit']);
/** Money that names no goods: an advance (a gift card) and the paying off of a credit. */
const MONEY_ONLY: ReadonlySet<string> = new Set(['advance', 'credit-payment']);
const ON_CREDIT: ReadonlySet<string> = new Set(['partial', 'credit']);

/** What the paper says of a line; nothing where goods and money change hands at once (order ЕД-7-20/662@, table of tag 1214). */
export const METHOD_WORDS: Readonly<Record<string, string | undefined>> = {
  'full-prepayment': 'ПРЕДОПЛАТА 100%',
  prepayment: 'ПРЕДОПЛАТА',
  advance: 'АВАНС',
  partial: 'ЧАСТИЧНЫЙ РАСЧЕТ И КРЕДИТ',
  credit: 'ПЕРЕДАЧА В КРЕДИТ',
  'credit-payment': 'ОПЛАТА КРЕДИТА',
};

const isCalculated = (rate: VatRate): boolean => rate.includes('/');
const isTaxed = (rate: VatRate): boolean => VAT_TABLE[rate].numerator > 0;
const sumOf = (lines: readonly ReceiptLine[], fits: (line: ReceiptLine) => boolean): number =>
  lines.reduce((sum, line) => sum + (fits(line) ? line.amount : 0), 0);

export interface MethodFault {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The rules that one line obeys by itself. */
function lineFault(line: ReceiptLine): ErrorCode | null {
  const { method, subject, vat } = line;
  if (MONEY_ONLY.has(method) && subject !== 'payment') return 'FFD_ADVANCE_SUBJECT';
  // Tax code, art. 164 p. 4: of money taken before the goods the tax is a calculated one.
  if (BEFORE.has(method) && isTaxed(vat) && !isCalculated(vat)) return 'FFD_VAT_METHOD';
  const goods = subject === 'goods' || subject === 'work' || subject === 'service';
  return HANDED_OVER.has(method) && goods && isCalculated(vat) ? 'FFD_VAT_METHOD' : null;
}

/**
 * Which tag 1214 goes with which payments, subjects and rates; the first fault, or `null`. What the rules of the format leave open is
 * accepted: a gift card may pay a prepayment, and what is refunded in which way is asked of the original, not here.
 */
export function methodFault({ lines, payments }: ReceiptContent, operation: 'sale' | 'refund'): MethodFault | null {
  for (const [index, line] of lines.entries()) {
    const code = lineFault(line);
    if (code) return { code, details: { item: index, sku: line.sku, method: line.method, subject: line.subject, vat: line.vat } };
  }
  if (lines.length > 1 && lines.some(({ method }) => method === 'credit-payment')) {
    return { code: 'FFD_CREDIT_PAYMENT_ALONE', details: { items: lines.length } };
  }
  const offsettable = sumOf(lines, ({ method }) => !MONEY_ONLY.has(method));
  if (payments.prepaid > offsettable) {
    return { code: 'FFD_PREPAID_METHOD', details: { prepaid: payments.prepaid, most: offsettable } };
  }
  return operation === 'sale' ? creditFault(lines, payments.credit) : null;
}

/** Tag 1216 is what the customer still owes for goods handed over: of "credit" all, of "partial" a part, of anything else nothing. */
function creditFault(lines: readonly ReceiptLine[], credit: number): MethodFault | null {
  const least = sumOf(lines, ({ method }) => method === 'credit');
  const most = sumOf(lines, ({ method }) => ON_CREDIT.has(method));
  const owing = lines.some(({ method }) => method === 'partial') && credit <= least;
  return credit > most || credit < least || owing ? { code: 'FFD_CREDIT_METHOD', details: { credit, least, most } } : null;
}
