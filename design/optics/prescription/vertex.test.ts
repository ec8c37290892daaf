import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactLensFor, isContactSphere, nearestSphere } from './contact-lens.ts';
import { atVertex, eyeAtVertex, needsVertex } from './vertex.ts';
import { lens, toric } from '../../../tests/factories/prescriptions.ts';
import { canonical, transpose } from './notation.ts';

describe('the vertex conversion', () => {
  it.each([
    [-4, -3.82],
    [-8, -7.3],
    [-10, -8.93],
    [5, 5.32],
    [10, 11.36],
  ])('brings %d D from 12 mm to %d D at the cornea', (glasses, cornea) => {
    expect(atVertex(glasses, 12, 0)).toBeCloseTo(cornea, 2);
  });
  it('there and back is where it was', () => {
    fc.assert(
      fc.property(fc.double({ min: -25, max: 25, noNaN: true }), fc.integer({ min: 0, max: 20 }), (power, from) => {
        expect(atVertex(atVertex(power, from, 0), 0, from)).toBeCloseTo(power, 6);
      }),
    );
  });
  it('moves both meridians: of −8,00/−2,00 the cylinder loses a third of a dioptre', () => {
    const moved = eyeAtVertex({ sph: -8, cyl: -2, axis: 10 }, 12, 0);
    expect(moved.sph).toBeCloseTo(-7.299, 3);
    expect(moved.cyl).toBeCloseTo(-1.629, 3);
    expect(eyeAtVertex({ sph: null, cyl: null, axis: null }, 12, 0).sph).toBeNull();
    expect(eyeAtVertex({ sph: -8, cyl: null, axis: null }, 12, 0).cyl).toBeNull();
  });
  it('matters from ±4,00 in any meridian on', () => {
    expect([-3.75, 4, -4].map((sph) => needsVertex({ sph, cyl: null }))).toEqual([false, true, true]);
    expect(needsVertex({ sph: -3, cyl: -1 })).toBe(true);
    expect(needsVertex({ sph: 5, cyl: -6 })).toBe(true);
    expect(needsVertex({ sph: null, cyl: null })).toBe(false);
  });
});

describe('the contact lens for glasses', () => {
  it.each([
    ['as it is under ±4,00', { sph: -3.75, cyl: null, axis: null }, { sph: -3.75, cyl: null, axis: null, moved: false }],
    ['weaker for the short-sighted', { sph: -5, cyl: null, axis: null }, { sph: -4.75, cyl: null, axis: null, moved: true }],
    ['stronger for the long-sighted', { sph: 5, cyl: null, axis: null }, { sph: 5.25, cyl: null, axis: null, moved: true }],
    ['with half of a weak cylinder', { sph: -2, cyl: -0.5, axis: 90 }, { sph: -2.25, cyl: null, axis: null, moved: false }],
    ['toric', { sph: -2, cyl: -1.25, axis: 178 }, { sph: -2, cyl: -1.25, axis: 180, moved: false }],
    ['toric from a plus cylinder', { sph: -3.25, cyl: 1.25, axis: 88 }, { sph: -2, cyl: -1.25, axis: 180, moved: false }],
    ['plano where nothing is needed', { sph: 0, cyl: null, axis: null }, { sph: 0, cyl: null, axis: null, moved: false }],
  ])('is %s', (_, glasses, expected) => {
    expect(contactLensFor(glasses, 12)).toMatchObject(expected);
  });
  it('is the same whichever notation the glasses were written in', () => {
    fc.assert(
      fc.property(toric, (glasses) => {
        expect(contactLensFor(transpose(glasses), 12)).toEqual(contactLensFor(glasses, 12));
      }),
    );
  });
  it('is always one that is made, near the exact equivalent', () => {
    fc.assert(
      fc.property(lens, (glasses) => {
        const proposed = contactLensFor(glasses, 12);
        if (!proposed) return;
        expect(isContactSphere(proposed.sph)).toBe(true);
        expect(proposed.axis === null).toBe(proposed.cyl === null);
        const [exact, made] = [proposed.exact, proposed].map(({ sph, cyl }) => sph! + (cyl ?? 0) / 2) as [number, number];
        expect(Math.abs(exact - made)).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(proposed.moved).toBe(needsVertex(canonical(glasses)));
      }),
    );
  });
  it('is none for an empty eye and beyond what is made', () => {
    expect(contactLensFor({ sph: null, cyl: null, axis: null }, 12)).toBeNull();
    expect(contactLensFor({ sph: -29, cyl: null, axis: null }, 12)).toBeNull();
  });
  it.each([
    [-6, -6],
    [-6.2, -6],
    [-6.25, -6],
    [-6.3, -6.5],
    [-12.75, -12.5],
    [-12.8, -13],
    [-13.5, -13],
    [14.6, 15],
    [20.5, 20],
    [20.6, null],
  ])('sphere %d is made as %s (GOST 31586-2012: whole dioptres from 13 on)', (asked, made) => {
    expect(nearestSphere(asked)).toBe(made);
  });
});
