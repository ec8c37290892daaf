import { canonical } from './prescription/notation.ts';
import type { Side } from './prescription/prism.ts';

/** What a lens is chosen by, dioptres; `null` is "not written", 0 is plano. */
export interface LensPower {
  readonly sph: number;
  readonly cyl: number | null;
}

/** A power whose cylinder is written minus, as labs count and as matrices, stock and prices are kept. */
export interface MinusPower {
  readonly sph: number;
  readonly cyl: number;
}

/**
 * What one eye needs of a lens: the power, the axis (degrees 1–180), the add (dioptres) and the prescribed prism as one resultant (Δ).
 * Only `sph` and `cyl` choose a cell of a matrix; axis matters to contact lenses and thickness alone.
 */
export interface LensNeed extends LensPower {
  readonly axis?: number | null;
  readonly add?: number | null;
  readonly prism?: number | null;
}

export type EyeSide = Side;

/** Powers are compared in eighths of a dioptre, the finest grid that labs accept: integers, so that 0.1 + 0.2 never matters. */
export const eighths = (dioptres: number): number => Math.round(dioptres * 8);

/** Zero without a sign: −0 equals 0 but prints and compares otherwise. */
const plain = (value: number): number => value + 0;

/** The same lens with its cylinder written minus: S' = S + C, C' = −C. A cylinder that is not written is none. */
export function minusCylinder({ sph, cyl }: LensPower): MinusPower {
  const given = cyl ?? 0;
  return given > 0 ? { sph: plain(sph + given), cyl: -given } : { sph: plain(sph), cyl: plain(given) };
}

/** The same need with its cylinder written minus and its axis turned with it; no axis where there is no cylinder. */
export function minusNeed(need: LensNeed): LensNeed & MinusPower & { readonly axis: number | null } {
  const { axis } = canonical({ sph: need.sph, cyl: need.cyl, axis: need.axis ?? null });
  return { ...need, ...minusCylinder(need), axis };
}

interface WrittenEye {
  readonly sph: number | null;
  readonly cyl: number | null;
  readonly axis: number | null;
  readonly add: number | null;
}

/** What an eye of a prescription needs; `null`: no lens was asked for (its sphere is not written). `prism`: the resultant, Δ. */
export function needOf(eye: WrittenEye, prism: number | null = null): LensNeed | null {
  return eye.sph === null ? null : { sph: eye.sph, cyl: eye.cyl, axis: eye.axis, add: eye.add, prism };
}
