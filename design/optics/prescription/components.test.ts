import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Prism } from '../../documents/prescription.ts';
import { intermediateAdd, intermediatePower, nearPower } from './addition.ts';
import { componentsFromPolar, polarOf, prismOfBoth } from './prism.ts';
import { addsUp, binocular, monocular, nearFrom } from './pupils.ts';
import { eye } from '../../../tests/factories/prescriptions.ts';

const across = fc.option(
  fc.record({ amount: fc.integer({ min: 1, max: 80 }).map((n) => n / 4), base: fc.constantFrom('in' as const, 'out' as const) }),
);
const upright = fc.option(
  fc.record({ amount: fc.integer({ min: 1, max: 80 }).map((n) => n / 4), base: fc.constantFrom('up' as const, 'down' as const) }),
);
const prism: fc.Arbitrary<Prism> = fc.record({ horizontal: across, vertical: upright });
const p = (horizontal: Prism['horizontal'], vertical: Prism['vertical'] = null): Prism => ({ horizontal, vertical });

describe('prism', () => {
  it.each([
    ['base in of the right eye', p({ amount: 2, base: 'in' }), 'od', 0],
    ['base out of the right eye', p({ amount: 2, base: 'out' }), 'od', 180],
    ['base in of the left eye', p({ amount: 2, base: 'in' }), 'os', 180],
    ['base up', p(null, { amount: 2, base: 'up' }), 'os', 90],
    ['base down', p(null, { amount: 2, base: 'down' }), 'od', 270],
  ] as const)('%s points to %s°', (_, value, side, base) => {
    expect(polarOf(value, side)).toEqual({ amount: 2, base });
  });
  it('3 across and 4 upright make 5', () => {
    expect(polarOf(p({ amount: 3, base: 'in' }, { amount: 4, base: 'up' }), 'od')!.amount).toBe(5);
    expect(polarOf(null, 'od')).toBeNull();
    expect(polarOf(p(null), 'od')).toBeNull();
  });
  it('comes back from amount and base', () => {
    fc.assert(
      fc.property(prism, fc.constantFrom('od' as const, 'os' as const), (value, side) => {
        const polar = polarOf(value, side);
        expect(polar ? componentsFromPolar(polar, side) : p(null)).toEqual(value);
      }),
    );
  });
  it('of both eyes: bases in add up, opposed verticals add up, equal verticals undo each other', () => {
    const both = (od: Prism, os: Prism) => prismOfBoth(od, os);
    expect(both(p({ amount: 2, base: 'in' }), p({ amount: 3, base: 'in' }))).toEqual(p({ amount: 5, base: 'in' }));
    expect(both(p({ amount: 2, base: 'in' }), p({ amount: 2, base: 'out' }))).toEqual(p(null));
    expect(both(p(null, { amount: 1, base: 'up' }), p(null, { amount: 1, base: 'down' }))).toEqual(
      p(null, { amount: 2, base: 'up' }),
    );
    expect(both(p(null, { amount: 1, base: 'up' }), p(null, { amount: 1, base: 'up' }))).toEqual(p(null));
  });
});

describe('additions', () => {
  it('near is far plus the addition, the middle half of it or as written', () => {
    const progressive = eye({ sph: -2, cyl: -1, axis: 90, add: 2.25 });
    expect(nearPower(progressive)).toMatchObject({ sph: 0.25, cyl: -1, axis: 90, add: null });
    expect(intermediateAdd(progressive)).toBe(1.25);
    expect(intermediatePower(progressive)).toMatchObject({ sph: -0.75, add: null });
    expect(intermediatePower({ ...progressive, addIntermediate: 1 })).toMatchObject({ sph: -1 });
  });
  it('is none where no sphere or no addition is written; plano is a sphere', () => {
    expect(nearPower(eye())).toBeNull();
    expect(intermediatePower(eye())).toBeNull();
    expect(nearPower(eye({ sph: null, add: 2 }))).toBeNull();
    expect(nearPower(eye({ sph: 0, add: 2 }))).toMatchObject({ sph: 2 });
  });
});

describe('pupillary distances', () => {
  const pd = (both: number | null, od: number | null = null, os: number | null = null) => ({ both, od, os });
  it('one eye and both follow from each other', () => {
    expect([pd(64), pd(null, 31.5, 32), pd(null, 31, null)].map(binocular)).toEqual([64, 63.5, null]);
    expect(monocular(pd(63), 'od')).toBe(31.5);
    expect(monocular(pd(63, 31), 'os')).toBe(32);
    expect(monocular(pd(63, 31, 32), 'od')).toBe(31);
    expect(monocular(pd(null), 'od')).toBeNull();
  });
  it.each([
    [pd(64, 32, 32), true],
    [pd(64, 31.5, 32), true],
    [pd(64, 31.5, 33), true],
    [pd(64, 31, 32), false],
    [pd(64, 33, 32), false],
    [pd(64, 31, null), true],
    [pd(null, 31, 32), true],
  ])('%o adds up: %s (within half a millimetre)', (value, expected) => {
    expect(addsUp(value)).toBe(expected);
  });
  it('near is estimated from far, always closer, in halves', () => {
    expect(nearFrom(pd(64, 32, 32))).toEqual(pd(60, 30, 30));
    fc.assert(
      fc.property(fc.integer({ min: 80, max: 170 }), (halves) => {
        const near = nearFrom(pd(halves / 2)).both!;
        expect(near).toBeLessThan(halves / 2);
        expect(Number.isInteger(near * 2)).toBe(true);
      }),
    );
    expect(nearFrom(pd(null))).toEqual(pd(null));
  });
});
