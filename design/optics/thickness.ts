import { FITTING_LIMITS, type FittingLimits } from './fitting-limits.ts';
import { minusNeed, type LensNeed } from './lens-power.ts';

export interface LensThickness {
  /** At the optical centre, mm. */
  readonly centre: number;
  /** At the temporal rim on the horizontal, mm. */
  readonly edge: number;
}

/**
 * Depth of a curve of `power` dioptres at `radius` mm, mm: s = r²·F / (2000·(n − 1)). The approximate sagitta (ABDO, Worked Problems in
 * Ophthalmic Lenses; D. Meister): thin lenses with spherical curves.
 */
export const sagitta = (power: number, radius: number, index: number): number => (radius ** 2 * power) / (2000 * (index - 1));

export interface ThicknessCase {
  readonly need: LensNeed;
  readonly index: number;
  /** From the optical centre to the temporal rim on the horizontal, mm. */
  readonly temporal: number;
  /** Of the blank (finished lens) or of the smallest circle round the optical centre that holds the shape, mm. */
  readonly radius: number;
  /** Least centre of this family, mm, where its catalogue tells. */
  readonly centre?: number | undefined;
}

/**
 * About how thick a lens will be, to a tenth of a millimetre: to compare indices and frames by, never to promise. Aspheric lenses come out
 * thinner. A cylinder without an axis is taken at its worst.
 */
export function lensThickness(
  { need, index, temporal, radius, centre: least }: ThicknessCase,
  limits: FittingLimits = FITTING_LIMITS,
): LensThickness {
  const { sph, cyl, axis } = minusNeed(need);
  const horizontal = axis === null ? sph + cyl : sph + cyl * Math.sin((axis * Math.PI) / 180) ** 2;
  const centre = Math.max(least ?? limits.centre, limits.edge + sagitta(sph, radius, index));
  return { centre: tenth(centre), edge: tenth(Math.max(limits.edge, centre - sagitta(horizontal, temporal, index))) };
}

const tenth = (mm: number): number => Math.round(mm * 10) / 10;
