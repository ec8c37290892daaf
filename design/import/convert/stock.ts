import type { Cell } from '../table.ts';
import { readNumber, type DecimalSign } from './number.ts';
import { plainText } from './plain-text.ts';

/**
 * What suppliers write instead of a number → pieces. Cautious: "many" is ten, "there is" is one, "on order" is none; a profile says
 * otherwise where its supplier means otherwise.
 */
export const DEFAULT_STOCK_WORDS: Readonly<Record<string, number>> = {
  много: 10,
  достаточно: 10,
  'в достатке': 10,
  мало: 2,
  заканчивается: 2,
  есть: 1,
  да: 1,
  'в наличии': 1,
  'есть в наличии': 1,
  'на складе': 1,
  '+': 1,
  нет: 0,
  'нет в наличии': 0,
  отсутствует: 0,
  'под заказ': 0,
  'на заказ': 0,
  ожидается: 0,
  'в пути': 0,
  'снят с производства': 0,
  '-': 0,
  many: 10,
  few: 2,
  none: 0,
  no: 0,
  yes: 1,
  available: 1,
  'in stock': 1,
  'out of stock': 0,
  'on order': 0,
  low: 2,
  high: 10,
};

/** `rough`: a word or a bound («много», «>10»): fit to be shown, never a quantity in our books. */
export type StockReading =
  { readonly pieces: number | null; readonly rough?: true } | { readonly fault: 'STOCK_INVALID' | 'STOCK_NEGATIVE' };

const UNIT = /(?<=\d) ?(?:шт(?:ук[аи]?)?|ед|pcs?|pieces?|ea)\.?$/i;
const AT_LEAST = /^(?:>|>=|≥|более|больше|свыше|от|over|more than) ?(\d[\d ]*)$|^(\d[\d ]*) ?(?:\+|и более)$/i;
const BELOW = /^(?:<|<=|≤|менее|меньше|до|less than|under) ?\d[\d ]*$/i;

const wordOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/[.!]+$/, '');

/** The words of a profile over the usual ones, in the spelling that `readStock` compares. */
export const stockWordsOf = (words: Readonly<Record<string, number>>): ReadonlyMap<string, number> =>
  new Map([...Object.entries(DEFAULT_STOCK_WORDS), ...Object.entries(words)].map(([word, n]) => [wordOf(plainText(word)), n]));

/**
 * Pieces: a whole number, a word, «5 шт», «>10» (ten at least), «<5» (one at least, since "none" is written otherwise). Fractions and other
 * words are `STOCK_INVALID`, below zero `STOCK_NEGATIVE` (requirement E-39); an empty cell says nothing.
 */
export function readStock(cell: Cell | undefined, column: DecimalSign, words: ReadonlyMap<string, number>): StockReading {
  const text = plainText(cell);
  if (text === '') return { pieces: null };
  const known = words.get(wordOf(text));
  if (known !== undefined) return { pieces: known, rough: true };
  const counted = text.replace(UNIT, '');
  if (BELOW.test(counted)) return { pieces: 1, rough: true };
  const least = AT_LEAST.exec(counted);
  const decimal = readNumber(typeof cell === 'number' ? cell : (least?.[1] ?? least?.[2] ?? counted).trim(), column);
  if (!decimal || decimal.units % 10n ** BigInt(decimal.scale) !== 0n) return { fault: 'STOCK_INVALID' };
  const pieces = Number(decimal.units / 10n ** BigInt(decimal.scale));
  if (pieces < 0) return { fault: 'STOCK_NEGATIVE' };
  if (!Number.isSafeInteger(pieces)) return { fault: 'STOCK_INVALID' };
  return least ? { pieces, rough: true } : { pieces };
}
