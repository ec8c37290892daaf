import { isForFar, latestSigned, standing, type AnyPrescription } from './life-cycle.ts';
import { canonical, sphericalEquivalent } from './notation.ts';
import type { Dioptres } from './power.ts';

/** One visit in the chart over the years, dioptres; `null` where that eye was not written. */
export interface SeriesPoint {
  readonly id: string;
  readonly date: string;
  readonly od: EyePoint | null;
  readonly os: EyePoint | null;
}
export interface EyePoint {
  /** Spherical equivalent: what the line shows. */
  readonly se: Dioptres;
  readonly sph: Dioptres;
  readonly cyl: Dioptres;
  readonly add: Dioptres | null;
}

function pointOf(eye: AnyPrescription['od']): EyePoint | null {
  const { sph, cyl, add } = canonical(eye);
  return sph === null ? null : { se: sphericalEquivalent({ sph, cyl })!, sph, cyl: cyl ?? 0, add };
}

/**
 * The client's sight over the years, oldest first: signed prescriptions of one type that stand. Where a day has several, the
 * latest stands for it; glasses for near or a screen are left out.
 */
export function seriesOf(all: readonly AnyPrescription[], type: AnyPrescription['type']): SeriesPoint[] {
  const days = new Map<string, AnyPrescription[]>();
  for (const doc of standing(all))
    if (doc.type === type && isForFar(doc)) days.set(doc.date, [...(days.get(doc.date) ?? []), doc]);
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, docs]) => {
      const { _id, od, os } = latestSigned(docs)!;
      return { id: _id, date, od: pointOf(od), os: pointOf(os) };
    });
}
