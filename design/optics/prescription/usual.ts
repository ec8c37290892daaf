/**
 * What is usual, as data: outside of it a person is asked to look again, never refused. Numbers of the requirements (L-14…L-16, D-05,
 * D-06) where they give one; the others are the trade's habits and may be changed here without changing a rule.
 */
export const USUAL = {
  sph: { min: -20, max: 20 },
  /** Size of the cylinder: beyond the first it is rare, beyond the second very rare (L-14). */
  cyl: { rare: 4, veryRare: 6 },
  add: { min: 0.75, max: 3 },
  /** Prism dioptres in one component. */
  prism: 6,
  pd: { min: 56, max: 72 },
  monocularPd: { min: 28, max: 36 },
  /** Between right and left, mm. */
  pdSides: 3,
  /** Near under far, mm. */
  pdNear: { min: 1, max: 6 },
  /** Of an adult between two measurements, mm. */
  pdChange: 2,
  /** Soft contact lenses, mm. */
  baseCurve: { min: 8, max: 9.2 },
  diameter: { min: 13.5, max: 15 },
} as const;

/** Difference of spherical equivalents between the eyes, dioptres. */
export const ANISOMETROPIA_OVER = 2;

/** Change of the spherical equivalent since the last prescription that needs no second look: at least, and for each year between, dioptres. */
export const USUAL_CHANGE = { least: 1, child: 1, adult: 0.5, most: 3, cyl: 1 } as const;

/** The axis of a cylinder from `from` dioptres on turned by so many degrees is looked at again. */
export const AXIS_TURN = { from: 0.75, degrees: 20 } as const;

export const ADULT_FROM = 18;
/** Up to here a pupillary distance is judged by age, years and mm. */
export const PD_OF_CHILDREN = [
  { below: 4, min: 40, max: 52 },
  { below: 8, min: 44, max: 56 },
  { below: 12, min: 48, max: 61 },
  { below: 16, min: 50, max: 66 },
] as const;

/** Under this age an addition needs a written reason. */
export const ADD_FROM_AGE = 40;
/** An addition that most people need from an age on; one weaker by more than `slack` is looked at again. Dioptres. */
export const ADD_BY_AGE = [
  { from: 45, add: 1 },
  { from: 50, add: 1.5 },
  { from: 55, add: 2 },
  { from: 60, add: 2.25 },
  { from: 65, add: 2.5 },
] as const;
export const ADD_SLACK = 0.75;
