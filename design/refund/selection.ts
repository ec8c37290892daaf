import type { SaleLine } from '../documents/facts.ts';
import { allocate, type Kopecks } from '../money/kopecks.ts';
import { amountFor, refundLine, type ReturnableLine } from './returnable.ts';

/** What the cashier has chosen: thousandths of a piece by line, and the sum of money that goes back without goods. Kopecks. */
export interface Selection {
  readonly pieces: Readonly<Record<number, number>>;
  readonly money: Kopecks;
}
export const NOTHING_CHOSEN: Selection = { pieces: {}, money: 0 };

const moneyLines = (lines: readonly ReturnableLine[]): ReturnableLine[] => lines.filter(({ money }) => money);

/** Most money without goods: what the lines have left, and no more than stands unused (`rest`: `null` where nothing limits it). */
export function moneyLeft(lines: readonly ReturnableLine[], rest: Kopecks | null): Kopecks {
  const left = moneyLines(lines).reduce((sum, { amountLeft }) => sum + amountLeft, 0);
  return rest === null ? left : Math.max(0, Math.min(left, rest));
}

/** Everything that can go back. */
export const chooseAll = (lines: readonly ReturnableLine[], rest: Kopecks | null): Selection => ({
  pieces: Object.fromEntries(lines.filter(({ money, left }) => !money && left > 0).map(({ index, left }) => [index, left])),
  money: moneyLeft(lines, rest),
});

/** The selection within what can go back: what changed meanwhile (a refund at another till) is cut, not forgotten. */
export function within(lines: readonly ReturnableLine[], rest: Kopecks | null, { pieces, money }: Selection): Selection {
  const fits = lines.flatMap(({ index, money: isMoney, left }): [number, number][] => {
    const part = Math.min(left, Math.max(0, Math.round(pieces[index] ?? 0)));
    return isMoney || part === 0 ? [] : [[index, part]];
  });
  return { pieces: Object.fromEntries(fits), money: Math.min(Math.max(0, money), moneyLeft(lines, rest)) };
}

/** The lines of the refund, in the order of the receipt; empty where nothing is chosen. Pieces that cost nothing go back, too. */
export function chosenLines(lines: readonly ReturnableLine[], { pieces, money }: Selection, sale: string | null): SaleLine[] {
  const open = moneyLines(lines);
  const left = open.map(({ amountLeft }) => amountLeft);
  const shares = money > 0 ? allocate(money, left) : left.map(() => 0);
  const shareOf = new Map(open.map(({ index }, i) => [index, shares[i]!]));
  return lines.flatMap((one) => {
    const share = shareOf.get(one.index);
    if (share !== undefined) return share > 0 ? [refundLine(one, one.sold, share, sale)] : [];
    const part = pieces[one.index] ?? 0;
    return part > 0 ? [refundLine(one, part, amountFor(one, part), sale)] : [];
  });
}

/** Kopecks. */
export const totalOf = (lines: readonly Pick<SaleLine, 'amount'>[]): Kopecks =>
  lines.reduce((sum, { amount }) => sum + amount, 0);
