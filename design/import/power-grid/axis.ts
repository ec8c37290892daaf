import { readPowers, type PowerRange } from '../convert/dioptres.ts';
import { plainText } from '../convert/plain-text.ts';
import type { Cell } from '../table.ts';

/** A title of a row or column of a power grid. `upTo`: the file says that it is the end of a band («до −4,00»). */
export interface AxisTitle {
  readonly range: PowerRange;
  readonly upTo: boolean;
}

/** No lens is stronger; what is more is a price, a diameter or an article. */
const MOST = 30;
const UP_TO = /^(?:до|to|up to|≤|<=)\s*/i;
const onGrid = (value: number): boolean => Number.isInteger(value * 8) && Math.abs(value) <= MOST;

/** A power, a range or `±` of one as a title of the grid; `null`: it is none. `sign` is taken where the file writes none. */
export function axisTitle(cell: Cell | undefined, sign: 1 | -1 = 1): AxisTitle | null {
  const text = plainText(cell);
  if (text === '' || text.length > 40) return null;
  const upTo = UP_TO.test(text);
  const bare = upTo ? text.replace(UP_TO, '') : typeof cell === 'number' ? cell : zero(text);
  const range = readPowers(bare);
  if (range === null || !onGrid(range.from) || !onGrid(range.to)) return null;
  const signed = /[+\-‐‑‒–—―−±]/.test(text);
  return { range: signed || sign === 1 ? range : { from: 0 - range.to, to: 0 - range.from }, upTo };
}

/** «пл», «плано»: no power. */
const zero = (text: string): string => (/^(?:пл\.?|плано|plano|pl\.?|plan|infinity|∞)$/i.test(text) ? '0' : text);

const isSingle = ({ range }: AxisTitle): boolean => range.from === range.to;

/** «±2,00»: a power and its opposite, not all between. */
export const isBothSigns = (cell: Cell | undefined): boolean => /^(?:±|\+\/-|-\/\+|\+-)\s*\d/.test(plainText(cell));

/** A step between titles that nobody makes lenses in: they are ends of bands. */
const BANDS_FROM = 1;
const QUARTER = 0.25;

/**
 * The powers that each title stands for. Titles that step by a whole dioptre or more, or say «до», are ends of bands that begin a quarter after
 * the one before them (from plano on, either way); others are the very powers.
 */
export function powersOf(titles: readonly AxisTitle[]): PowerRange[] {
  const ends = [...new Set(titles.filter(isSingle).map(({ range }) => range.from))].sort((a, b) => a - b);
  const steps = ends.slice(1).map((value, i) => value - ends[i]!);
  const isBands = titles.some(({ upTo }) => upTo) || (steps.length > 0 && Math.min(...steps) >= BANDS_FROM);
  if (!isBands) return titles.map(({ range }) => range);
  const nearer = (value: number): number[] => ends.filter((one) => (value < 0 ? one > value && one < 0 : one < value && one > 0));
  return titles.map((title) => {
    const value = title.range.from;
    if (!isSingle(title) || value === 0) return title.range;
    const inner = nearer(value).sort((a, b) => Math.abs(b) - Math.abs(a))[0];
    // Plano has a title of its own, or belongs to the first band.
    const start = inner ?? (ends.includes(0) ? 0 : null);
    const from = start === null ? 0 : start + Math.sign(value) * QUARTER;
    return { from: Math.min(from, value), to: Math.max(from, value) };
  });
}
