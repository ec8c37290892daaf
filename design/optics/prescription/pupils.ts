import type { Pupils } from '../../documents/prescription.ts';
import { toGrid } from './power.ts';

/** Right and left may differ from the binocular distance by rounding, mm. */
export const PD_TOLERANCE = 0.5;
/** Of a book, mm from the lens. */
export const READING_DISTANCE = 400;
/** Centre of rotation of the eye behind the lens, mm (vertex distance 12 and the usual 15 behind the cornea). */
const ROTATION_CENTRE = 27;

/** Binocular distance, mm: as written, else right and left together. `null` where it cannot be told. */
export function binocular({ both, od, os }: Pupils): number | null {
  return both ?? (od === null || os === null ? null : od + os);
}

/** Distance from the middle of the nose for one eye, mm: as measured, else half of the binocular one. */
export function monocular(pd: Pupils, side: 'od' | 'os'): number | null {
  return pd[side] ?? (pd.both === null ? null : halfOf(pd, side));
}

function halfOf(pd: Pupils, side: 'od' | 'os'): number {
  const other = pd[side === 'od' ? 'os' : 'od'];
  return other === null ? pd.both! / 2 : pd.both! - other;
}

/** Do right and left add up to the binocular distance? `true` where there is nothing to compare. */
export const addsUp = ({ both, od, os }: Pupils): boolean =>
  both === null || od === null || os === null || Math.abs(od + os - both) <= PD_TOLERANCE;

/**
 * Near distance that follows from the far one, mm to a half: eyes that turn to a point at `distance` mm before the lenses look through
 * them nearer to the nose, by similar triangles PD·d / (d + 27). An estimate for an empty field; what is measured stands.
 */
export function nearFrom(far: Pupils, distance = READING_DISTANCE): Pupils {
  const closer = (value: number | null): number | null =>
    value === null ? null : toGrid((value * distance) / (distance + ROTATION_CENTRE), 0.5);
  return { both: closer(far.both), od: closer(far.od), os: closer(far.os) };
}
