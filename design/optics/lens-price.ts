import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { cellOf } from './lens-matrix.ts';
import type { LensPower } from './lens-power.ts';

export type { LensPower } from './lens-power.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;

/** Is the power in the family's matrix, in either notation of its cylinder? */
export const isMade = (lens: Lens, power: LensPower): boolean => cellOf(lens, power) !== null;

/**
 * Price a piece of a lens of this power, kopecks: that of its band. Bands are the chain's; a price of this shop that differs from the
 * first band moves all of them by as much. `null`: this family is not made in that power.
 */
export function lensPrice(entry: Pick<CatalogueEntry, 'price' | 'lens'>, power: LensPower): Kopecks | null {
  const { lens } = entry;
  const cell = lens ? cellOf(lens, power) : null;
  if (!lens || !cell) return null;
  const band = cell.band === null ? undefined : lens.bands[cell.band];
  return band ? Math.max(0, entry.price + band.price - lens.bands[0]!.price) : entry.price;
}

/** A power as a prescription shows it: `−2,25`, `+0,50`, `0,00`; the sign always, quarters in two digits, eighths in three. */
export function dioptres(value: number): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '';
  const digits = Number.isInteger(value * 4) ? 2 : 3;
  return sign + Math.abs(value).toFixed(digits).replace('.', ',');
}

/** `−2,25 / −0,75`, without a cylinder `−2,25`. */
export const powerText = ({ sph, cyl }: LensPower): string => (cyl ? `${dioptres(sph)} / ${dioptres(cyl)}` : dioptres(sph));
