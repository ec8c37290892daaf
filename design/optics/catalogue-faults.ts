import type { CatalogueEntry } from '../documents/catalogue.ts';
import { matrixFault } from './lens-matrix.ts';
import { eighths } from './lens-power.ts';
import { LIMITS } from './limits.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;
type Frame = NonNullable<CatalogueEntry['frame']>;
interface Bounds {
  readonly min: number;
  readonly max: number;
}

/**
 * What lenses and frames can be at all (requirements D-20, D-30; optics.md §1.2, §1.3): index as sold from CR-39 (1.498) to mineral 1.9,
 * sizes in mm. Wide on purpose: beyond them a figure was typed into the wrong field.
 */
export const CATALOGUE_LIMITS = {
  index: { min: 1.49, max: 1.9 },
  diameter: { min: 40, max: 90 },
  minHeight: { min: 7, max: 40 },
  centre: { min: 0.4, max: 12 },
  a: { min: 30, max: 75 },
  b: { min: 15, max: 70 },
  ed: { min: 30, max: 95 },
  dbl: { min: 8, max: 35 },
  temple: { min: 90, max: 170 },
} as const satisfies Record<string, Bounds>;

const outside = (value: number | undefined, { min, max }: Bounds): boolean =>
  value !== undefined && !(value >= min && value <= max);
const isGrid = ({ min, max, step }: Lens['sph']): boolean =>
  step > 0 &&
  min <= max &&
  [min, max, step].every((value) => Number.isInteger(value * 8)) &&
  (eighths(max) - eighths(min)) % eighths(step) === 0;
const rises = (values: readonly number[]): boolean => values.every((value, i) => i === 0 || value > values[i - 1]!);

/** Fields of a lens family that cannot be right, for whoever enters or imports it; empty where all can. */
export function lensFaults(lens: Lens): string[] {
  const codes = [...(lens.options ?? []).map(({ code }) => code)];
  const known = new Set([...codes, ...lens.coatings]);
  const named = (lens.options ?? []).flatMap(({ excludes = [], requires = [] }) => [...excludes, ...requires]);
  const checks: readonly (readonly [field: string, isWrong: boolean])[] = [
    ['index', outside(lens.index, CATALOGUE_LIMITS.index)],
    ['diameter', outside(lens.diameter, CATALOGUE_LIMITS.diameter)],
    ['diameters', (lens.diameters ?? []).some(({ mm }) => outside(mm, CATALOGUE_LIMITS.diameter))],
    ['minHeight', outside(lens.minHeight, CATALOGUE_LIMITS.minHeight)],
    ['centre', outside(lens.centre, CATALOGUE_LIMITS.centre)],
    ['sph', !isGrid(lens.sph) || outside(lens.sph.min, LIMITS.sph) || outside(lens.sph.max, LIMITS.sph)],
    ['cyl', !isGrid(lens.cyl) || outside(lens.cyl.min, LIMITS.cyl) || outside(lens.cyl.max, LIMITS.cyl)],
    ['add', lens.add !== null && (!isGrid(lens.add) || outside(lens.add.min, LIMITS.add) || outside(lens.add.max, LIMITS.add))],
    ['design', (lens.design === 'single-vision') !== (lens.add === null)],
    ['bands', lens.bands.some(({ sphTo, cylTo, price }) => sphTo < 0 || cylTo < 0 || price < 0)],
    ['matrix', matrixFault(lens) !== null],
    ['options', new Set(codes).size < codes.length || named.some((code) => !known.has(code))],
    ['prism', !rises((lens.prism ?? []).map(({ to }) => to)) || (lens.prism ?? []).some(({ to }) => to > LIMITS.prism.max)],
  ];
  return checks.filter(([, isWrong]) => isWrong).map(([field]) => field);
}

/** The same of a frame's measures. ED lies between the longer side of the box and its diagonal, to half a millimetre. */
export function frameFaults({ a, b, ed, dbl, temple }: Pick<Frame, 'a' | 'b' | 'ed' | 'dbl' | 'temple'>): string[] {
  const least = Math.max(a, b ?? 0) - 0.5;
  const most = b === undefined ? Infinity : Math.hypot(a, b) + 0.5;
  const checks: readonly (readonly [field: string, isWrong: boolean])[] = [
    ['a', outside(a, CATALOGUE_LIMITS.a)],
    ['b', outside(b, CATALOGUE_LIMITS.b)],
    ['ed', outside(ed, CATALOGUE_LIMITS.ed) || (ed !== undefined && (ed < least || ed > most))],
    ['dbl', outside(dbl, CATALOGUE_LIMITS.dbl)],
    ['temple', outside(temple, CATALOGUE_LIMITS.temple)],
  ];
  return checks.filter(([, isWrong]) => isWrong).map(([field]) => field);
}
