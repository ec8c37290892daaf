import type { CatalogueEntry, ProductKind } from '$design/documents/catalogue.ts';
import { normalise } from '$design/search/fold.ts';
import { soundsOf } from '$design/search/sounds.ts';
import { BLOCK, BlockFilter, inSet, isBreak, sizeOf } from './block-filter.ts';
import { oneByte, oneByteRows } from './one-byte.ts';

/** Which entries count at all; what is not named may be anything. */
export interface SearchFilter {
  readonly kind?: ProductKind;
  readonly category?: string;
}

export interface SearchIndex {
  /** In the order of their texts. */
  readonly entries: readonly CatalogueEntry[];
  /** The texts of `BLOCK` entries each, one byte a letter, the name first, each ended by a line break. */
  readonly blocks: readonly string[];
  /** Where the text of entry n begins in its block; each block has one more for its end. */
  readonly starts: Uint32Array;
  readonly filter: BlockFilter;
  /** SKU → position, and EAN where no SKU reads so. */
  readonly codes: ReadonlyMap<string, number>;
  /** Codes that more than one article bears: none of them is meant by itself. */
  readonly shared: ReadonlySet<string>;
  /** What a brand sounds like (`design/search/sounds.ts`) → the brands that sound so, in one word. */
  readonly sounds: ReadonlyMap<string, readonly string[]>;
}

/** «rayban» finds Ray-Ban. */
const joined = (brand: string): string => brand.replace(/[^\p{L}\d]+/gu, '');

/** Texts and questions alike: «1,6» and «1.6» are one number, whatever the keyboard's decimal sign. */
export const searchable = (text: string): string => normalise(text).replace(/(\d),(?=\d)/g, '$1.');

/** What an entry is found by. */
export function searchText(entry: CatalogueEntry): string {
  const { name, brand, sku, ean, category } = entry;
  return searchable(`${name} ${brand} ${joined(brand)} ${category} ${sku} ${ean ?? ''}`);
}

/** 50,000 entries take about 0.3 s: built in the worker, kept until texts change. */
export function buildIndex(all: Iterable<CatalogueEntry>): SearchIndex {
  const given = [...all];
  const texts = oneByteRows(given.map(searchText));
  const rows = given.map((entry, i) => ({ entry, text: texts[i]! }));
  rows.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const codes = new Map<string, number>();
  const blocks: string[] = [];
  const starts = new Uint32Array(rows.length + Math.ceil(rows.length / BLOCK));
  for (let from = 0; from < rows.length; from += BLOCK) {
    const part = rows.slice(from, from + BLOCK);
    let [at, slot] = [0, from + blocks.length];
    for (const [i, { entry, text }] of part.entries()) {
      starts[slot++] = at;
      at += text.length + 1;
      codes.set(entry.sku.toLowerCase(), from + i);
    }
    starts[slot] = at;
    blocks.push(part.map(({ text }) => `${text}\n`).join(''));
  }
  const entries = rows.map(({ entry }) => entry);
  const shared = new Set<string>();
  for (const [at, { ean, sku }] of entries.entries()) {
    if (!ean || ean === sku.toLowerCase()) continue;
    if (codes.has(ean)) shared.add(ean);
    else codes.set(ean, at);
  }
  return { entries, blocks, starts, filter: new BlockFilter(blocks), codes, shared, sounds: soundsOfBrands(entries) };
}

function soundsOfBrands(entries: readonly CatalogueEntry[]): Map<string, string[]> {
  const sounds = new Map<string, string[]>();
  for (const brand of new Set(entries.map((entry) => entry.brand)))
    for (const sound of new Set([brand, ...brand.split(/\s+/)].flatMap(soundsOf)))
      sounds.set(sound, [...(sounds.get(sound) ?? []), normalise(joined(brand))]);
  return sounds;
}

/**
 * The index of a catalogue that differs in what is not searched by (prices): the same texts with other entries. `null` where an entry
 * came, went or is found by other words, and the index has to be built anew.
 */
export function replaceEntries(index: SearchIndex, entries: ReadonlyMap<string, CatalogueEntry>): SearchIndex | null {
  if (entries.size !== index.entries.length) return null;
  const next = index.entries.map((held) => {
    const entry = entries.get(held.sku);
    // Entries of pieces that stayed are the very same objects.
    return entry === held || (entry && searchText(entry) === searchText(held)) ? entry : null;
  });
  return next.every((entry) => entry !== null) ? { ...index, entries: next } : null;
}

const asCode = (text: string): string => text.trim().toLowerCase();

/** The one article that bears this code; `null` also where several do. */
export function findCode(index: SearchIndex, code: string): CatalogueEntry | null {
  return isShared(index, code) ? null : findSku(index, code);
}

/** Suppliers' lists bear one EAN for two articles: a scan must not choose between them (wrong goods, wrong price on a legal receipt). */
export const isShared = (index: SearchIndex, code: string): boolean => index.shared.has(asCode(code));

/** The article of a SKU, whatever EAN reads the same. */
export function findSku(index: SearchIndex, sku: string): CatalogueEntry | null {
  const at = index.codes.get(asCode(sku));
  return at === undefined ? null : (index.entries[at] ?? null);
}

/** Does a word of the text begin so? */
function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || isBreak(text.charCodeAt(at - 1))) return true;
  }
  return false;
}

function textOfRow({ blocks, starts }: SearchIndex, row: number): string {
  const block = Math.floor(row / BLOCK);
  return blocks[block]!.slice(starts[row + block], starts[row + block + 1]! - 1);
}

/** The first row whose text is not less than `prefix`: rows lie in the order of their texts. */
function lowerBound(index: SearchIndex, prefix: string): number {
  let [low, high] = [0, index.entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (textOfRow(index, middle) < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}

const accepts = ({ kind, category }: SearchFilter, entry: CatalogueEntry): boolean =>
  (kind === undefined || entry.kind === kind) && (category === undefined || entry.category === category);

/** The first entries of a kind or category, in the order of their names. */
function firstOf(index: SearchIndex, filter: SearchFilter, limit: number): CatalogueEntry[] {
  const found: CatalogueEntry[] = [];
  for (const entry of index.entries) {
    if (found.length >= limit) break;
    if (accepts(filter, entry)) found.push(entry);
  }
  return found;
}

interface Visit {
  /** A row that holds all words, with its text. False ends the search. */
  row(row: number, own: string): boolean;
  /** Is this block to be looked into at all? */
  block?(block: number): boolean;
}

/** Calls `visit` for each row from `from` on that holds all words, in order. */
function eachMatch(index: SearchIndex, words: readonly string[], from: number, visit: Visit): void {
  const { blocks, starts, filter } = index;
  // One word is looked for, the others only where it stands: the one that the fewest blocks can hold, of these the longest.
  const room = new Map(words.map((word) => [word, sizeOf(filter.blocksWith([word]), blocks.length)]));
  const [rarest, ...others] = [...words].sort((a, b) => room.get(a)! - room.get(b)! || b.length - a.length) as [
    string,
    ...string[],
  ];
  const worth = filter.blocksWith(words);
  for (let block = Math.floor(from / BLOCK); block < blocks.length; block += 1) {
    if (!inSet(worth, block) || visit.block?.(block) === false) continue;
    const text = blocks[block]!;
    // `row` counts within the block, `base` leads to its place in `starts`.
    const base = block * (BLOCK + 1);
    let row = Math.max(0, from - block * BLOCK);
    for (let at = text.indexOf(rarest, starts[base + row]); at >= 0; at = text.indexOf(rarest, starts[base + row])) {
      while (starts[base + row + 1]! <= at) row += 1;
      const own = text.slice(starts[base + row], starts[base + row + 1]! - 1);
      if (others.every((word) => own.includes(word)) && !visit.row(block * BLOCK + row, own)) return;
      row += 1;
      if (starts[base + row]! >= text.length) break;
    }
  }
}

/**
 * Every word of the query somewhere in the text; an exact code first, then names that begin with the first word, then words that do.
 * A scan (design §5) that nothing can put out of date, over blocks of rows, because a call for each of 100,000 short texts takes three
 * times as long; blocks where letters of the words do not meet are passed over. Names that begin so lie side by side, and the scan ends
 * as soon as nothing better can come: a frequent word is answered from the first few rows, a rare one from its own blocks.
 * With a filter and no words: the first of that kind or category.
 */
export function searchIndex(index: SearchIndex, query: string, limit: number, filter: SearchFilter = {}): CatalogueEntry[] {
  const found = searchWords(index, searchable(query).split(' '), limit, filter);
  const byCode = findCode(index, query);
  if (limit <= 0 || !byCode || !accepts(filter, byCode)) return found;
  return [byCode, ...found.filter((entry) => entry.sku !== byCode.sku)].slice(0, limit);
}

/** The same for words that are `searchable` already; one may hold a space, and is looked for as it stands. */
export function searchWords(
  index: SearchIndex,
  asked: readonly string[],
  limit: number,
  filter: SearchFilter = {},
): CatalogueEntry[] {
  const words = asked.filter(Boolean).map(oneByte);
  const first = words[0];
  if (limit <= 0) return [];
  const isFiltered = filter.kind !== undefined || filter.category !== undefined;
  if (first === undefined) return isFiltered ? firstOf(index, filter, limit) : [];
  const counts = (row: number): boolean => !isFiltered || accepts(filter, index.entries[row]!);
  const begin: number[] = [];
  const from = lowerBound(index, first);
  eachMatch(index, words, from, {
    // The block that the first such row lies in always counts: a later one only while rows still begin so.
    block: (block) => block * BLOCK <= from || textOfRow(index, block * BLOCK).startsWith(first),
    row(row, own) {
      if (!own.startsWith(first)) return false;
      if (counts(row)) begin.push(row);
      return begin.length < limit;
    },
  });
  const [wordBegins, inside]: [number[], number[]] = [[], []];
  if (begin.length < limit) {
    const begins = index.filter.blocksWith([` ${first}`]);
    eachMatch(index, words, 0, {
      // Once enough rows hold the word inside, only one where a word begins so can still come before them.
      block: (block) => inside.length < limit || inSet(begins, block),
      row(row, own) {
        if (own.startsWith(first) || !counts(row)) return true;
        const better = beginsWord(own, first);
        if (better) wordBegins.push(row);
        else if (inside.length < limit) inside.push(row);
        return begin.length + wordBegins.length < limit;
      },
    });
  }
  return [...begin, ...wordBegins, ...inside].slice(0, limit).map((i) => index.entries[i]!);
}
