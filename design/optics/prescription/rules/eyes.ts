import { dioptres } from '../../lens-price.ts';
import { canonical, sphericalEquivalent } from '../notation.ts';
import { ANISOMETROPIA_OVER } from '../usual.ts';
import { hit, SIDES, when, type Common, type Rule } from './rule.ts';

const isWritten = ({ sph, cyl, add }: Common['od']): boolean => sph !== null || cyl !== null || add !== null;

/** The eyes beside each other. */
export const EYES_RULES: readonly Rule<Common>[] = [
  {
    code: 'NOTHING_WRITTEN',
    severity: 'warning',
    find: ({ content }) => when(!isWritten(content.od) && !isWritten(content.os), null, 'sph'),
  },
  {
    code: 'ONE_EYE_ONLY',
    severity: 'warning',
    find: ({ content }) => {
      const empty = SIDES.filter((side) => !isWritten(content[side]));
      return empty.length === 1 ? [hit(empty[0]!, 'sph')] : [];
    },
  },
  {
    code: 'ANISOMETROPIA',
    severity: 'warning',
    find: ({ content }) => {
      const [od, os] = [sphericalEquivalent(content.od), sphericalEquivalent(content.os)];
      if (od === null || os === null) return [];
      const by = Math.abs(od - os);
      return when(by > ANISOMETROPIA_OVER, null, 'sph', { by: dioptres(by).slice(1) });
    },
  },
  {
    code: 'SIGNS_DIFFER',
    severity: 'warning',
    find: ({ content }) => {
      const [od, os] = [canonical(content.od).sph, canonical(content.os).sph];
      return when((od ?? 0) * (os ?? 0) < 0, null, 'sph', { od: dioptres(od ?? 0), os: dioptres(os ?? 0) });
    },
  },
  {
    code: 'ADDS_DIFFER',
    severity: 'warning',
    find: ({ content: { od, os } }) => {
      const comparable = od.sph !== null && os.sph !== null;
      return when(comparable && od.add !== os.add, null, 'add');
    },
  },
];
