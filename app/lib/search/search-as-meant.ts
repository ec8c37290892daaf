import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import { normalise } from '$design/search/fold.ts';
import { otherLayout } from '$design/search/layouts.ts';
import { soundsOf } from '$design/search/sounds.ts';
import { transliterate } from '$design/search/translit.ts';
import { findCode, searchable, searchIndex, searchWords, type SearchFilter, type SearchIndex } from './search-index.ts';
import { slipsOf } from './slips.ts';

/** An article by its code, also by one typed under the Russian layout: «КИ-1001» is RB-1001. */
export function findCodeAnyLayout(index: SearchIndex, code: string): CatalogueEntry | null {
  return findCode(index, code) ?? findCode(index, otherLayout(normalise(code)));
}

/** Nobody types so much to find an article: a text pasted by mistake, or a label read into the field. */
const LONGEST = 100;

/**
 * What was typed, then what the same keys mean under the other layout; where that is nothing, each word as it may have been meant: under
 * the other layout, in letters of the other alphabet, as a brand by ear, at last with one slip. What was typed as it stands always comes
 * first.
 */
export function searchAsMeant(index: SearchIndex, query: string, limit: number, filter: SearchFilter = {}): CatalogueEntry[] {
  const typed = searchable(query);
  const found = searchIndex(index, typed, limit, filter);
  if (typed === '' || found.length >= limit) return found;
  const seen = new Set(found.map(({ sku }) => sku));
  const switched = otherLayout(typed);
  // Digits alone are the same under both.
  if (switched !== typed) found.push(...searchIndex(index, switched, limit, filter).filter(({ sku }) => !seen.has(sku)));
  if (found.length > 0 || typed.length > LONGEST) return found.slice(0, limit);
  const words = wordByWord(index, typed);
  for (const meant of guesses(index, typed, words)) {
    const other = searchWords(index, meant, limit, filter);
    if (other.length > 0) return other;
  }
  return [];
}

function* guesses(index: SearchIndex, typed: string, words: readonly string[]): Iterable<readonly string[]> {
  yield words;
  for (const brand of brandsLike(index, typed)) yield [brand];
  yield* withoutSlips(index, words);
}

const isThere = (index: SearchIndex, word: string): boolean => searchWords(index, [word], 1).length > 0;

/** Each word in the first of its forms that any entry holds. */
const wordByWord = (index: SearchIndex, typed: string): string[] =>
  typed.split(' ').map((word) => formsOf(index, word).find((form) => isThere(index, form)) ?? word);

/** «(ray)», «ray,» */
const bare = (word: string): string => word.replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, '');
/** «rb5154» is engraved on what the catalogue calls `RB 5154` or RB-5154. */
const apart = (word: string, by: string): string => word.replace(/(\p{L})[-/.]?(?=\d)|(\d)(?=\p{L})/gu, `$1$2${by}`);

function formsOf(index: SearchIndex, word: string): string[] {
  const letters = [word, bare(word)].flatMap((form) => [form, otherLayout(form), transliterate(form)]);
  const codes = letters.flatMap((form) => [apart(form, ' '), apart(form, '-')]);
  return [...new Set([...letters, ...brandsLike(index, word), ...codes])].filter(Boolean);
}

/** Brands that sound so, as the index writes them. Figures have no sound: whoever typed a model meant that model. */
function brandsLike({ sounds }: SearchIndex, text: string): string[] {
  if (/\d/.test(text)) return [];
  return [...new Set(soundsOf(text).flatMap((sound) => sounds.get(sound) ?? []))];
}

/** What may have been meant with one slip in words that no entry holds; words of codes and figures stay as they were typed. */
function withoutSlips(index: SearchIndex, words: readonly string[]): string[][] {
  const unknown = words.filter((word) => !isThere(index, word));
  const forms = new Map(unknown.map((word) => [word, [word, otherLayout(word)].flatMap((form) => slipsOf(index, form))]));
  const most = Math.max(0, ...[...forms.values()].map((found) => found.length));
  // Several words with slips are rare: each with its best guess then, one alone with all.
  return Array.from({ length: unknown.length === 1 ? most : Math.min(1, most) }, (_, i) =>
    words.map((word) => forms.get(word)?.[i] ?? word),
  );
}
