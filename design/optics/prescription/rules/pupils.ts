import type { GlassesContent, Pupils } from '../../../documents/prescription.ts';
import { LIMITS } from '../../limits.ts';
import { addsUp, binocular, PD_TOLERANCE } from '../pupils.ts';
import { ADULT_FROM, PD_OF_CHILDREN, USUAL } from '../usual.ts';
import { hit, outside, SIDES, when, type Hit, type Rule } from './rule.ts';

const FIELDS = ['pd', 'pdNear'] as const;

/** The same question to the far and to the near distance, where one is written. */
const eachDistance = (content: GlassesContent, ask: (pupils: Pupils, field: string) => readonly Hit[]): readonly Hit[] =>
  FIELDS.flatMap((field) => {
    const pupils = content[field];
    return pupils ? ask(pupils, field) : [];
  });

const ofChild = (age: number | null) => (age === null ? undefined : PD_OF_CHILDREN.find(({ below }) => age < below));
const isWritten = ({ both, od, os }: Pupils): boolean => both !== null || od !== null || os !== null;

export const PUPIL_RULES: readonly Rule<GlassesContent>[] = [
  {
    code: 'PD_RANGE',
    severity: 'stop',
    find: ({ content }) => eachDistance(content, ({ both }, field) => when(outside(both, LIMITS.pd), null, field, LIMITS.pd)),
  },
  {
    code: 'MONOCULAR_PD_RANGE',
    severity: 'stop',
    find: ({ content }) =>
      eachDistance(content, (pupils, field) =>
        SIDES.flatMap((side) => when(outside(pupils[side], LIMITS.monocularPd), side, field, LIMITS.monocularPd)),
      ),
  },
  {
    code: 'PD_DISAGREES',
    severity: 'stop',
    find: ({ content }) =>
      eachDistance(content, (pupils, field) => when(!addsUp(pupils), null, field, { tolerance: PD_TOLERANCE })),
  },
  {
    // Orders stop where it is missing, prescriptions from elsewhere often have none.
    code: 'PD_MISSING',
    severity: 'warning',
    find: ({ content }) => when(!isWritten(content.pd) && SIDES.some((side) => content[side].sph !== null), null, 'pd'),
  },
  {
    code: 'PD_UNUSUAL',
    severity: 'warning',
    find: ({ content, age }) => {
      const both = binocular(content.pd);
      return when(!ofChild(age) && outside(both, USUAL.pd) && !outside(both, LIMITS.pd), null, 'pd', {
        pd: both ?? 0,
        ...USUAL.pd,
      });
    },
  },
  {
    code: 'MONOCULAR_PD_UNUSUAL',
    severity: 'warning',
    find: ({ content, age }) =>
      SIDES.flatMap((side) => {
        const pd = content.pd[side];
        const unusual = !ofChild(age) && outside(pd, USUAL.monocularPd) && !outside(pd, LIMITS.monocularPd);
        return when(unusual, side, 'pd', { pd: pd ?? 0, ...USUAL.monocularPd });
      }),
  },
  {
    code: 'PD_CHILD',
    severity: 'warning',
    find: ({ content, age }) => {
      const [band, both] = [ofChild(age), binocular(content.pd)];
      return band && outside(both, band) && !outside(both, LIMITS.pd)
        ? [hit(null, 'pd', { pd: both!, age: age!, min: band.min, max: band.max })]
        : [];
    },
  },
  {
    code: 'PD_SIDES_DIFFER',
    severity: 'warning',
    find: ({ content: { pd } }) => {
      if (pd.od === null || pd.os === null) return [];
      const by = Math.abs(pd.od - pd.os);
      return when(by > USUAL.pdSides, null, 'pd', { by });
    },
  },
  {
    code: 'PD_NEAR_UNUSUAL',
    severity: 'warning',
    find: ({ content }) => {
      const [far, near] = [binocular(content.pd), content.pdNear ? binocular(content.pdNear) : null];
      return when(far !== null && near !== null && outside(far - near, USUAL.pdNear), null, 'pdNear', USUAL.pdNear);
    },
  },
  {
    // An adult's never changes; a child's grows.
    code: 'PD_CHANGED',
    severity: 'warning',
    find: ({ content, previous, age }) => {
      const [now, before] = [binocular(content.pd), previous ? binocular(previous.pd) : null];
      if (now === null || before === null) return [];
      const changed = age !== null && age < ADULT_FROM ? before - now : Math.abs(now - before);
      return when(changed > USUAL.pdChange, null, 'pd', { now, before });
    },
  },
];
