import { canonical, normalAxis, sphericalEquivalent, type SpheroCylinder } from './notation.ts';
import { toGrid, type Dioptres } from './power.ts';
import { eyeAtVertex, needsVertex, USUAL_VERTEX } from './vertex.ts';

/** In which powers lenses are made. Spheres: sizes in ranges, dioptres, weakest first, 0 among them. Cylinders: minus, weakest first. */
export interface ContactLensGrid {
  readonly sph: readonly { readonly from: Dioptres; readonly to: Dioptres; readonly step: Dioptres }[];
  readonly cyl: readonly Dioptres[];
  /** Degrees. */
  readonly axisStep: number;
}

/**
 * Spheres: nominal powers of GOST 31586-2012. Cylinders and axes: what makers of toric lenses commonly offer (no standard; a family of
 * the catalogue that says otherwise hands in its own grid).
 */
export const COMMON_GRID: ContactLensGrid = {
  sph: [
    { from: 0, to: 6, step: 0.25 },
    { from: 6.5, to: 12.5, step: 0.5 },
    { from: 13, to: 20, step: 1 },
  ],
  cyl: [-0.75, -1.25, -1.75, -2.25, -2.75],
  axisStep: 10,
};

/** A cylinder weaker than this is not corrected by a lens of its own: its half goes into the sphere. */
export const TORIC_FROM = 0.75;

export interface ContactLensPower {
  readonly sph: Dioptres;
  readonly cyl: Dioptres | null;
  readonly axis: number | null;
  /** As computed at the cornea, before it met the grid: for the person who decides. */
  readonly exact: SpheroCylinder;
  /** Was the power moved to the cornea (a meridian reaches ±4 D)? */
  readonly moved: boolean;
}

/**
 * The nearest sphere that is made; of two equally near the weaker, so that nobody is overcorrected. `null` where none is made: further
 * than half a step beyond the strongest.
 */
export function nearestSphere(value: Dioptres, grid: ContactLensGrid = COMMON_GRID): Dioptres | null {
  const size = Math.abs(value);
  const last = grid.sph.at(-1);
  if (!last || size > last.to + last.step / 2) return null;
  const nearest = spheresOf(grid).reduce((best, each) => (Math.abs(each - size) < Math.abs(best - size) - 1e-9 ? each : best));
  return Math.sign(value) * nearest + 0;
}

/** Sizes of all spheres made, weakest first. */
const spheresOf = (grid: ContactLensGrid): Dioptres[] =>
  grid.sph.flatMap(({ from, to, step }) => Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step));

/** Is there a contact lens of this sphere? */
export const isContactSphere = (value: Dioptres, grid: ContactLensGrid = COMMON_GRID): boolean =>
  nearestSphere(value, grid) === value;

/**
 * What contact lens a prescription for glasses amounts to: a proposal for the person who fits, never a prescription by itself. Both
 * meridians are moved to the cornea where one of them reaches ±4 D; a cylinder under 0.75 D goes half into the sphere; then all is set on
 * what is made. `null`: nothing written for this eye, or no lens is made so strong.
 */
export function contactLensFor(
  glasses: SpheroCylinder,
  vertex: number | null,
  grid: ContactLensGrid = COMMON_GRID,
): ContactLensPower | null {
  const eye = canonical(glasses);
  const moved = needsVertex(eye);
  const exact = moved ? eyeAtVertex(eye, vertex ?? USUAL_VERTEX, 0) : eye;
  if (exact.sph === null) return null;
  const [cyl, axis] = toricOf(exact, grid);
  // What the cylinder made does not correct goes half into the sphere, so that the middle of the blur stays on the retina.
  const sph = nearestSphere(sphericalEquivalent(exact)! - cyl / 2, grid);
  return sph === null ? null : { sph, cyl: cyl || null, axis, exact, moved };
}

function toricOf({ cyl, axis }: SpheroCylinder, grid: ContactLensGrid): readonly [Dioptres, number | null] {
  if (axis === null || Math.abs(cyl ?? 0) < TORIC_FROM || grid.cyl.length === 0) return [0, null];
  const nearest = grid.cyl.reduce((best, each) => (Math.abs(each - cyl!) < Math.abs(best - cyl!) - 1e-9 ? each : best));
  return [nearest, normalAxis(toGrid(axis, grid.axisStep))];
}
