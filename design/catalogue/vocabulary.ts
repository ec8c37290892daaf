import { isOneSlipAway } from '../search/slip.ts';

/** Shorter words with a slip would be anybody's. */
const LEAST = 4;
const LETTERS = /[a-zа-я]+/g;

/** Words of letters alone that texts hold, counted, so that they go with the last text. */
export class Vocabulary {
  private readonly counts = new Map<string, number>();

  add(text: string): void {
    for (const word of text.match(LETTERS) ?? []) this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
  }

  remove(text: string): void {
    for (const word of text.match(LETTERS) ?? []) {
      const count = (this.counts.get(word) ?? 0) - 1;
      if (count > 0) this.counts.set(word, count);
      else this.counts.delete(word);
    }
  }

  /** Does any word hold these letters? */
  knows(letters: string): boolean {
    if (letters === '' || /[^a-zа-я]/.test(letters)) return false;
    if (this.counts.has(letters)) return true;
    for (const word of this.counts.keys()) if (word.includes(letters)) return true;
    return false;
  }

  /** Beginnings of words that are one slip away (a letter more, less, other, two swapped), the shortest first. */
  oneSlipFrom(typed: string): string[] {
    if (typed.length < LEAST || !/^[a-zа-я]+$/.test(typed)) return [];
    const found = new Set<string>();
    for (const known of this.counts.keys())
      for (const more of [-1, 0, 1]) {
        const beginning = known.slice(0, typed.length + more);
        if (beginning.length >= LEAST && isOneSlipAway(typed, beginning)) found.add(beginning);
      }
    return [...found].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  }
}
