import { meridians, type SpheroCylinder } from './notation.ts';
import type { Dioptres } from './power.ts';

/** From here on a millimetre of vertex distance is felt: what is measured at one distance is another power at another. */
export const VERTEX_MATTERS_FROM = 4;
/** Where nothing is written, mm. */
export const USUAL_VERTEX = 12;

export const needsVertex = (e: Pick<SpheroCylinder, 'sph' | 'cyl'>): boolean =>
  meridians(e).some((power) => Math.abs(power) >= VERTEX_MATTERS_FROM);

/**
 * The power that does at `to` mm before the eye what `power` does at `from`: F' = F / (1 − d·F), d = (from − to) in metres. A contact
 * lens sits at 0. Dioptres, unrounded. From `to` back to `from` is the way back.
 */
export const atVertex = (power: Dioptres, from: number, to: number): Dioptres => power / (1 - ((from - to) / 1000) * power);

/** Both principal meridians moved; the cylinder is their new difference (moving the sphere alone would leave it wrong). Unrounded. */
export function eyeAtVertex<E extends SpheroCylinder>(e: E, from: number, to: number): E {
  const [along, across] = meridians(e);
  if (along === undefined || across === undefined) return e;
  const sph = atVertex(along, from, to);
  return { ...e, sph, cyl: e.cyl === null ? null : atVertex(across, from, to) - sph };
}
