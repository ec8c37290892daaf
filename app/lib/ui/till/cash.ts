import type { Kopecks } from '$design/money/kopecks.ts';

/**
 * What a cashier typed as a sum in roubles → kopecks. Spaces of any kind, comma or point; at most two decimals.
 * `null`: empty, which means the exact sum. `undefined`: not a sum.
 */
export function parseRoubles(text: string): Kopecks | null | undefined {
  const plain = text.replace(/[\s\u00a0\u202f₽]/g, '').replace(',', '.');
  if (plain === '') return null;
  const match = /^(\d{1,8})(?:\.(\d{0,2}))?$/.exec(plain);
  if (!match) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0') || 0);
}

/** Banknotes that people pay with, kopecks. */
const NOTES = [10_000, 50_000, 100_000, 500_000] as const;

/** Sums a customer is likely to hand over for a total: the next multiple of each banknote, ascending, all above the total. At most `most`. */
export function quickSums(total: Kopecks, most = 4): Kopecks[] {
  const sums = new Set(NOTES.map((note) => (Math.floor(total / note) + 1) * note));
  return [...sums].sort((a, b) => a - b).slice(0, most);
}

/** The text of the tendered field after a key of the on-screen pad: digits, `,` or `.`, `00`, `⌫`. Never grows into what is not a sum. */
export function typeOnPad(text: string, key: string): string {
  if (key === '⌫') return text.slice(0, -1);
  const next = (key === ',' || key === '.') && text === '' ? `0${key}` : text + key;
  return parseRoubles(next) === undefined ? text : next;
}
