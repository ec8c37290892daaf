import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import { normalise } from '$design/search/fold.ts';
import { otherLayout } from '$design/search/layouts.ts';
import { soundsOf } from '$design/search/sounds.ts';
import { transliterate } from '$design/search/translit.ts';
import { findCode, searchIndex, type SearchFilter, type SearchIndex } from './search-index.ts';

/** An article by its code, also by one typed under the Russian layout: «КИ-1001» is RB-1001. */
export function findCodeAnyLayout(index: SearchIndex, code: string): CatalogueEntry | null {
  return findCode(index, code) ?? findCode(index, otherLayout(normalise(code)));
}

/**
 * What was typed, then what the same keys mean under the other layout; where that is nothing, each word as it may have been meant: under
 * the other layout, in letters of the other alphabet, as a brand by ear. What was typed as it stands always comes first.
 */
export function searchAsMeant(index: SearchIndex, query: string, limit: number, filter: SearchFilter = {}): CatalogueEntry[] {
  const typed = normalise(query);
  const found = searchIndex(index, typed, limit, filter);
  if (typed === '' || found.length >= limit) return found;
  const seen = new Set(found.map(({ sku }) => sku));
  const switched = otherLayout(typed);
  // Digits alone are the same under both.
  if (switched !== typed) found.push(...searchIndex(index, switched, limit, filter).filter(({ sku }) => !seen.has(sku)));
  if (found.length > 0) return found.slice(0, limit);
  for (const meant of [wordByWord(index, typed), ...brandsLike(index, typed)]) {
    const other = meant === typed ? [] : searchIndex(index, meant, limit, filter);
    if (other.length > 0) return other;
  }
  return [];
}

/** Each word in the first of its forms that any entry holds. */
function wordByWord(index: SearchIndex, typed: string): string {
  const isThere = (word: string) => searchIndex(index, word, 1).length > 0;
  return typed
    .split(' ')
    .map((word) => [word, otherLayout(word), transliterate(word), ...brandsLike(index, word)].find(isThere) ?? word)
    .join(' ');
}

/** Brands that sound so, as the index writes them. */
function brandsLike({ sounds }: SearchIndex, text: string): string[] {
  return [...new Set(soundsOf(text).flatMap((sound) => sounds.get(sound) ?? []))];
}
