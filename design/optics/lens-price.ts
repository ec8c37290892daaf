import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { Kopecks } from '../money/kopecks.ts';

/** What a lens is chosen by, dioptres; `null` is "not written", 0 is plano. */
export interface LensPower {
  readonly sph: number;
  readonly cyl: number | null;
}

type Lens = NonNullable<CatalogueEntry['lens']>;
type Range = Lens['sph'];

/** The same lens with its cylinder written minus, as labs count bands: S' = S + C, C' = −C. */
function minusCylinder({ sph, cyl }: LensPower): { readonly sph: number; readonly cyl: number } {
  const given = cyl ?? 0;
  return given > 0 ? { sph: sph + given, cyl: -given } : { sph, cyl: given };
}

const within = (value: number, { min, max }: Range): boolean => value >= min && value <= max;

/** Is the power in the family's matrix, in either notation of its cylinder? */
export function isMade(lens: Lens, power: LensPower): boolean {
  const minus = minusCylinder(power);
  const plus = { sph: minus.sph + minus.cyl, cyl: -minus.cyl };
  return [minus, plus].some(({ sph, cyl }) => within(sph, lens.sph) && (cyl === 0 || within(cyl, lens.cyl)));
}

/**
 * Price a piece of a lens of this power, kopecks: the cheapest band that reaches it. Bands are the chain's; a price of this shop that
 * differs from the first band moves all of them by as much. `null`: this family is not made in that power.
 */
export function lensPrice(entry: Pick<CatalogueEntry, 'price' | 'lens'>, power: LensPower): Kopecks | null {
  const { lens } = entry;
  if (!lens || !isMade(lens, power)) return null;
  if (lens.bands.length === 0) return entry.price;
  const { sph, cyl } = minusCylinder(power);
  const prices = lens.bands
    .filter((band) => Math.abs(sph) <= band.sphTo && Math.abs(cyl) <= band.cylTo)
    .map((band) => band.price);
  if (prices.length === 0) return null;
  return Math.max(0, entry.price + Math.min(...prices) - lens.bands[0]!.price);
}

/** A power as a prescription shows it: `−2,25`, `+0,50`, `0,00`; the sign always, quarters in two digits, eighths in three. */
export function dioptres(value: number): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '';
  const digits = Number.isInteger(value * 4) ? 2 : 3;
  return sign + Math.abs(value).toFixed(digits).replace('.', ',');
}

/** `−2,25 / −0,75`, without a cylinder `−2,25`. */
export const powerText = ({ sph, cyl }: LensPower): string => (cyl ? `${dioptres(sph)} / ${dioptres(cyl)}` : dioptres(sph));
