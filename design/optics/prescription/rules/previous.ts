import { dioptres } from '../../lens-price.ts';
import { canonical, isSameLens, sphericalEquivalent } from '../notation.ts';
import { ADULT_FROM, AXIS_TURN, USUAL_CHANGE } from '../usual.ts';
import { eachEye, when, yearsBetween, type Common, type Hit, type Rule, type RuleCase, type Side } from './rule.ts';

type Eye = Common['od'];
type Compare = (now: Eye, before: Eye, side: Side, about: RuleCase<Common>) => readonly Hit[];

/** Asks only where this eye has a sphere now and had one before. */
const compared =
  (ask: Compare): Rule<Common>['find'] =>
  (about) => {
    const { content, previous } = about;
    if (!previous) return [];
    return eachEye(content, (now, side) => {
      const before = previous[side];
      return now.sph === null || before.sph === null ? [] : ask(canonical(now), canonical(before), side, about);
    });
  };

/** The change that needs no second look: more the longer ago, more for a child. Dioptres of the spherical equivalent. */
function usualChange({ content, previous, age }: RuleCase<Common>): number {
  const years = previous ? Math.max(0, yearsBetween(previous.date, content.date)) : 0;
  const aYear = age !== null && age < ADULT_FROM ? USUAL_CHANGE.child : USUAL_CHANGE.adult;
  return Math.min(USUAL_CHANGE.most, Math.max(USUAL_CHANGE.least, years * aYear));
}

/** The same lens but for the sign of a figure: the slip of the pen that reaches a patient. */
const negated = (eye: Eye, field: 'sph' | 'cyl'): Eye => ({ ...eye, [field]: -(eye[field] ?? 0) });
const turnBetween = (a: number, b: number): number => Math.min(Math.abs(a - b), 180 - Math.abs(a - b));
const isSwapped = (content: Common, previous: Common): boolean =>
  isSameLens(content.od, previous.os) && isSameLens(content.os, previous.od) && !isSameLens(content.od, content.os);

/** This prescription beside the last signed one. */
export const PREVIOUS_RULES: readonly Rule<Common>[] = [
  {
    code: 'SIGN_FLIPPED',
    severity: 'warning',
    find: compared((now, before, side) =>
      when(now.sph! * before.sph! < 0, side, 'sph', { now: dioptres(now.sph!), before: dioptres(before.sph!) }),
    ),
  },
  {
    code: 'CYL_SIGN_FLIPPED',
    severity: 'warning',
    find: ({ content, previous }) =>
      eachEye(content, (now, side) =>
        when(
          !!now.cyl && !!previous && !isSameLens(now, previous[side]) && isSameLens(negated(now, 'cyl'), previous[side]),
          side,
          'cyl',
        ),
      ),
  },
  {
    code: 'EYES_SWAPPED',
    severity: 'warning',
    find: ({ content, previous }) => when(!!previous && isSwapped(content, previous), null, 'sph'),
  },
  {
    code: 'SPH_JUMP',
    severity: 'warning',
    find: compared((now, before, side, about) => {
      const by = sphericalEquivalent(now)! - sphericalEquivalent(before)!;
      return when(Math.abs(by) > usualChange(about), side, 'sph', { by: dioptres(by) });
    }),
  },
  {
    code: 'CYL_JUMP',
    severity: 'warning',
    find: compared((now, before, side) => {
      const by = (now.cyl ?? 0) - (before.cyl ?? 0);
      return when(Math.abs(by) > USUAL_CHANGE.cyl, side, 'cyl', { by: dioptres(by) });
    }),
  },
  {
    code: 'AXIS_TURNED',
    severity: 'warning',
    find: compared((now, before, side) => {
      const isFelt = [now, before].every(({ cyl }) => Math.abs(cyl ?? 0) >= AXIS_TURN.from);
      if (!isFelt || now.axis === null || before.axis === null) return [];
      const by = turnBetween(now.axis, before.axis);
      return when(by >= AXIS_TURN.degrees, side, 'axis', { by, now: now.axis, before: before.axis });
    }),
  },
  {
    code: 'ADD_FELL',
    severity: 'warning',
    find: compared((now, before, side) =>
      when(now.add !== null && before.add !== null && now.add < before.add, side, 'add', {
        now: dioptres(now.add ?? 0),
        before: dioptres(before.add ?? 0),
      }),
    ),
  },
];
