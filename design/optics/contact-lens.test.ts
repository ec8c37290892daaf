import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactLensAttributes } from '../documents/catalogue.ts';
import { packsFor, REPLACEMENT_DAYS } from './contact-packs.ts';
import { contactSpheres, isContactMade, nearestContact, type ContactLens } from './contact-power.ts';
import type { LensNeed } from './lens-power.ts';

const base = { bc: 8.6, dia: 14.2, pack: 6, replacement: 'month' as const };
/** Quarters to ±6, halves beyond: as soft lenses are made (GOST 31586-2012 has the same grid as far as ±12.5). */
const spherical: ContactLens = {
  ...base,
  sph: { min: -12, max: 8, step: 0.25 },
  powers: [
    { sph: { min: -12, max: -6.5, step: 0.5 } },
    { sph: { min: -6, max: 6, step: 0.25 } },
    { sph: { min: 6.5, max: 8, step: 0.5 } },
  ],
};
const tens = Array.from({ length: 18 }, (_, i) => (i + 1) * 10);
const toric: ContactLens = {
  ...base,
  sph: { min: -9, max: 4, step: 0.25 },
  powers: [
    { sph: { min: -6, max: 4, step: 0.25 }, cyl: [-0.75, -1.25, -1.75], axes: tens },
    { sph: { min: -6, max: 4, step: 0.25 }, cyl: [-2.25], axes: [10, 20, 90, 160, 170, 180] },
    { sph: { min: -9, max: -6.5, step: 0.5 }, cyl: [-0.75, -1.25, -1.75], axes: tens },
  ],
};
const multifocal: ContactLens = {
  ...base,
  sph: { min: -10, max: 6, step: 0.25 },
  adds: [
    { code: 'LOW', from: 0.75, to: 1.25 },
    { code: 'HIGH', from: 1.5, to: 2.5 },
  ],
};
const need = (sph: number, cyl: number | null = null, axis: number | null = null): LensNeed => ({ sph, cyl, axis });
const quarter = (min: number, max: number) => fc.integer({ min: min * 4, max: max * 4 }).map((n) => n / 4);
const turned = ({ sph, cyl, axis }: { sph: number; cyl: number; axis: number }) =>
  need(sph + cyl, -cyl, axis > 90 ? axis - 90 : axis + 90);

describe('the nearest power of a contact lens', () => {
  it.each([
    [spherical, need(-3), { sph: -3, cyl: 0, axis: null }, []],
    [spherical, need(0), { sph: 0, cyl: 0, axis: null }, []],
    // Between −6.00 and −6.50 both are as near: the weaker one.
    [spherical, need(-6.25), { sph: -6, cyl: 0, axis: null }, []],
    [spherical, need(-6.375), { sph: -6.5, cyl: 0, axis: null }, []],
    [spherical, need(6.25), { sph: 6, cyl: 0, axis: null }, []],
    [spherical, need(-12.25), { sph: -12, cyl: 0, axis: null }, []],
    [spherical, need(-12.375), { sph: -12, cyl: 0, axis: null }, ['POWER_FAR']],
    [spherical, need(8.5), { sph: 8, cyl: 0, axis: null }, ['POWER_FAR']],
    // A cylinder of half a dioptre goes into the spherical equivalent.
    [spherical, need(-2, -0.5, 90), { sph: -2.25, cyl: 0, axis: null }, []],
    [spherical, need(-2, -0.75, 90), { sph: -2.25, cyl: 0, axis: null }, ['CYLINDER_LEFT']],
    [toric, need(-2, -0.75, 90), { sph: -2, cyl: -0.75, axis: 90 }, []],
    // What paper calls axis 0 is 180.
    [toric, need(-2, -0.75, 0), { sph: -2, cyl: -0.75, axis: 180 }, []],
    [toric, need(-2.75, 0.75, 180), { sph: -2, cyl: -0.75, axis: 90 }, []],
    [toric, need(-2, -1, 90), { sph: -2, cyl: -0.75, axis: 90 }, []],
    [toric, need(-2, -1.25, 47), { sph: -2, cyl: -1.25, axis: 50 }, []],
    [toric, need(-2, -1.25, 3), { sph: -2, cyl: -1.25, axis: 180 }, []],
    // The strongest cylinder is not made at 45°, and the next one leaves half a dioptre.
    [toric, need(-2, -2.25, 40), { sph: -2.25, cyl: -1.75, axis: 40 }, []],
    [toric, need(-2, -3, 180), { sph: -2.25, cyl: -2.25, axis: 180 }, ['CYLINDER_LEFT']],
  ] as [ContactLens, LensNeed, object, string[]][])('%#: %o for %o', (lens, wanted, power, findings) => {
    expect(nearestContact(lens, wanted)).toMatchObject({ power: { ...power, add: null }, findings });
  });

  it.each([
    [null, null, ['ADD_MISSING']],
    [0.5, null, ['ADD_NOT_MADE']],
    [0.75, 'LOW', []],
    [1.25, 'LOW', []],
    [1.5, 'HIGH', []],
    [2.75, null, ['ADD_NOT_MADE']],
  ])('of a multifocal one by an add of %s is %s', (add, code, findings) => {
    expect(nearestContact(multifocal, { ...need(-1), add })).toMatchObject({ power: { add: code }, findings });
  });

  it('is one that is made, as near as any other, and what was asked for where that is made', () => {
    const eye = fc.record({ sph: quarter(-10, 6), cyl: quarter(-3, 0), axis: fc.integer({ min: 1, max: 180 }) });
    const vector = ({ sph, cyl, axis }: { sph: number; cyl: number; axis: number | null }) => {
      const double = ((axis ?? 180) * Math.PI) / 90;
      return [sph + cyl / 2, (-cyl / 2) * Math.cos(double), (-cyl / 2) * Math.sin(double)] as const;
    };
    const blur = (a: Parameters<typeof vector>[0], b: Parameters<typeof vector>[0]) => {
      const [one, other] = [vector(a), vector(b)];
      return Math.hypot(...one.map((value, i) => value - other[i]!));
    };
    const all = toric.powers!.flatMap((block) =>
      contactSpheres({ ...toric, powers: [block] }).flatMap((sph) =>
        block.cyl!.flatMap((cyl) => block.axes!.map((axis) => ({ sph, cyl, axis }))),
      ),
    );
    fc.assert(
      fc.property(eye, (wanted) => {
        const { power, off } = nearestContact(toric, wanted);
        expect(isContactMade(toric, power)).toBe(true);
        const least = all.reduce((best, one) => Math.min(best, blur(one, wanted)), Infinity);
        expect(off).toBeCloseTo(least, 3);
        if (isContactMade(toric, wanted)) expect(power).toMatchObject(wanted);
      }),
      { numRuns: 50 },
    );
  });

  it('is the same for a transposed power', () => {
    const eye = fc.record({ sph: quarter(-8, 4), cyl: quarter(-3, 3), axis: fc.integer({ min: 1, max: 180 }) });
    fc.assert(
      fc.property(eye, (wanted) => {
        expect(nearestContact(toric, turned(wanted))).toEqual(nearestContact(toric, wanted));
        expect(nearestContact(spherical, turned(wanted))).toEqual(nearestContact(spherical, wanted));
      }),
    );
  });
});

describe('the powers of a contact lens', () => {
  it('are its blocks, or its whole range where the catalogue tells no more', () => {
    expect(contactSpheres(spherical)).toHaveLength(12 + 49 + 4);
    expect(contactSpheres(multifocal)).toHaveLength(65);
    expect(isContactMade(spherical, need(-6.25))).toBe(false);
    expect(isContactMade(spherical, need(-6.5))).toBe(true);
    expect(isContactMade(spherical, need(-6.5, -0.75, 90))).toBe(false);
    expect(isContactMade(toric, need(-2))).toBe(false);
    expect(isContactMade(toric, need(-4.25, 2.25, 180))).toBe(true);
    expect(isContactMade(toric, need(-2, -2.25, 80))).toBe(false);
  });
  it('stand in the catalogue as they are', () => {
    for (const lens of [spherical, toric, multifocal]) expect(contactLensAttributes.parse(lens)).toEqual(lens);
  });
});

describe('packs for a period', () => {
  it.each([
    // pack, replacement, days, days a week, eyes → lenses, packs, days they last
    [30, 'day', 30, 7, 1, 30, 1, 30],
    [30, 'day', 31, 7, 1, 31, 2, 60],
    [30, 'day', 90, 7, 2, 180, 6, 90],
    [30, 'day', 90, 3, 1, 39, 2, 140],
    [6, 'two-weeks', 84, 7, 1, 6, 1, 84],
    [6, 'two-weeks', 85, 7, 1, 7, 2, 168],
    [6, 'month', 90, 7, 2, 6, 1, 90],
    [6, 'month', 90, 3, 2, 6, 1, 90],
    [3, 'month', 180, 7, 1, 6, 2, 180],
    [4, 'quarter', 365, 7, 1, 5, 2, 720],
    [1, 'year', 365, 7, 2, 2, 2, 365],
    [2, 'half-year', 180, 7, 2, 2, 1, 180],
  ] as const)(
    '%d a pack, %s, %d days at %d a week, %d eyes: %d lenses, %d packs, %d days',
    (pack, replacement, days, daysAWeek, eyes, lenses, packs, lasts) => {
      expect(packsFor({ pack, replacement }, { days, daysAWeek }, eyes)).toEqual({ lenses, packs, lasts });
    },
  );

  it('last for the period at least, and a pack less would not', () => {
    const replacement = fc.constantFrom(...(Object.keys(REPLACEMENT_DAYS) as ContactLens['replacement'][]));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 180 }),
        replacement,
        fc.integer({ min: 1, max: 800 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(1 as const, 2 as const),
        (pack, every, days, daysAWeek, eyes) => {
          const { lenses, packs, lasts } = packsFor({ pack, replacement: every }, { days, daysAWeek }, eyes);
          expect(lasts).toBeGreaterThanOrEqual(days);
          expect(packs * pack).toBeGreaterThanOrEqual(lenses);
          expect((packs - 1) * pack).toBeLessThan(lenses);
        },
      ),
    );
  });
});
