import type { LensBand } from './checked-row.ts';
import { readEnds, type PowerRange } from './convert/dioptres.ts';
import { plainText } from './convert/plain-text.ts';
import type { RowCells } from './read-row.ts';
import { readMeasure } from './read-figures.ts';

const isOnGrid = (value: number): boolean => Number.isInteger(value * 8) && Math.abs(value) <= 40;

/**
 * The powers of a row in a price list by power bands; `null`: it names none. Powers off the eighth-dioptre grid, or that cannot be read, are
 * `BAND_INVALID`. A list without cylinders means spheres alone.
 */
export function readBand(given: RowCells): LensBand | null {
  const named = (['sphFrom', 'sphTo', 'cylFrom', 'cylTo'] as const).filter((field) => plainText(given.cell(field)) !== '');
  if (!named.some((field) => field === 'sphFrom' || field === 'sphTo')) return null;
  const sph = readEnds(given.cell('sphFrom'), given.cell('sphTo'));
  const cyl = readEnds(given.cell('cylFrom'), given.cell('cylTo'), true);
  const hasCyl = named.some((field) => field === 'cylFrom' || field === 'cylTo');
  const isGood = (range: PowerRange | null): range is PowerRange => range !== null && isOnGrid(range.from) && isOnGrid(range.to);
  if (!isGood(sph) || (hasCyl && !isGood(cyl))) {
    const field = isGood(sph) ? 'cyl' : 'sph';
    given.found('BAND_INVALID', named.find((one) => one.startsWith(field)) ?? 'sphFrom');
    return null;
  }
  const add = readEnds(given.cell('add'), undefined);
  const [index, diameter] = [readMeasure(given, 'index'), readMeasure(given, 'diameter')];
  return { index, diameter, sph, cyl: cyl ?? { from: 0, to: 0 }, add };
}
