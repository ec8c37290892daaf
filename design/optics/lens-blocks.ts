import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { cellOf, matrixSize, packMatrix, powerAt, type LensCell, type PowerTable } from './lens-matrix.ts';
import { eighths, type MinusPower } from './lens-power.ts';
import { LIMITS } from './limits.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;

/** Powers of one price as people write a price list: spheres and minus cylinders from–to, dioptres; kopecks a piece. */
export interface PowerBlock {
  readonly sph: { readonly from: number; readonly to: number };
  /** `from` is the stronger one: −2 to 0. */
  readonly cyl: { readonly from: number; readonly to: number };
  readonly price: Kopecks;
  /** Held as a finished lens; otherwise made to order. */
  readonly finished: boolean;
}

/**
 * What is wrong with blocks. `GRID`: ends that are no powers; `OVERLAP`: two blocks give one power two prices; `MANY`: more prices than a
 * matrix has letters. Those stop; of `GAP` (a power that is missing between others) and `FALLING` (a stronger power is cheaper) people are told.
 */
export interface BlockFault {
  readonly code: 'GRID' | 'OVERLAP' | 'MANY' | 'GAP' | 'FALLING';
  readonly stops: boolean;
  /** Places of blocks, from 0. */
  readonly blocks: readonly number[];
  /** The first power that it is about. */
  readonly at: MinusPower | null;
  readonly count: number;
}

/** Prices that a matrix has letters for. */
const MOST_BANDS = 26;
/** Steps in dioptres that labs make, the usual one first. */
const STEPS = [0.25, 0.125] as const;

/** The price of every power of a family as it is sold: its bands lie as far apart as they say, the first at the article's price. */
function priceOf(lens: PowerTable, price: Kopecks, cell: LensCell): Kopecks {
  const band = cell.band === null ? undefined : lens.bands[cell.band];
  return band ? Math.max(0, price + band.price - lens.bands[0]!.price) : price;
}

/** The powers of a family as few blocks, row by row. @param price the article's, kopecks */
export function blocksOfLens(lens: PowerTable, price: Kopecks): PowerBlock[] {
  const { rows, columns } = matrixSize(lens);
  const cells = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => {
      const cell = cellOf(lens, powerAt(lens, row, column));
      return cell && { price: priceOf(lens, price, cell), finished: cell.finished };
    }),
  );
  const same = (row: number, column: number, as: Pick<PowerBlock, 'price' | 'finished'>): boolean => {
    const cell = cells[row]?.[column];
    return cell?.price === as.price && cell.finished === as.finished;
  };
  const blocks: PowerBlock[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const cell = cells[row]![column];
      if (!cell) continue;
      let [right, down] = [column, row];
      while (same(row, right + 1, cell)) right += 1;
      const isWhole = (at: number): boolean => {
        for (let one = column; one <= right; one += 1) if (!same(at, one, cell)) return false;
        return true;
      };
      while (isWhole(down + 1)) down += 1;
      for (let i = row; i <= down; i += 1) for (let j = column; j <= right; j += 1) cells[i]![j] = null;
      const [first, last] = [powerAt(lens, row, column), powerAt(lens, down, right)];
      blocks.push({ sph: { from: first.sph, to: last.sph }, cyl: { from: last.cyl, to: first.cyl }, ...cell });
    }
  }
  return blocks;
}

const isGrid = (value: number): boolean => Number.isInteger(value * 8);
const isSound = ({ sph, cyl, price }: PowerBlock): boolean =>
  [sph.from, sph.to, cyl.from, cyl.to].every(isGrid) &&
  sph.from <= sph.to &&
  cyl.from <= cyl.to &&
  cyl.to <= 0 &&
  sph.from >= LIMITS.sph.min &&
  sph.to <= LIMITS.sph.max &&
  cyl.from >= LIMITS.cyl.min &&
  Number.isSafeInteger(price) &&
  price >= 0;

/** The usual step that all ends lie on, counted from the least; the present one where it still does. */
const stepOf = (ends: readonly number[], from: number, present: number): number =>
  [present, ...STEPS].find(
    (step) => eighths(step) > 0 && ends.every((end) => (eighths(end) - eighths(from)) % eighths(step) === 0),
  ) ?? 0.125;

function rangesOf(blocks: readonly PowerBlock[], present: Pick<Lens, 'sph' | 'cyl'>): Pick<Lens, 'sph' | 'cyl'> {
  const spheres = blocks.flatMap(({ sph }) => [sph.from, sph.to]);
  const cylinders = blocks.flatMap(({ cyl }) => [cyl.from, cyl.to]);
  const least = Math.min(...spheres);
  return {
    sph: { min: least, max: Math.max(...spheres), step: stepOf(spheres, least, present.sph.step) },
    cyl: { min: Math.min(0, ...cylinders), max: 0, step: stepOf(cylinders, 0, present.cyl.step) },
  };
}

const holds = ({ sph, cyl }: PowerBlock, power: MinusPower): boolean =>
  power.sph >= sph.from && power.sph <= sph.to && power.cyl >= cyl.from && power.cyl <= cyl.to;

/** A family's powers and prices made of blocks, or what is wrong with them. `present`: what the family says now (its steps are kept). */
export function lensOfBlocks(
  blocks: readonly PowerBlock[],
  present: Pick<Lens, 'sph' | 'cyl'>,
): { readonly table: (Pick<Lens, 'sph' | 'cyl' | 'bands'> & { matrix: string }) | null; readonly faults: readonly BlockFault[] } {
  const unsound = blocks.flatMap((block, place) => (isSound(block) ? [] : [place]));
  const prices = [...new Set(blocks.map(({ price }) => price))].sort((a, b) => a - b);
  const stop = (code: BlockFault['code'], places: readonly number[]): BlockFault => ({
    ...{ code, stops: true, blocks: places, at: null, count: places.length },
  });
  if (blocks.length === 0 || unsound.length > 0) return { table: null, faults: [stop('GRID', unsound)] };
  if (prices.length > MOST_BANDS) return { table: null, faults: [stop('MANY', [])] };
  const ranges = rangesOf(blocks, present);
  const overlaps: { at: MinusPower; places: number[] }[] = [];
  const reach = prices.map((price) => ({ sphTo: 0, cylTo: 0, price }));
  const matrix = packMatrix(ranges, (power) => {
    const found = blocks.flatMap((block, place) => (holds(block, power) ? [{ block, place }] : []));
    const first = found[0];
    if (!first) return null;
    const others = found.filter(({ block }) => block.price !== first.block.price || block.finished !== first.block.finished);
    if (others.length > 0) overlaps.push({ at: power, places: [first.place, others[0]!.place] });
    const band = prices.indexOf(first.block.price);
    reach[band]!.sphTo = Math.max(reach[band]!.sphTo, Math.abs(power.sph));
    reach[band]!.cylTo = Math.max(reach[band]!.cylTo, Math.abs(power.cyl));
    return { band, finished: first.block.finished };
  });
  const table = { ...ranges, bands: reach, matrix };
  if (overlaps.length === 0) return { table, faults: warnings(table) };
  const [{ at, places }] = overlaps as [{ at: MinusPower; places: number[] }];
  return { table: null, faults: [{ code: 'OVERLAP', stops: true, blocks: places, at, count: overlaps.length }] };
}

/** Powers missing between others of their row or column, and powers that are cheaper than a weaker one of the same kind. */
function warnings(table: PowerTable): BlockFault[] {
  const { rows, columns } = matrixSize(table);
  const cell = (row: number, column: number): LensCell | null =>
    row < 0 || row >= rows || column < 0 || column >= columns ? null : cellOf(table, powerAt(table, row, column));
  const [gaps, falling]: [MinusPower[], MinusPower[]] = [[], []];
  const inRow = Array.from({ length: rows }, (_, row) => ends(columns, (column) => cell(row, column) !== null));
  const inColumn = Array.from({ length: columns }, (_, column) => ends(rows, (row) => cell(row, column) !== null));
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [power, here] = [powerAt(table, row, column), cell(row, column)];
      if (!here) {
        if (inside(inRow[row]!, column) || inside(inColumn[column]!, row)) gaps.push(power);
        continue;
      }
      const stronger = [cell(row, column + 1), cell(power.sph < 0 ? row - 1 : row + 1, column)];
      const isFalling = stronger.some((other) => other?.finished === here.finished && (other.band ?? 0) < (here.band ?? 0));
      if (isFalling) falling.push(power);
    }
  }
  const told = (code: 'GAP' | 'FALLING', powers: readonly MinusPower[]): BlockFault[] =>
    powers.length === 0 ? [] : [{ code, stops: false, blocks: [], at: powers[0]!, count: powers.length }];
  return [...told('GAP', gaps), ...told('FALLING', falling)];
}

interface Ends {
  readonly first: number;
  readonly last: number;
}
function ends(length: number, isThere: (place: number) => boolean): Ends {
  let [first, last] = [length, -1];
  for (let place = 0; place < length; place += 1) {
    if (!isThere(place)) continue;
    first = Math.min(first, place);
    last = place;
  }
  return { first, last };
}
const inside = ({ first, last }: Ends, place: number): boolean => place > first && place < last;
