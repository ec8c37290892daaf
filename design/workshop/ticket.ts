import { PAIR_LETTERS, type PairLetter } from '../orders/words.ts';

/** What a label of the workshop says: the order's number, and the pair where it names one. */
export interface Ticket {
  readonly number: string;
  readonly pair: PairLetter | null;
}

const LETTER = new RegExp(`^(.+)-([${PAIR_LETTERS.join('')}])(?:-[RL])?$`);

/**
 * Readings of a scanned or typed code, the likeliest first: the number as it is, with the pair's letter behind it (`17-A`, on a lens's bag
 * `17-A-R`), and the same behind the sign of an order (`O`) or without the number sign that people write.
 */
export function ticketsOf(code: string): Ticket[] {
  const plain = code.trim().toUpperCase().replace(/^№\s*/, '');
  if (plain === '') return [];
  const spellings = /^O[-:]?./.test(plain) ? [plain, plain.replace(/^O[-:]?/, '')] : [plain];
  return spellings.flatMap((text): Ticket[] => {
    const [, number, pair] = LETTER.exec(text) ?? [];
    return [{ number: text, pair: null }, ...(number ? [{ number, pair: pair as PairLetter }] : [])];
  });
}
