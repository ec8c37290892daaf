import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dioptres, isMade, lensPrice, powerText } from './lens-price.ts';

const lens = {
  index: 1.6,
  design: 'single-vision' as const,
  material: 'MR-8',
  coatings: ['HMC'],
  diameter: 70,
  sph: { min: -10, max: 8, step: 0.25 },
  cyl: { min: -4, max: 4, step: 0.25 },
  add: null,
  bands: [
    { sphTo: 4, cylTo: 2, price: 300_000 },
    { sphTo: 6, cylTo: 2, price: 345_000 },
    { sphTo: 10, cylTo: 2, price: 390_000 },
    { sphTo: 10, cylTo: 4, price: 465_000 },
  ],
};
const entry = { price: 300_000, lens };
const quarter = (min: number, max: number) => fc.integer({ min: min * 4, max: max * 4 }).map((n) => n / 4);

describe('the price of a lens by its power', () => {
  it('is that of the cheapest band that reaches it', () => {
    expect(lensPrice(entry, { sph: -2, cyl: null })).toBe(300_000);
    expect(lensPrice(entry, { sph: -4, cyl: -2 })).toBe(300_000);
    expect(lensPrice(entry, { sph: -4.25, cyl: -2 })).toBe(345_000);
    expect(lensPrice(entry, { sph: -2, cyl: -2.25 })).toBe(465_000);
  });
  it('is the same in either notation of the cylinder', () => {
    fc.assert(
      fc.property(quarter(-6, 6), quarter(-4, 4), (sph, cyl) => {
        expect(lensPrice(entry, { sph: sph + cyl, cyl: -cyl })).toBe(lensPrice(entry, { sph, cyl }));
      }),
    );
  });
  it('follows a price of this shop: all bands move with the first', () => {
    expect(lensPrice({ price: 280_000, lens }, { sph: -5, cyl: null })).toBe(325_000);
    expect(lensPrice({ price: 0, lens }, { sph: -1, cyl: null })).toBe(0);
  });
  it('is none for a power that is not made', () => {
    expect(lensPrice(entry, { sph: -12, cyl: null })).toBeNull();
    expect(lensPrice(entry, { sph: -1, cyl: -4.25 })).toBeNull();
    expect(lensPrice({ price: 100 }, { sph: 0, cyl: null })).toBeNull();
    expect(isMade(lens, { sph: 8, cyl: -4 })).toBe(true);
  });
  it('never falls when the sphere grows', () => {
    fc.assert(
      fc.property(quarter(0, 7), quarter(-2, 0), (sph, cyl) => {
        expect(lensPrice(entry, { sph: sph + 0.25, cyl })).toBeGreaterThanOrEqual(lensPrice(entry, { sph, cyl })!);
      }),
    );
  });
});

describe('a power in words', () => {
  it('shows the sign, quarters and eighths', () => {
    expect([-2.25, 0.5, 0, -0.125].map(dioptres)).toEqual(['−2,25', '+0,50', '0,00', '−0,125']);
    expect(powerText({ sph: -2.25, cyl: -0.75 })).toBe('−2,25 / −0,75');
    expect(powerText({ sph: 1, cyl: 0 })).toBe('+1,00');
  });
});
