import type { Dioptres } from './power.ts';

/** Sphere, cylinder and axis of one eye or lens; `null` is "not written", 0 is plano. Axis in degrees, TABO. */
export interface SpheroCylinder {
  readonly sph: Dioptres | null;
  readonly cyl: Dioptres | null;
  readonly axis: number | null;
}

export type CylinderSign = 'minus' | 'plus';

/** What is stored, compared and sent to labs (requirements L-14); screens show either. */
export const STORED_SIGN: CylinderSign = 'minus';

/** 1–180: what paper and instruments call 0 is 180 (requirements L-15). */
export const normalAxis = (axis: number): number => ((((axis - 1) % 180) + 180) % 180) + 1;

/**
 * The same lens, other notation: S' = S + C, C' = −C, axis turned by 90°. Its own inverse. What has no cylinder, or lacks sphere or axis,
 * comes back as it is.
 */
export function transpose<E extends SpheroCylinder>(e: E): E {
  if (e.sph === null || !e.cyl || e.axis === null) return e;
  return { ...e, sph: e.sph + e.cyl, cyl: -e.cyl, axis: e.axis > 90 ? e.axis - 90 : e.axis + 90 };
}

/**
 * In the notation asked for: axis 1–180, none where the cylinder is none. What lacks sphere or axis keeps its sign (there is nothing to
 * turn), empty stays empty and plano plano. Applying it again changes nothing.
 */
export function inNotation<E extends SpheroCylinder>(e: E, sign: CylinderSign): E {
  const tidy = { ...e, axis: e.cyl && e.axis !== null ? normalAxis(e.axis) : null };
  const turned = sign === 'minus' ? (e.cyl ?? 0) > 0 : (e.cyl ?? 0) < 0;
  return turned ? transpose(tidy) : tidy;
}

/** As it is stored. */
export const canonical = <E extends SpheroCylinder>(e: E): E => inNotation(e, STORED_SIGN);

/** One and the same lens, however it is written: a cylinder of 0 and none are alike, a sphere of 0 and none are not. */
export function isSameLens(a: SpheroCylinder, b: SpheroCylinder): boolean {
  const [one, other] = [canonical(a), canonical(b)];
  return one.sph === other.sph && (one.cyl ?? 0) === (other.cyl ?? 0) && one.axis === other.axis;
}

/** Powers of the two principal meridians, that along the axis first. Empty where no sphere is written. */
export const meridians = ({ sph, cyl }: Pick<SpheroCylinder, 'sph' | 'cyl'>): readonly Dioptres[] =>
  sph === null ? [] : [sph, sph + (cyl ?? 0)];

/** SE = S + C/2, dioptres, unrounded. `null` where no sphere is written. */
export const sphericalEquivalent = ({ sph, cyl }: Pick<SpheroCylinder, 'sph' | 'cyl'>): Dioptres | null =>
  sph === null ? null : sph + (cyl ?? 0) / 2;
