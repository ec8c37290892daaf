import type { OrderedPower } from '../documents/order-pair.ts';
import type { MeasuredLens, MeasuredPair } from '../documents/quality.ts';
import { canonical } from '../optics/prescription/notation.ts';
import { SIDES, type Side } from '../orders/words.ts';
import { EPSILON, limitOf, type LensTolerances, type PairTolerance, type ToleranceTable } from './tolerances.ts';

export type CheckedItem =
  | 'power'
  | 'cylinder'
  | 'axis'
  | 'add'
  | 'height'
  | 'thickness'
  | 'vertical-prism'
  | 'vertical-distance'
  | 'horizontal-prism'
  | 'horizontal-distance'
  | 'height-difference';
/** `unmeasured`: the table has a figure and nobody measured. `absent`: there is no figure to hold it against. */
export type CheckResult = 'pass' | 'fail' | 'unmeasured' | 'absent';

export interface QualityFinding {
  /** `both`: of the pair as a whole. */
  readonly eye: Side | 'both';
  readonly item: CheckedItem;
  readonly result: CheckResult;
  /** What it should be, what it is, how far off, how far it may be; in the item's unit (dioptres, degrees, Δ, mm). */
  readonly ordered: number | null;
  readonly measured: number | null;
  readonly off: number | null;
  readonly limit: number | null;
}

/** What was ordered, as the check reads it. `pd`: between the centres, mm. */
export interface OrderedPair {
  readonly od: OrderedPower | null;
  readonly os: OrderedPower | null;
  readonly pd: number | null;
  readonly heights: { readonly od: number | null; readonly os: number | null };
  readonly kind: 'single-vision' | 'progressive';
}

export interface QualityCheck {
  /** `null`: there is no table to say so; a person decides. */
  readonly passed: boolean | null;
  readonly findings: readonly QualityFinding[];
}

/**
 * Finished glasses held against what was ordered, right eye first. Both are brought to one notation before they are compared, axes the
 * short way round. A table without figures says so of every item, and of the whole: never "passed".
 */
export function checkQuality(measured: MeasuredPair, ordered: OrderedPair, table: ToleranceTable): QualityCheck {
  const findings = [
    ...SIDES.flatMap((eye) => {
      const lens = ordered[eye];
      return lens ? ofLens(eye, lens, measured[eye], ordered, table) : [];
    }),
    ...ofPair(measured, ordered, table),
  ];
  if (table.figures === null) return { passed: null, findings };
  return { passed: findings.every(({ result }) => result === 'pass' || result === 'absent'), findings };
}

/** The codes that an event of quality control keeps, e.g. `od.axis`. */
export const failedItems = ({ findings }: QualityCheck): string[] =>
  findings.filter(({ result }) => result === 'fail').map(({ eye, item }) => `${eye}.${item}`);

function judged(
  head: Pick<QualityFinding, 'eye' | 'item'>,
  ordered: number | null,
  measured: number | null,
  limit: number | null,
  distance = (a: number, b: number): number => Math.abs(a - b),
): QualityFinding {
  const off = ordered === null || measured === null ? null : Math.round(distance(ordered, measured) * 1000) / 1000;
  const result = limit === null ? 'absent' : off === null ? 'unmeasured' : off <= limit + EPSILON ? 'pass' : 'fail';
  return { ...head, result, ordered, measured, off, limit };
}

function ofLens(
  eye: Side,
  lens: OrderedPower,
  raw: MeasuredLens | null,
  pair: OrderedPair,
  table: ToleranceTable,
): QualityFinding[] {
  const figures = table.figures;
  const tolerances: LensTolerances | null = figures?.lenses[pair.kind] ?? null;
  const wanted = plainPower(lens);
  const found = raw && plainPower(raw);
  const [highest, other] = [highestOf(wanted), found && meridianOf(wanted, found)];
  const cylinder = Math.abs(wanted.cyl);
  const limits = (steps: keyof Omit<LensTolerances, 'axisFrom'>, by: number) =>
    tolerances ? limitOf(tolerances[steps], by) : null;
  const height = pair.heights[eye];
  return [
    judged({ eye, item: 'power' }, highest, other, limits('power', Math.abs(highest))),
    judged({ eye, item: 'cylinder' }, wanted.cyl, found?.cyl ?? null, limits('cylinder', cylinder)),
    ...(cylinder > 0 && cylinder >= (tolerances?.axisFrom ?? 0)
      ? [judged({ eye, item: 'axis' }, wanted.axis, found?.axis ?? null, limits('axis', cylinder), turn)]
      : []),
    ...(lens.add === null ? [] : [judged({ eye, item: 'add' }, lens.add, raw?.add ?? null, limits('add', lens.add))]),
    ...(height === null ? [] : [judged({ eye, item: 'height' }, height, raw?.height ?? null, figures?.height.each ?? null)]),
  ];
}

interface Plain {
  readonly sph: number;
  readonly cyl: number;
  readonly axis: number | null;
}
/** Minus cylinder; a lensmeter shows 0 for 180. */
function plainPower(power: Pick<MeasuredLens, 'sph' | 'cyl' | 'axis'>): Plain {
  const { sph, cyl, axis } = canonical({ sph: power.sph, cyl: power.cyl, axis: power.axis });
  if ((cyl ?? 0) <= 0) return { sph: sph, cyl: cyl ?? 0, axis };
  // A plus cylinder whose axis nobody wrote.
  return { sph: sph + cyl!, cyl: -cyl!, axis: null };
}

const highestOf = ({ sph, cyl }: Plain): number => (Math.abs(sph) >= Math.abs(sph + cyl) ? sph : sph + cyl);

/** The measured power in the meridian that was ordered highest; of a sphere, whichever came out higher. */
function meridianOf(wanted: Plain, found: Plain): number {
  if (Math.abs(wanted.cyl) < EPSILON) return highestOf(found);
  return highestOf(wanted) === wanted.sph ? found.sph : found.sph + found.cyl;
}

/** 178° and 2° are four degrees apart. */
export function turn(a: number, b: number): number {
  const between = Math.abs(a - b) % 180;
  return Math.min(between, 180 - between);
}

function ofPair(measured: MeasuredPair, ordered: OrderedPair, { figures }: ToleranceTable): QualityFinding[] {
  if (!ordered.od || !ordered.os) return [];
  const power = Math.max(...[ordered.od, ordered.os].map((lens) => Math.abs(highestOf(plainPower(lens)))));
  const { od, os } = measured;
  const heights = od?.height == null || os?.height == null ? null : od.height - os.height;
  const wanted = ordered.heights.od === null || ordered.heights.os === null ? null : ordered.heights.od - ordered.heights.os;
  const apart = measured.heightDifference === null ? null : Math.abs(measured.heightDifference);
  return [
    // Heights that were ordered different (an uneven face) are meant so; the field says how far apart, not which is higher.
    prismOrDistance('vertical', figures?.vertical, power, measured.vertical, Math.abs(wanted ?? 0), apart),
    prismOrDistance('horizontal', figures?.horizontal, power, measured.horizontal, ordered.pd, measured.centres),
    ...(wanted === null
      ? []
      : [judged({ eye: 'both', item: 'height-difference' }, wanted, heights, figures?.height.difference ?? null)]),
  ];
}

function prismOrDistance(
  way: 'vertical' | 'horizontal',
  tolerance: PairTolerance | undefined,
  power: number,
  prism: number | null,
  place: number | null,
  found: number | null,
): QualityFinding {
  if (tolerance && power > tolerance.powerTo + EPSILON) {
    return judged({ eye: 'both', item: `${way}-distance` }, place, found, tolerance.distance);
  }
  return judged({ eye: 'both', item: `${way}-prism` }, 0, prism, tolerance?.prism ?? null);
}
