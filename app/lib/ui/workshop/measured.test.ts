import { expect, it } from 'vitest';
import { figureOf, isOdd, measuredOf, NOTHING_TYPED, turnedSign, type TypedPair } from './measured.ts';

const od = { sph: '−2,25', cyl: '-0.75', axis: '180', add: '', height: '18' };
const typed = (change: Partial<TypedPair> = {}): TypedPair => ({ ...NOTHING_TYPED, od, ...change });

it('figures are understood with comma or point and either minus', () => {
  expect(['−2,25', '-2.25', '+0,5', '0', ' 3 '].map(figureOf)).toEqual([-2.25, -2.25, 0.5, 0, 3]);
  expect(['', '-', '2,2,5', 'plano', '1e3', '9999'].map(figureOf)).toEqual([null, null, null, null, null, null]);
});

it('a lens that was not measured is not measured as plano', () => {
  expect(measuredOf(typed())).toMatchObject({
    od: { sph: -2.25, cyl: -0.75, axis: 180, add: null, height: 18 },
    os: null,
    horizontal: null,
  });
});

it('nothing that was typed is lost silently: no figure, no axis beyond the half circle, no cylinder without a sphere', () => {
  expect(isOdd(typed())).toBe(false);
  expect(isOdd(typed({ horizontal: '0,2x' }))).toBe(true);
  expect(isOdd(typed({ od: { ...od, axis: '190' } }))).toBe(true);
  expect(isOdd(typed({ os: { ...od, sph: '' } }))).toBe(true);
});

it('the sign turns under a press, for keyboards without a minus', () => {
  expect(['', '2,25', '+1', '−3', '-3'].map(turnedSign)).toEqual(['−', '−2,25', '−1', '3', '3']);
});
