/** Rows looked through together: 24 kB of text, about 40 µs. */
export const BLOCK = 256;

const SLOTS = 1 << 14;
const SPACE = 32;

/** Word beginnings look alike whatever stands before them: space, hyphen, slash, quotes, the row's begin. */
export const isBreak = (code: number): boolean => code === SPACE || code === 45 || code === 47 || code === 34 || code === 171;

const KIND = new Uint8Array(256).map((_, code) => (isBreak(code) || code === 10 ? SPACE : code));
const two = (a: number, b: number): number => (Math.imul((a << 8) | b, 0x9e3779b1) >>> 18) & (SLOTS - 1);
const three = (a: number, b: number, c: number): number => (Math.imul((a << 16) | (b << 8) | c, 0x85ebca6b) >>> 18) & (SLOTS - 1);

/**
 * Which blocks of rows can hold a word: for each pair and triple of letters (hashed) a bit a block. It may name a block in vain, never
 * leave one out, so that the search stays exact; it makes a rare word cost the blocks where its letters meet instead of the whole text.
 */
export class BlockFilter {
  readonly #width: number;
  readonly #bits: Uint32Array;

  /** @param blocks texts in one-byte code, rows ended by a line break */
  constructor(blocks: readonly string[]) {
    this.#width = Math.ceil(blocks.length / 32);
    const bits = (this.#bits = new Uint32Array(SLOTS * this.#width));
    blocks.forEach((text, block) => {
      const [word, bit] = [block >> 5, 1 << (block & 31)];
      let [a, b] = [SPACE, SPACE];
      for (let i = 0; i < text.length; i += 1) {
        const c = KIND[text.charCodeAt(i)]!;
        bits[two(b, c) * this.#width + word]! |= bit;
        bits[three(a, b, c) * this.#width + word]! |= bit;
        [a, b] = [b, c];
      }
    });
  }

  /** A set of blocks, as bits, that holds every block with all these words; `null`: nothing can be said. */
  blocksWith(words: readonly string[]): Uint32Array | null {
    const slots = words.flatMap((word) => slotsOf(word));
    if (slots.length === 0) return null;
    const set = new Uint32Array(this.#width).fill(0xffffffff);
    for (const slot of slots) {
      const from = slot * this.#width;
      for (let i = 0; i < set.length; i += 1) set[i]! &= this.#bits[from + i]!;
    }
    return set;
  }
}

function slotsOf(word: string): number[] {
  const kinds = Array.from(word, (_, i) => KIND[word.charCodeAt(i)]!);
  if (kinds.length < 2) return [];
  if (kinds.length === 2) return [two(kinds[0]!, kinds[1]!)];
  return kinds.slice(2).map((c, i) => three(kinds[i]!, kinds[i + 1]!, c));
}

export const inSet = (set: Uint32Array | null, block: number): boolean =>
  set === null || (set[block >> 5]! & (1 << (block & 31))) !== 0;

/** How many of `blocks` blocks the set holds. */
export function sizeOf(set: Uint32Array | null, blocks: number): number {
  if (set === null) return blocks;
  let size = 0;
  for (let block = 0; block < blocks; block += 1) if (inSet(set, block)) size += 1;
  return size;
}
