import { LIMITS } from '../../limits.ts';
import { dioptres } from '../../lens-price.ts';
import { canonical } from '../notation.ts';
import { isOnGrid } from '../power.ts';
import { USUAL } from '../usual.ts';
import { eachEye, hit, outside, when, type Common, type Rule } from './rule.ts';

const POWERS = ['sph', 'cyl', 'add'] as const;
const between = (limit: { readonly min: number; readonly max: number }) => ({
  min: dioptres(limit.min),
  max: dioptres(limit.max),
});

/** Is a figure one that can be at all, and a usual one? Of each eye of either type. */
export const FIGURE_RULES: readonly Rule<Common>[] = [
  {
    code: 'SPH_RANGE',
    severity: 'stop',
    // In the notation it is stored in, too: a strong plus cylinder hides a strong sphere.
    find: ({ content }) =>
      eachEye(content, (eye, side) =>
        when(outside(eye.sph, LIMITS.sph) || outside(canonical(eye).sph, LIMITS.sph), side, 'sph', between(LIMITS.sph)),
      ),
  },
  {
    code: 'CYL_RANGE',
    severity: 'stop',
    find: ({ content }) => eachEye(content, ({ cyl }, side) => when(outside(cyl, LIMITS.cyl), side, 'cyl', between(LIMITS.cyl))),
  },
  {
    code: 'ADD_RANGE',
    severity: 'stop',
    find: ({ content }) => eachEye(content, ({ add }, side) => when(outside(add, LIMITS.add), side, 'add', between(LIMITS.add))),
  },
  {
    code: 'AXIS_RANGE',
    severity: 'stop',
    find: ({ content }) =>
      eachEye(content, ({ axis }, side) =>
        when(axis !== null && (!Number.isInteger(axis) || outside(axis, LIMITS.axis)), side, 'axis'),
      ),
  },
  {
    code: 'OFF_GRID',
    severity: 'stop',
    find: ({ content }) =>
      eachEye(content, (eye, side) =>
        POWERS.flatMap((field) => when(eye[field] !== null && !isOnGrid(eye[field], 0.125), side, field)),
      ),
  },
  {
    code: 'EIGHTHS',
    severity: 'warning',
    find: ({ content }) =>
      eachEye(content, (eye, side) =>
        POWERS.flatMap((field) => {
          const value = eye[field];
          return value !== null && isOnGrid(value, 0.125) && !isOnGrid(value, 0.25)
            ? [hit(side, field, { power: dioptres(value) })]
            : [];
        }),
      ),
  },
  {
    code: 'AXIS_REQUIRED',
    severity: 'stop',
    find: ({ content }) => eachEye(content, ({ cyl, axis }, side) => when(!!cyl && axis === null, side, 'axis')),
  },
  {
    code: 'AXIS_WITHOUT_CYL',
    severity: 'warning',
    find: ({ content }) => eachEye(content, ({ cyl, axis }, side) => when(!cyl && axis !== null, side, 'axis')),
  },
  {
    code: 'SPHERE_REQUIRED',
    severity: 'stop',
    find: ({ content }) =>
      eachEye(content, ({ sph, cyl, add }, side) => when(sph === null && (!!cyl || add !== null), side, 'sph')),
  },
  {
    code: 'SPH_UNUSUAL',
    severity: 'warning',
    find: ({ content }) =>
      eachEye(content, ({ sph }, side) =>
        outside(sph, USUAL.sph) && !outside(sph, LIMITS.sph) ? [hit(side, 'sph', { power: dioptres(sph!) })] : [],
      ),
  },
  {
    code: 'CYL_RARE',
    severity: 'warning',
    find: ({ content }) =>
      eachEye(content, ({ cyl }, side) => {
        const size = Math.abs(cyl ?? 0);
        return when(size > USUAL.cyl.rare && size <= USUAL.cyl.veryRare, side, 'cyl', { power: dioptres(cyl ?? 0) });
      }),
  },
  {
    code: 'CYL_VERY_RARE',
    severity: 'warning',
    find: ({ content }) =>
      eachEye(content, ({ cyl }, side) =>
        when(Math.abs(cyl ?? 0) > USUAL.cyl.veryRare && !outside(cyl, LIMITS.cyl), side, 'cyl', { power: dioptres(cyl ?? 0) }),
      ),
  },
  {
    code: 'ADD_UNUSUAL',
    severity: 'warning',
    find: ({ content }) =>
      eachEye(content, ({ add }, side) =>
        when(outside(add, USUAL.add) && !outside(add, LIMITS.add), side, 'add', { power: dioptres(add ?? 0) }),
      ),
  },
];
