import type { CatalogueEntry } from '../documents/catalogue.ts';
import { cellOf, matrixSize, powerAt } from '../optics/lens-matrix.ts';
import { eighths, type EyeSide, type MinusPower } from '../optics/lens-power.ts';
import { powerArticle, readPowerArticle } from '../optics/lens-sku.ts';

type Family = Pick<CatalogueEntry, 'sku' | 'lens'>;

/** Of a family that is made with an add: which of its lenses the table shows. `null`: the family has none. */
export interface LensVariant {
  /** Dioptres as an article writes them, `2.00`. */
  readonly add: string | null;
  readonly eye: EyeSide | null;
}

export const NO_VARIANT: LensVariant = { add: null, eye: null };

/** One power of a family in the shop's books. */
export interface GridCell<Row> extends MinusPower {
  /** The article that the power is kept under. */
  readonly article: string;
  /** The family is made in it. */
  readonly made: boolean;
  /** A finished lens, to be kept on a shelf; otherwise it is made to order. */
  readonly finished: boolean;
  /** `null`: the shop has and wants none. */
  readonly row: Row | null;
}

/** A family as people know it: spheres from the most plus down to the most minus, cylinders from 0. Minus cylinder. */
export interface LensGrid<Row> {
  readonly cylinders: readonly number[];
  readonly lines: readonly { readonly sph: number; readonly cells: readonly GridCell<Row>[] }[];
  /** Lenses of the variant that have no place in the table: between two steps, beyond the ranges. Nothing in the books is left unsaid. */
  readonly others: readonly Row[];
}

/** Families of which powers lie in the books, in the order of their articles. */
export function familiesIn(rows: readonly { readonly sku: string }[]): string[] {
  const found = rows.flatMap(({ sku }) => readPowerArticle(sku)?.sku ?? []);
  return [...new Set(found)].sort();
}

interface KeptLens {
  readonly sku: string;
  readonly floor: number;
  readonly storeroom: number;
  readonly minimum: number | null;
}

/**
 * Which family a table opens with: the one that this device looked at last, else the first of which something lies in the shop or should. A
 * family that was sold out and is not kept any more comes up only where there is no other.
 */
export function familyToOpen(families: readonly string[], rows: readonly KeptLens[], last: string | null): string | null {
  if (last !== null && families.includes(last)) return last;
  const kept = rows.filter(({ floor, storeroom, minimum }) => floor > 0 || storeroom > 0 || minimum !== null);
  const wanted = new Set(familiesIn(kept));
  return families.find((sku) => wanted.has(sku)) ?? families[0] ?? null;
}

/** Which of a family's lenses a table can show: one for each add and eye that it is made with, and those that lie in the books beside. */
export function variantsOf(family: Family, rows: readonly { readonly sku: string }[]): LensVariant[] {
  const kept = rows.flatMap(({ sku }): LensVariant[] => {
    const power = readPowerArticle(sku);
    return power?.sku === family.sku ? [{ add: power.add, eye: power.eye }] : [];
  });
  const nameOf = ({ add, eye }: LensVariant): string => `${add ?? ''} ${eye ?? ''}`;
  return [...new Map([...madeVariants(family), ...kept].map((one) => [nameOf(one), one])).values()];
}

function madeVariants({ lens }: Family): LensVariant[] {
  if (!lens?.add) return [NO_VARIANT];
  const { min, max, step } = lens.add;
  const adds = Array.from({ length: Math.floor((eighths(max) - eighths(min)) / eighths(step)) + 1 }, (_, i) => min + i * step);
  return adds.flatMap((add) => (['od', 'os'] as const).map((eye) => ({ add: add.toFixed(2), eye })));
}

/**
 * The table of one variant of a family, cut to the powers that are kept or lie there; `whole`: every power that is made. A family without
 * finished lenses and without pieces is shown whole.
 */
export function lensGrid<Row extends { readonly sku: string }>(
  { sku, lens }: Family,
  rows: readonly Row[],
  { add, eye }: LensVariant,
  whole = false,
): LensGrid<Row> {
  const left = new Map(rows.filter((row) => isOf(row.sku, sku, add, eye)).map((row) => [row.sku, row]));
  if (!lens) return { cylinders: [], lines: [], others: [...left.values()] };
  const { rows: height, columns } = matrixSize(lens);
  const all = Array.from({ length: height }, (_, r) =>
    Array.from({ length: columns }, (__, column): GridCell<Row> => {
      const power = powerAt(lens, height - 1 - r, column);
      const cell = cellOf(lens, power);
      const article = powerArticle({ sku, ...power, axis: null, add, eye });
      const row = left.get(article) ?? null;
      left.delete(article);
      return { ...power, article, made: cell !== null, finished: cell?.finished ?? false, row };
    }),
  );
  const lines = (whole ? null : cut(all, ({ finished, row }) => finished || row !== null)) ?? cut(all, ({ made }) => made) ?? [];
  return {
    cylinders: lines[0]?.map(({ cyl }) => cyl) ?? [],
    lines: lines.map((cells) => ({ sph: cells[0]!.sph, cells })),
    others: [...left.values()],
  };
}

function isOf(article: string, sku: string, add: string | null, eye: EyeSide | null): boolean {
  const power = readPowerArticle(article);
  return power !== null && power.sku === sku && power.add === add && power.eye === eye;
}

/** The smallest table with all cells that are wanted in it, from cylinder 0 on; `null`: none is. */
function cut<Row>(all: readonly GridCell<Row>[][], isWanted: (cell: GridCell<Row>) => boolean): GridCell<Row>[][] | null {
  const wanted = all.map((cells) => cells.findLastIndex(isWanted));
  const first = wanted.findIndex((column) => column >= 0);
  if (first < 0) return null;
  const last = wanted.findLastIndex((column) => column >= 0);
  return all.slice(first, last + 1).map((cells) => cells.slice(0, Math.max(...wanted) + 1));
}
