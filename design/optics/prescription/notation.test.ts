import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, inNotation, isSameLens, meridians, normalAxis, sphericalEquivalent, transpose } from './notation.ts';
import { fromHundredths, hundredths, isOnGrid, toGrid } from './power.ts';
import { eighths, lens, toric } from '../../../tests/factories/prescriptions.ts';

describe('transposition', () => {
  it.each([
    [
      { sph: -2.5, cyl: -1, axis: 180 },
      { sph: -3.5, cyl: 1, axis: 90 },
    ],
    [
      { sph: 1, cyl: 2, axis: 90 },
      { sph: 3, cyl: -2, axis: 180 },
    ],
    [
      { sph: 0, cyl: -0.75, axis: 1 },
      { sph: -0.75, cyl: 0.75, axis: 91 },
    ],
    [
      { sph: 0.5, cyl: -0.5, axis: 91 },
      { sph: 0, cyl: 0.5, axis: 1 },
    ],
  ])('of %o', (a, b) => {
    expect(transpose(a)).toEqual(b);
    expect(transpose(b)).toEqual(a);
  });
  it('is its own inverse, keeps both meridians and the equivalent', () => {
    fc.assert(
      fc.property(toric, (e) => {
        expect(transpose(transpose(e))).toEqual(e);
        expect([...meridians(transpose(e))].reverse()).toEqual(meridians(e));
        expect(sphericalEquivalent(transpose(e))).toBe(sphericalEquivalent(e));
        expect(transpose(e).axis).toSatisfy((axis: number) => axis >= 1 && axis <= 180);
      }),
    );
  });
  it('leaves what has no cylinder, no sphere or no axis', () => {
    for (const e of [
      { sph: -1, cyl: 0, axis: 90 },
      { sph: -1, cyl: null, axis: null },
      { sph: null, cyl: 1, axis: 90 },
      { sph: -1, cyl: 1, axis: null },
    ])
      expect(transpose(e)).toEqual(e);
  });
});

describe('the stored notation', () => {
  it('has minus cylinders, an axis only with one, and no minus zero', () => {
    fc.assert(
      fc.property(lens, (e) => {
        const kept = canonical(e);
        expect(kept.cyl ?? 0).toBeLessThanOrEqual(0);
        expect(kept.axis === null).toBe(!kept.cyl);
        expect(Object.is(kept.sph, -0)).toBe(false);
        expect(canonical(kept)).toEqual(kept);
      }),
    );
  });
  it('is the same for both ways of writing one lens: equal after normalising means equal', () => {
    fc.assert(
      fc.property(toric, toric, (a, b) => {
        expect(canonical(transpose(a))).toEqual(canonical(a));
        expect(isSameLens(a, transpose(a))).toBe(true);
        expect(isSameLens(a, b)).toBe(JSON.stringify(canonical(a)) === JSON.stringify(canonical(b)));
      }),
    );
  });
  it('is shown either way and comes back', () => {
    fc.assert(
      fc.property(lens, (e) => {
        expect(canonical(inNotation(e, 'plus'))).toEqual(canonical(e));
        if (e.sph !== null) expect(inNotation(e, 'plus').cyl ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
  it('holds plano and empty apart, a cylinder of zero and none together (D-07)', () => {
    const plano = { sph: 0, cyl: null, axis: null };
    expect(canonical(plano).sph).toBe(0);
    expect(isSameLens(plano, { sph: null, cyl: null, axis: null })).toBe(false);
    expect(isSameLens(plano, { sph: 0, cyl: 0, axis: 90 })).toBe(true);
  });
  it.each([
    [0, 180],
    [180, 180],
    [181, 1],
    [-10, 170],
    [360, 180],
    [90, 90],
  ])('axis %i is %i (L-15)', (said, kept) => {
    expect(normalAxis(said)).toBe(kept);
  });
});

describe('dioptres', () => {
  it('add up exactly on the eighth-step grid and stay on it', () => {
    fc.assert(
      fc.property(eighths(-30, 30), eighths(-30, 30), (a, b) => {
        expect(a + b - b).toBe(a);
        expect(isOnGrid(a + b, 0.125)).toBe(true);
      }),
    );
  });
  it('come back from whole hundredths, eighths too', () => {
    fc.assert(
      fc.property(eighths(-45, 45), (power) => {
        expect(Number.isSafeInteger(hundredths(power))).toBe(true);
        expect(fromHundredths(hundredths(power))).toBe(power);
      }),
    );
    expect([-2.125, 0.375, -0.125, 2.25].map(hundredths)).toEqual([-212, 37, -12, 225]);
  });
  it('go to the nearest of the grid, halves to the stronger', () => {
    expect([0.125, -0.125, 0.1, -3.9, -0.01].map((x) => toGrid(x, 0.25))).toEqual([0.25, -0.25, 0, -4, 0]);
    expect(Object.is(toGrid(-0.01, 0.25), -0)).toBe(false);
  });
});
