interface Block<T> {
  readonly rows: T[];
  readonly texts: string[];
  /** The texts as one, each ended by a line break, and where each begins; `null` after a change. */
  whole: { readonly text: string; readonly starts: Uint32Array } | null;
}

/** Rows of a block: a change joins so many texts again. */
const MOST = 1_024;

interface Keyed {
  readonly sku: string;
}

/**
 * Texts in their order with what they stand for, in blocks that are looked through whole: a call for each of 100,000 short texts takes
 * three times as long. One that comes or goes touches its block alone.
 */
export class SortedTexts<T extends Keyed> {
  private blocks: Block<T>[] = [];

  *rows(): Iterable<T> {
    for (const { rows } of this.blocks) yield* rows;
  }

  /** In order. */
  accepted(accepts: (row: T) => boolean): T[] {
    const found: T[] = [];
    for (const { rows } of this.blocks) for (const row of rows) if (accepts(row)) found.push(row);
    return found;
  }

  add(text: string, row: T): void {
    if (this.blocks.length === 0) this.blocks.push({ rows: [], texts: [], whole: null });
    const at = this.blockOf(text, row.sku);
    const block = this.blocks[at]!;
    const place = placeIn(block, text, row.sku);
    block.rows.splice(place, 0, row);
    block.texts.splice(place, 0, text);
    block.whole = null;
    if (block.rows.length <= MOST) return;
    const half = block.rows.length >> 1;
    this.blocks.splice(at + 1, 0, { rows: block.rows.splice(half), texts: block.texts.splice(half), whole: null });
  }

  /** Another row of the same text and SKU. */
  replace(text: string, row: T): void {
    const block = this.blocks[this.blockOf(text, row.sku)]!;
    block.rows[placeIn(block, text, row.sku)] = row;
  }

  remove(text: string, row: T): void {
    const at = this.blockOf(text, row.sku);
    const block = this.blocks[at]!;
    const place = placeIn(block, text, row.sku);
    block.rows.splice(place, 1);
    block.texts.splice(place, 1);
    block.whole = null;
    if (block.rows.length === 0) this.blocks.splice(at, 1);
  }

  /** Visits rows whose text holds every word, in order, until a visit answers `false`. */
  eachHolding(words: readonly string[], visit: (row: T, text: string) => boolean | void): void {
    const [rarest, ...others] = [...words].sort(byRarity) as [string, ...string[]];
    for (const block of this.blocks) {
      const { text, starts } = (block.whole ??= wholeOf(block));
      let row = 0;
      for (let at = text.indexOf(rarest); at >= 0; at = text.indexOf(rarest, starts[row])) {
        while (starts[row + 1]! <= at) row += 1;
        const own = block.texts[row]!;
        if (others.every((word) => own.includes(word)) && visit(block.rows[row]!, own) === false) return;
        row += 1;
        if (starts[row]! >= text.length) break;
      }
    }
  }

  /** The last block whose first text is not after this one. */
  private blockOf(text: string, sku: string): number {
    let [low, high] = [0, this.blocks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (isBefore(text, sku, this.blocks[middle]!, 0)) high = middle - 1;
      else low = middle;
    }
    return low;
  }
}

/** Figures tell articles apart better than words, long ones better than short ones. */
const byRarity = (a: string, b: string): number => Number(/\d/.test(b)) - Number(/\d/.test(a)) || b.length - a.length;

const isBefore = <T extends Keyed>(text: string, sku: string, { texts, rows }: Block<T>, i: number): boolean =>
  text < texts[i]! || (text === texts[i] && sku < rows[i]!.sku);

/** Where the text stands in its block, or would. */
function placeIn<T extends Keyed>(block: Block<T>, text: string, sku: string): number {
  let [low, high] = [0, block.texts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const isLess = block.texts[middle]! < text || (block.texts[middle] === text && block.rows[middle]!.sku < sku);
    if (isLess) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The texts stay as parts of the whole: engines keep such a part as a view of it, so that every letter is held once. */
function wholeOf({ texts }: { readonly texts: string[] }): { text: string; starts: Uint32Array } {
  const starts = new Uint32Array(texts.length + 1);
  for (const [i, text] of texts.entries()) starts[i + 1] = starts[i]! + text.length + 1;
  const text = texts.map((one) => `${one}\n`).join('');
  for (const i of texts.keys()) texts[i] = text.slice(starts[i], starts[i + 1]! - 1);
  return { text, starts };
}
