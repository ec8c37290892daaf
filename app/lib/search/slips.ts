import { isOneSlipAway } from '$design/search/slip.ts';
import { fromOneByte, oneByte } from './one-byte.ts';
import type { SearchIndex } from './search-index.ts';

/** Shorter words with a slip would be anybody's. */
const LEAST = 4;

/** By the texts of the index, which stay when only prices change: looked through once, at the first word that is nowhere. */
const vocabularies = new WeakMap<SearchIndex['blocks'], readonly string[]>();

/** Words of letters alone, in one-byte code. 100,000 entries: about 0.1 s, some thousands of words. */
function vocabularyOf({ blocks }: SearchIndex): readonly string[] {
  let words = vocabularies.get(blocks);
  if (!words) {
    const found = new Set<string>();
    for (const block of blocks) for (const word of block.split(/[^a-z\u00c0-\u00df]+/)) if (word.length >= LEAST) found.add(word);
    vocabularies.set(blocks, (words = [...found]));
  }
  return words;
}

/**
 * Beginnings of the catalogue's words that are one slip away from `word` (a letter more, less, other, or two swapped): «солцезащ» →
 * «солнцезащ». The shortest first, because it finds the most; empty for what is too short or holds anything but letters.
 */
export function slipsOf(index: SearchIndex, word: string): string[] {
  if (word.length < LEAST || !/^[a-zа-я]+$/.test(word)) return [];
  const code = oneByte(word);
  const found = new Set<string>();
  for (const known of vocabularyOf(index))
    for (const more of [-1, 0, 1]) {
      const beginning = known.slice(0, code.length + more);
      if (beginning.length >= LEAST && isOneSlipAway(code, beginning)) found.add(beginning);
    }
  return [...found].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).map(fromOneByte);
}
