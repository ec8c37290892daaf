import type { Prism } from '../../documents/prescription.ts';

export type Side = 'od' | 'os';
/** Prism as one amount with its base: prism dioptres; degrees 0–360, seen by the examiner, counted as axes are (TABO): 90 is up. */
export interface PolarPrism {
  readonly amount: number;
  readonly base: number;
}

/** Components in prism dioptres, to the examiner's right and up. */
interface Components {
  readonly right: number;
  readonly up: number;
}

/** The nose lies to the examiner's right of the right eye, and to the left of the left eye. */
const nasal = (side: Side): 1 | -1 => (side === 'od' ? 1 : -1);

function componentsOf(prism: Prism | null | undefined, side: Side): Components {
  const { horizontal, vertical } = prism ?? { horizontal: null, vertical: null };
  return {
    right: horizontal ? horizontal.amount * (horizontal.base === 'in' ? 1 : -1) * nasal(side) : 0,
    up: vertical ? vertical.amount * (vertical.base === 'up' ? 1 : -1) : 0,
  };
}

function prismOf({ right, up }: Components, side: Side): Prism {
  const inward = right * nasal(side);
  return {
    horizontal: inward === 0 ? null : { amount: Math.abs(inward), base: inward > 0 ? 'in' : 'out' },
    vertical: up === 0 ? null : { amount: Math.abs(up), base: up > 0 ? 'up' : 'down' },
  };
}

/** One amount and its base, unrounded (VCA `PRVM`, `PRVA`). `null`: no prism. */
export function polarOf(prism: Prism | null | undefined, side: Side): PolarPrism | null {
  const { right, up } = componentsOf(prism, side);
  const amount = Math.hypot(right, up);
  if (amount === 0) return null;
  return { amount, base: ((Math.atan2(up, right) * 180) / Math.PI + 360) % 360 };
}

/** Back to the two components, rounded to a hundredth of a prism dioptre. */
export function componentsFromPolar({ amount, base }: PolarPrism, side: Side): Prism {
  const angle = (base * Math.PI) / 180;
  const hundredth = (value: number): number => Math.round(value * 100) / 100 + 0;
  return prismOf({ right: hundredth(amount * Math.cos(angle)), up: hundredth(amount * Math.sin(angle)) }, side);
}

/**
 * What both eyes together feel, told as if the right lens bore it all: horizontal bases add where both are in or both out, vertical ones
 * where they oppose each other.
 */
export function prismOfBoth(od: Prism | null | undefined, os: Prism | null | undefined): Prism {
  const [one, other] = [componentsOf(od, 'od'), componentsOf(os, 'os')];
  return prismOf({ right: one.right - other.right, up: one.up - other.up }, 'od');
}
