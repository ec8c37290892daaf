/**
 * Dioptres. Stored and computed as numbers on the eighth-step grid, which binary fractions hold exactly: sums, differences and equality of
 * stored powers are exact, as of integers. Where a whole number is wanted (keys, wires, the trade's two digits) it is hundredths.
 */
export type Dioptres = number;

/** Is the power on the grid of `step` dioptres? */
export const isOnGrid = (value: Dioptres, step: number): boolean => Number.isInteger(value / step);

/** Nearest on the grid, halves away from zero (to the stronger lens), never −0. */
export const toGrid = (value: Dioptres, step: number): Dioptres =>
  Math.sign(value) * Math.floor(Math.abs(value) / step + 0.5 + 1e-9) * step + 0;

/** Whole hundredths as the trade writes them, eighths cut to two digits: −2,125 is −212, 0,375 is 37. */
export const hundredths = (value: Dioptres): number => Math.trunc(value * 100) + 0;

/** Back from hundredths: `fromHundredths(hundredths(x))` is `x` for every power on the eighth-step grid. */
export const fromHundredths = (value: number): Dioptres => toGrid(value / 100, 0.125);
