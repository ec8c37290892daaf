import type { CatalogueEntry } from '$design/documents/catalogue.ts';

/** Lower case, ё = е, single spaces: what is typed and what is looked through are made alike. */
export const normalise = (text: string): string => text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim();

export interface SearchIndex {
  readonly entries: readonly CatalogueEntry[];
  /** The texts of all entries, normalised, the name first, each ended by a line break. */
  readonly text: string;
  /** Where the text of entry n begins; the last number is the end of all. */
  readonly starts: Uint32Array;
  /** EAN and SKU → position. */
  readonly codes: ReadonlyMap<string, number>;
}

function textOf(entry: CatalogueEntry): string {
  const { name, brand, sku, ean, category } = entry;
  // «rayban» finds Ray-Ban.
  const joined = brand.replace(/[^\p{L}\d]+/gu, '');
  return normalise(`${name} ${brand} ${joined} ${category} ${sku} ${ean ?? ''}`);
}

/** 50,000 entries take about 0.2 s: built in the worker, kept until the next manifest. */
export function buildIndex(all: Iterable<CatalogueEntry>): SearchIndex {
  const rows = [...all].map((entry) => ({ entry, text: textOf(entry) }));
  rows.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const codes = new Map<string, number>();
  rows.forEach(({ entry }, i) => {
    codes.set(entry.sku.toLowerCase(), i);
    if (entry.ean) codes.set(entry.ean, i);
  });
  const starts = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (starts[i + 1] = starts[i]! + row.text.length + 1));
  return { entries: rows.map((row) => row.entry), text: rows.map((row) => `${row.text}\n`).join(''), starts, codes };
}

export function findCode(index: SearchIndex, code: string): CatalogueEntry | null {
  const at = index.codes.get(code.trim().toLowerCase());
  return at === undefined ? null : (index.entries[at] ?? null);
}

/** Does a word of the text begin so (after a space, hyphen, slash or quotes)? */
function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = at === 0 ? 32 : text.charCodeAt(at - 1);
    if (before === 32 || before === 45 || before === 47 || before === 34 || before === 171) return true;
  }
  return false;
}

/** The first row whose text is not less than `prefix`: rows lie in the order of their texts. */
function lowerBound({ text, starts }: SearchIndex, prefix: string): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (text.slice(starts[middle], starts[middle + 1]! - 1) < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Calls `visit` for each row from `from` on that holds all words, in order, until it answers false. */
function eachMatch(
  { text, starts }: SearchIndex,
  words: readonly string[],
  from: number,
  visit: (row: number, own: string) => boolean,
): void {
  // The longest word is the rarest: it is looked for, the others only where it stands.
  const [rarest, ...others] = [...words].sort((a, b) => b.length - a.length) as [string, ...string[]];
  let row = from;
  for (let at = text.indexOf(rarest, starts[row]); at >= 0; at = text.indexOf(rarest, starts[row])) {
    while (starts[row + 1]! <= at) row += 1;
    const own = text.slice(starts[row], starts[row + 1]! - 1);
    if (others.every((word) => own.includes(word)) && !visit(row, own)) return;
    row += 1;
  }
}

/**
 * Every word of the query somewhere in the text; an exact code first, then names that begin with the first word, then words that do.
 * A plain scan (design §5), no index to build or to fall out of date; over one long text, because a call for each of 100,000 short ones
 * takes three times as long. Names that begin so lie side by side, and the scan ends as soon as nothing better can come: a frequent word
 * is answered from the first few rows, a rare one is skipped to.
 */
export function searchIndex(index: SearchIndex, query: string, limit: number): CatalogueEntry[] {
  const words = normalise(query).split(' ').filter(Boolean);
  const first = words[0];
  if (first === undefined || limit <= 0) return [];
  const begin: number[] = [];
  const from = lowerBound(index, first);
  if (from < index.entries.length) {
    eachMatch(index, words, from, (row, own) => {
      if (!own.startsWith(first)) return false;
      begin.push(row);
      return begin.length < limit;
    });
  }
  const [wordBegins, inside]: [number[], number[]] = [[], []];
  if (begin.length < limit) {
    eachMatch(index, words, 0, (row, own) => {
      if (own.startsWith(first)) return true;
      const better = beginsWord(own, first);
      if (better) wordBegins.push(row);
      else if (inside.length < limit) inside.push(row);
      return begin.length + wordBegins.length < limit;
    });
  }
  const exact = findCode(index, query);
  const found = [...begin, ...wordBegins, ...inside].map((i) => index.entries[i]!);
  const ordered = exact ? [exact, ...found.filter((entry) => entry.sku !== exact.sku)] : found;
  return ordered.slice(0, limit);
}
