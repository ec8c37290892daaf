import type { Kopecks } from '../money/kopecks.ts';

/** What is kept of a receipt's lines for the drive's life plus five years, when its body has aged out. */
export interface LineDigest {
  readonly sku: string;
  /** Thousandths of a piece, so that sums are exact. */
  readonly qty: number;
  readonly amount: Kopecks;
}

export interface RefundExcess {
  /** `null`: the receipt's total as a whole. */
  readonly sku: string | null;
  readonly sold: number;
  readonly returned: number;
  readonly asked: number;
}

function bySku(lines: Iterable<LineDigest>): Map<string, { qty: number; amount: number }> {
  const sums = new Map<string, { qty: number; amount: number }>();
  for (const { sku, qty, amount } of lines) {
    const sum = sums.get(sku) ?? { qty: 0, amount: 0 };
    sums.set(sku, { qty: sum.qty + qty, amount: sum.amount + amount });
  }
  return sums;
}

const total = (lines: readonly LineDigest[]): number => lines.reduce((sum, line) => sum + line.amount, 0);

/**
 * Never more back than was sold, over all refunds of one original: pieces of each article, and money in all. `null` where the refund
 * fits. Money is limited by the receipt, not by the line: a line's discount may be split differently over partial refunds.
 */
export function refundExcess(
  sold: readonly LineDigest[],
  returned: readonly LineDigest[],
  asked: readonly LineDigest[],
): RefundExcess | null {
  const [has, gone] = [bySku(sold), bySku(returned)];
  for (const [sku, want] of bySku(asked)) {
    const left = (has.get(sku)?.qty ?? 0) - (gone.get(sku)?.qty ?? 0);
    if (want.qty > left) {
      return { sku, sold: has.get(sku)?.qty ?? 0, returned: gone.get(sku)?.qty ?? 0, asked: want.qty };
    }
  }
  const money = { sold: total(sold), returned: total(returned), asked: total(asked) };
  return money.asked + money.returned > money.sold ? { sku: null, ...money } : null;
}
