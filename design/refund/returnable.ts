import type { SaleLine } from '../documents/facts.ts';
import { isMoneyLine } from '../fiscal/refund-limit.ts';
import { lineAmount, type Kopecks } from '../money/kopecks.ts';

/** A receipt that went back, or began to: its lines, wherever they are known from. */
export interface ReturnedReceipt {
  readonly lines: readonly Pick<SaleLine, 'sku' | 'qty' | 'amount' | 'of'>[];
}

/** What may still go back of one line of a receipt. Quantities in thousandths of a piece, money in kopecks. */
export interface ReturnableLine {
  /** Counted from 0, as the receipt has them. */
  readonly index: number;
  readonly line: SaleLine;
  /** Money that names no goods, or goods that were not handed over: it goes back by sums, not by pieces. */
  readonly money: boolean;
  readonly sold: number;
  readonly returned: number;
  readonly left: number;
  readonly amountReturned: Kopecks;
  readonly amountLeft: Kopecks;
}

const thousandths = (qty: number): number => Math.round(qty * 1000);

interface Gone {
  qty: number;
  amount: Kopecks;
}

/**
 * Each line of a receipt with what all known refunds took of it. A refund's line says which one it is of (`of`); one that does not (made
 * elsewhere, or long ago) takes from the lines of its article in their order. What went back beyond a line is no less gone: nothing is
 * ever left below zero.
 */
export function returnableLines(
  original: { readonly _id: string | null; readonly lines: readonly SaleLine[] },
  refunds: Iterable<ReturnedReceipt>,
): ReturnableLine[] {
  const gone = original.lines.map((): Gone => ({ qty: 0, amount: 0 }));
  const unnamed: ReturnedReceipt['lines'][number][] = [];
  for (const { lines } of refunds) {
    for (const back of lines) {
      const at = back.of && back.of.sale === original._id ? gone[back.of.line] : undefined;
      if (at && original.lines[back.of!.line]!.sku === back.sku) {
        at.qty += thousandths(back.qty);
        at.amount += back.amount;
      } else unnamed.push(back);
    }
  }
  for (const back of unnamed) spread(original.lines, gone, back);
  return original.lines.map((line, index) => {
    const sold = thousandths(line.qty);
    const { qty, amount } = gone[index]!;
    const money = isMoneyLine(line);
    const amountLeft = Math.max(0, line.amount - amount);
    const left = money ? (amountLeft > 0 ? sold : 0) : Math.max(0, sold - qty);
    return { index, line, money, sold, returned: qty, left, amountReturned: amount, amountLeft };
  });
}

/** Pieces first where there is room for them, the money with them; what fits nowhere is taken from the last line of the article. */
function spread(lines: readonly SaleLine[], gone: readonly Gone[], back: ReturnedReceipt['lines'][number]): void {
  let qty = thousandths(back.qty);
  let amount = back.amount;
  const same = lines.flatMap((line, index) => (line.sku === back.sku ? [index] : []));
  for (const [i, index] of same.entries()) {
    const isLast = i === same.length - 1;
    const [line, at] = [lines[index]!, gone[index]!];
    const pieces = isLast ? qty : Math.min(qty, Math.max(0, thousandths(line.qty) - at.qty));
    const room = Math.max(0, line.amount - at.amount);
    const money = isLast ? amount : Math.min(amount, room, pieces === qty ? amount : shareOf(line, at.qty, pieces, at.amount));
    at.qty += pieces;
    at.amount += money;
    qty -= pieces;
    amount -= money;
    if (qty === 0 && amount === 0) return;
  }
}

/** `amount` × `part` / `whole`, half up, exact at any size. */
function portion(amount: Kopecks, part: number, whole: number): Kopecks {
  if (whole <= 0) return 0;
  const [a, p, w] = [BigInt(amount), BigInt(part), BigInt(whole)];
  return Number((2n * a * p + w) / (2n * w));
}

/** What the pieces from `before` to `before + part` of a line cost, given what went back for those before. */
function shareOf(line: SaleLine, before: number, part: number, amountBefore: Kopecks): Kopecks {
  const upTo = portion(line.amount, Math.min(before + part, thousandths(line.qty)), thousandths(line.qty));
  return Math.min(Math.max(0, upTo - amountBefore), Math.max(0, line.amount - amountBefore));
}

/**
 * Money for `part` thousandths of a piece of this line, with its share of the line's discounts. Parts add up to the line to the kopeck,
 * whatever the parts: each is cut from the running share, and the last one takes the rest.
 */
export function amountFor({ line, money, returned, left, amountReturned, amountLeft }: ReturnableLine, part: number): Kopecks {
  if (money || part <= 0) return 0;
  return part >= left ? amountLeft : shareOf(line, returned, part, amountReturned);
}

/**
 * The line of a refund: as it was sold, for `part` of its pieces and `amount`. The price stays; where rounding made a part dearer than
 * its price, the price is a kopeck more, for no discount is below nothing.
 */
export function refundLine(
  { line, index, sold, money }: ReturnableLine,
  part: number,
  amount: Kopecks,
  sale: string | null,
): SaleLine {
  const { reasons: _reasons, override: _override, note: _note, list: _list, agreed: _agreed, of: _of, ...same } = line;
  const qty = (money ? sold : part) / 1000;
  const least = Math.ceil((amount * 1000) / Math.max(1, thousandths(qty)));
  // Of money that goes back in part the price is that part: a discount would say that less was paid.
  const price = money && amount < line.amount ? least : Math.max(line.price, least);
  const discount = lineAmount(price, qty) - amount;
  return { ...same, qty, price, discount, amount, ...(sale !== null && { of: { sale, line: index } }) };
}
