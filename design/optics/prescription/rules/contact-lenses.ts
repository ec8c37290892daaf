import type { ContactLensContent } from '../../../documents/prescription.ts';
import { LIMITS } from '../../limits.ts';
import { dioptres } from '../../lens-price.ts';
import { isContactSphere } from '../contact-lens.ts';
import { canonical, isSameLens } from '../notation.ts';
import { USUAL } from '../usual.ts';
import { needsVertex } from '../vertex.ts';
import { eachEye, hit, outside, when, type Rule } from './rule.ts';

const LENS = ['baseCurve', 'diameter'] as const;

/** What only contact lenses have: the lens itself, and a power at the cornea. */
export const CONTACT_LENS_RULES: readonly Rule<ContactLensContent>[] = [
  {
    code: 'LENS_RANGE',
    severity: 'stop',
    find: ({ content }) =>
      eachEye(content, (eye, side) =>
        LENS.flatMap((field) => when(outside(eye[field], LIMITS[field]), side, field, LIMITS[field])),
      ),
  },
  {
    code: 'LENS_UNUSUAL',
    severity: 'warning',
    find: ({ content }) =>
      eachEye(content, (eye, side) =>
        LENS.flatMap((field) =>
          when(outside(eye[field], USUAL[field]) && !outside(eye[field], LIMITS[field]), side, field, USUAL[field]),
        ),
      ),
  },
  {
    code: 'LENS_MISSING',
    severity: 'warning',
    find: ({ content }) =>
      eachEye(content, (eye, side) => LENS.flatMap((field) => when(eye.sph !== null && eye[field] == null, side, field))),
  },
  {
    code: 'SPHERE_NOT_MADE',
    severity: 'warning',
    find: ({ content }) =>
      eachEye(content, (eye, side) => {
        const { sph } = canonical(eye);
        return sph !== null && !isContactSphere(sph) ? [hit(side, 'sph', { power: dioptres(sph) })] : [];
      }),
  },
  {
    code: 'VERTEX_FORGOTTEN',
    severity: 'warning',
    find: ({ content, glasses }) =>
      eachEye(content, (eye, side) => when(!!glasses && needsVertex(eye) && isSameLens(eye, glasses[side]), side, 'sph')),
  },
];
