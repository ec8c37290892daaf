import type { Kopecks } from '../money/kopecks.ts';
import type { VatRate } from '../money/vat.ts';
import { fiscalParts } from './receipt-lines.ts';
import type { PaymentSums, ReceiptContent } from './receipt-lines.ts';
import { vatSums } from './vat-sums.ts';
import type { VatSum } from './vat-sums.ts';

export interface Cashier {
  readonly name: string;
  readonly inn: string | null;
}

export interface FiscalItem {
  readonly name: string;
  readonly qty: number;
  /** Tag 1079: a piece, discounts taken off. */
  readonly price: Kopecks;
  /** What remains after discounts: tag 1043. */
  readonly amount: Kopecks;
  readonly vat: VatRate;
  readonly subject: string;
  readonly method: string;
  readonly markCode: string | null;
}

/** Tags 1173, 1174 (1178, 1179) and 1192 of a correction receipt. */
export interface CorrectionBasis {
  /** By the user's own finding, or by order of the tax office. */
  readonly type: 'self' | 'instruction';
  /** The day that is corrected, `YYYY-MM-DD`. */
  readonly date: string;
  /** Number of the order or of the shop's own act. */
  readonly number: string | null;
  /** Fiscal sign of the wrong receipt, where there is one. */
  readonly originalFp: string | null;
}

/** One receipt as a register takes it (FFD 1.2). A receipt is a correction where it has a basis. */
export interface FiscalReceipt {
  readonly ourId: string;
  /** Tag 1054: 1 or 2. */
  readonly operation: 'sale' | 'refund';
  readonly correction: CorrectionBasis | null;
  readonly cashier: Cashier;
  readonly items: readonly FiscalItem[];
  readonly payments: PaymentSums;
  readonly vat: readonly VatSum[];
  /** Cash the customer gave, for the paper only: it is no payment, and change is no part of the receipt. */
  readonly tendered: Kopecks | null;
  readonly total: Kopecks;
  /** Tag 1008. */
  readonly customer: string | null;
}

export type ReceiptHead = Pick<FiscalReceipt, 'ourId' | 'operation' | 'correction' | 'cashier' | 'tendered' | 'customer'>;

/** What the register prints; a line whose discount does not divide by its pieces becomes two. */
export function fiscalReceipt(head: ReceiptHead, { lines, payments, total }: ReceiptContent): FiscalReceipt {
  const items = lines.flatMap(({ name, vat, subject, method, markCode, ...line }) =>
    fiscalParts(line).map(({ qty, price, amount }) => ({ name, qty, price, amount, vat, subject, method, markCode })),
  );
  return { ...head, items, payments, vat: vatSums(items), total };
}
