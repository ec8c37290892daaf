import type { Kopecks } from './kopecks.ts';

/**
 * Russian cash by face value, kopecks, the largest first. Notes of 10 and 5 ₽ are in use again beside the coins: a value is counted once,
 * whatever it is made of. Kopecks of 5 and 1 are no longer made, and shops round them away.
 */
export const DENOMINATIONS = [
  500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 1_000, 500, 200, 100, 50, 10,
] as const satisfies readonly Kopecks[];
export type Denomination = (typeof DENOMINATIONS)[number];

/** Pieces of each value; what is absent was not counted, which is none. */
export type CashSheet = Readonly<Partial<Record<Denomination, number>>>;

/** More pieces of one value lie in no drawer: a slip of the finger. */
export const MOST_PIECES = 9_999;

/** `sheet` may come from the wire, where a value is its text. */
export const sheetTotal = (sheet: Readonly<Partial<Record<string, number>>>): Kopecks =>
  Object.entries(sheet).reduce((sum, [value, pieces]) => sum + Number(value) * (pieces ?? 0), 0);

export const sheetPieces = (sheet: CashSheet): number => DENOMINATIONS.reduce((sum, value) => sum + (sheet[value] ?? 0), 0);

/** The sheet with `pieces` of a value; none of it is left out. What is no count leaves the sheet as it was. */
export function withPieces(sheet: CashSheet, value: Denomination, pieces: number): CashSheet {
  if (!Number.isInteger(pieces) || pieces < 0 || pieces > MOST_PIECES) return sheet;
  const { [value]: _before, ...others } = sheet;
  return pieces === 0 ? others : { ...others, [value]: pieces };
}

/** What was typed into the field of a value: digits alone; `null` where it is no count. Empty is none. */
export function parsePieces(text: string): number | null {
  const plain = text.replace(/\s/g, '');
  if (plain === '') return 0;
  return /^\d{1,4}$/.test(plain) ? Number(plain) : null;
}
