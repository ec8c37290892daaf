import type { PaymentMethod } from '../documents/facts.ts';
import type { Kopecks } from '../money/kopecks.ts';
import type { PaymentSums, ReceiptLine } from './receipt-lines.ts';

/** What is kept of a receipt's lines for the drive's life plus five years, when its body has aged out. */
export interface LineDigest {
  readonly sku: string;
  /** Thousandths of a piece, so that sums are exact. */
  readonly qty: number;
  readonly amount: Kopecks;
  /** Rate and settlement method, for refunds must carry the same; absent in receipts that were stored before they were noted. */
  readonly vat?: string;
  /** Absent: full settlement. */
  readonly method?: string;
}

export const lineDigest = ({ sku, qty, amount, vat, method }: ReceiptLine): LineDigest => ({
  sku,
  qty: Math.round(qty * 1000),
  amount,
  vat,
  ...(method === 'full' ? {} : { method }),
});

export interface RefundExcess {
  readonly sku: string;
  /** Pieces in thousandths, or kopecks. */
  readonly of: 'qty' | 'amount';
  readonly sold: number;
  readonly returned: number;
  readonly asked: number;
}

interface Sums {
  readonly qty: number;
  readonly amount: Kopecks;
}
const NOTHING: Sums = { qty: 0, amount: 0 };

function bySku(lines: Iterable<LineDigest>): Map<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const { sku, qty, amount } of lines) {
    const sum = sums.get(sku) ?? NOTHING;
    sums.set(sku, { qty: sum.qty + qty, amount: sum.amount + amount });
  }
  return sums;
}

/** Tag 1214: money without goods. Its "pieces" say nothing: an advance goes back in as many parts as there is money. */
const MONEY: ReadonlySet<string> = new Set(['full-prepayment', 'prepayment', 'advance', 'credit-payment']);
export const isMoneyLine = ({ method }: { readonly method?: string | undefined }): boolean => MONEY.has(method ?? 'full');

/** Articles of which pieces were handed over, not only money taken. */
const piecesOf = (sold: readonly LineDigest[]): ReadonlySet<string> =>
  new Set(sold.filter((line) => !isMoneyLine(line)).map(({ sku }) => sku));

/**
 * Never more back than was sold, over all refunds of one original: of each article neither more pieces nor more money; of what was paid in
 * advance no more money. `null` where the refund fits. How an article's discount is spread over its partial refunds is left to the till.
 */
export function refundExcess(
  sold: readonly LineDigest[],
  returned: readonly LineDigest[],
  asked: readonly LineDigest[],
): RefundExcess | null {
  const [has, gone] = [bySku(sold), bySku(returned)];
  const pieces = piecesOf(sold);
  for (const [sku, want] of bySku(asked)) {
    const [of, back] = [has.get(sku) ?? NOTHING, gone.get(sku) ?? NOTHING];
    for (const what of ['qty', 'amount'] as const) {
      if (what === 'qty' && has.has(sku) && !pieces.has(sku)) continue;
      if (want[what] + back[what] > of[what]) return { sku, of: what, sold: of[what], returned: back[what], asked: want[what] };
    }
  }
  return null;
}

export interface Refundable {
  readonly sku: string;
  /** Thousandths of a piece. */
  readonly sold: number;
  readonly left: number;
  readonly amountLeft: Kopecks;
}

/** What may still be given back of each article, in the order sold. */
export function refundable(sold: readonly LineDigest[], returned: readonly LineDigest[]): Refundable[] {
  const gone = bySku(returned);
  const pieces = piecesOf(sold);
  return [...bySku(sold)].map(([sku, of]) => {
    const back = gone.get(sku) ?? NOTHING;
    const amountLeft = Math.max(0, of.amount - back.amount);
    const ofMoney = amountLeft > 0 ? of.qty : 0;
    return { sku, sold: of.qty, left: pieces.has(sku) ? Math.max(0, of.qty - back.qty) : ofMoney, amountLeft };
  });
}

/**
 * A refund's line that no line of the original is like: another VAT rate, or another settlement method (what was taken as an advance goes
 * back as an advance; fiscal rules §6.3). `null` where all agree, or where one of them says nothing about it.
 */
export function refundLineUnlike(sold: readonly LineDigest[], asked: readonly LineDigest[]): LineDigest | null {
  const same = (a: LineDigest, b: LineDigest): boolean =>
    a.vat === undefined || b.vat === undefined || (a.vat === b.vat && (a.method ?? 'full') === (b.method ?? 'full'));
  return asked.find((line) => !sold.some((of) => of.sku === line.sku && same(line, of))) ?? null;
}

export interface PaymentExcess {
  readonly method: PaymentMethod;
  readonly paid: Kopecks;
  readonly returned: Kopecks;
  readonly asked: Kopecks;
}

export interface MoneyExcess {
  readonly of: 'money';
  readonly sold: Kopecks;
  readonly returned: Kopecks;
  readonly asked: Kopecks;
}

/** Written out: the till takes these rules into the browser, not the shapes behind the names. */
const METHODS = ['cash', 'card', 'prepaid', 'credit', 'other'] as const satisfies readonly PaymentMethod[];

/** Money goes back the way it came: no more by each way than was paid by it, over all refunds. `null` where it does. */
export function paymentExcess(paid: PaymentSums, returned: PaymentSums, asked: PaymentSums): PaymentExcess | null {
  const method = METHODS.find((each) => asked[each] > 0 && asked[each] + returned[each] > paid[each]);
  return method === undefined ? null : { method, paid: paid[method], returned: returned[method], asked: asked[method] };
}

const moneyOf = (sums: PaymentSums): Kopecks =>
  METHODS.reduce((sum, method) => (method === 'credit' ? sum : sum + sums[method]), 0);

/** More money than was paid, over all refunds and by whatever way: credit was no money, and no signature makes it one. `null` where it fits. */
export function moneyBackExcess(paid: PaymentSums, returned: PaymentSums, asked: PaymentSums): MoneyExcess | null {
  const [sold, before, wanted] = [moneyOf(paid), moneyOf(returned), moneyOf(asked)];
  return wanted > 0 && before + wanted > sold ? { of: 'money', sold, returned: before, asked: wanted } : null;
}

/** What is left of each way of payment, never below nothing: money that an override sent another way leaves its own way open. */
export function paymentsLeft(paid: PaymentSums, returned: PaymentSums): PaymentSums {
  const left = (method: PaymentMethod): Kopecks => Math.max(0, paid[method] - returned[method]);
  return { cash: left('cash'), card: left('card'), prepaid: left('prepaid'), credit: left('credit'), other: left('other') };
}
