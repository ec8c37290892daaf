import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { family } from '../../tests/factories/lenses.ts';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import { packMatrix } from './lens-matrix.ts';
import { isMade } from './lens-price.ts';
import type { LensNeed } from './lens-power.ts';
import { findLenses, type LensWish } from './lens-search.ts';
import { lensArticle, powerArticle, readPowerArticle, type PowerArticle } from './lens-sku.ts';

const axes = { sph: { min: -6, max: 6, step: 0.25 }, cyl: { min: -2, max: 0, step: 0.25 } };
const shelf = packMatrix(axes, ({ sph, cyl }) => (Math.abs(sph + cyl) <= 6 ? { band: 0, finished: true } : null));
const oneBand = (price: number) => ({ price, lens: [{ sphTo: 10, cylTo: 4, price }] });
const familyOf = (sku: string, price: number, lens: Parameters<typeof family>[0] = {}): CatalogueEntry =>
  family({ bands: oneBand(price).lens, ...lens }, { sku, price });
const ENTRIES = [
  familyOf('ORDER-CHEAP', 100_000),
  familyOf('ORDER-DEAR', 500_000, { index: 1.67 }),
  familyOf('SHELF', 300_000, { ...axes, matrix: shelf, diameter: 65 }),
  familyOf('SHELF-WIDE', 350_000, { ...axes, matrix: shelf, diameter: 75 }),
  familyOf('PROGRESSIVE', 900_000, { design: 'progressive', add: { min: 0.75, max: 3, step: 0.25 }, minHeight: 18 }),
  familyOf('BIFOCAL', 400_000, { design: 'bifocal', add: { min: 1, max: 3, step: 0.25 } }),
];
const need = (sph: number, cyl: number | null = null): LensNeed => ({ sph, cyl });
const wish = (change: Partial<LensWish> = {}): LensWish => ({ od: need(-2, -0.5), os: need(-2.25), ...change });
const skus = (change: Partial<LensWish> = {}, stock?: (article: string) => number) =>
  findLenses(ENTRIES, wish(change), stock).map(({ entry }) => entry.sku);
const fitting = {
  frame: { a: 54, dbl: 18, b: 40, ed: 58 },
  pd: { both: 64, od: 32, os: 32 },
  heights: { od: 20, os: 20 },
};

describe('lenses for a prescription', () => {
  it('come from the shelf before the laboratory, then the cheaper first', () => {
    expect(skus()).toEqual(['SHELF', 'SHELF-WIDE', 'ORDER-CHEAP', 'ORDER-DEAR']);
    expect(skus({ indexFrom: 1.67 })).toEqual(['ORDER-DEAR']);
  });

  it('come first of all from the drawer, if there is one for each eye', () => {
    const drawer = (held: Record<string, number>) => (article: string) => held[article] ?? 0;
    const both = drawer({ 'ORDER-DEAR~-2.00-0.50': 1, 'ORDER-DEAR~-2.25': 1 });
    expect(findLenses(ENTRIES, wish(), both)[0]).toMatchObject({ availability: 'on-hand', entry: { sku: 'ORDER-DEAR' } });
    expect(skus({}, drawer({ 'ORDER-DEAR~-2.00-0.50': 5 }))[0]).toBe('SHELF');
    const alike = { od: need(-2), os: need(-2, 0) };
    expect(findLenses(ENTRIES, alike, drawer({ 'SHELF-WIDE~-2.00': 1 }))[0]?.availability).toBe('finished');
    expect(findLenses(ENTRIES, alike, drawer({ 'SHELF-WIDE~-2.00': 2 }))[0]).toMatchObject({
      availability: 'on-hand',
      entry: { sku: 'SHELF-WIDE' },
    });
  });

  it('that fit the frame come before those that do not, and say so', () => {
    const found = findLenses(ENTRIES, wish({ fitting }));
    expect(found.map(({ entry, reasons }) => [entry.sku, ...reasons])).toEqual([
      ['SHELF-WIDE', 'finished', 'fits'],
      ['SHELF', 'finished', 'does-not-fit'],
      ['ORDER-CHEAP', 'to-order', 'fits', 'cheapest'],
      ['ORDER-DEAR', 'to-order', 'fits'],
    ]);
    expect(found[1]!.findings.map(({ code, eye }) => [code, eye])).toEqual([
      ['BLANK_TOO_SMALL', 'od'],
      ['BLANK_TOO_SMALL', 'os'],
    ]);
  });

  it('with an add have a near part, and lack nothing but what was not measured yet', () => {
    const reader = { od: { ...need(1), add: 2 }, os: { ...need(1), add: 2 } };
    expect(skus(reader)).toEqual(['BIFOCAL', 'PROGRESSIVE']);
    expect(skus({ ...reader, designs: ['single-vision'] })).toEqual(['SHELF', 'SHELF-WIDE', 'ORDER-CHEAP', 'ORDER-DEAR']);
    expect(skus({ od: { ...need(1), add: 0.75 }, os: null })).toEqual(['PROGRESSIVE']);
    expect(skus({ od: { ...need(1), add: 0.75 }, os: need(1) })).toEqual([]);
    const unmeasured = findLenses(ENTRIES, { ...reader, fitting: { ...fitting, heights: { od: null, os: null } } });
    expect(unmeasured[0]).toMatchObject({ reasons: ['to-order', 'fit-unknown', 'cheapest'] });
  });

  it('that are not made for one eye are not found for the pair', () => {
    expect(skus({ os: need(-6.25) })).toEqual(['ORDER-CHEAP', 'ORDER-DEAR']);
    expect(skus({ os: need(-10.25) })).toEqual([]);
    expect(skus({ os: null })).toEqual(['SHELF', 'SHELF-WIDE', 'ORDER-CHEAP', 'ORDER-DEAR']);
    expect(skus({ od: null, os: null })).toEqual([]);
  });

  it('with what must be had: included or for a surcharge, else not at all', () => {
    const tinted = familyOf('TINTED', 200_000, {
      options: [{ code: 'BROWN', kind: 'tint', name: 'Коричневый', price: 50_000 }],
    });
    const found = findLenses([...ENTRIES, tinted], wish({ options: ['BROWN', 'HMC'] }));
    expect(found.map(({ entry, price }) => [entry.sku, price])).toEqual([['TINTED', 500_000]]);
  });

  it('are the same, in the same order at the same price, when the prescription is transposed', () => {
    const quarter = (min: number, max: number) => fc.integer({ min: min * 4, max: max * 4 }).map((n) => n / 4);
    const eye = fc.record({ sph: quarter(-8, 8), cyl: quarter(-3, 3), axis: fc.integer({ min: 1, max: 180 }) });
    const turned = ({ sph, cyl, axis }: { sph: number; cyl: number; axis: number }) => ({
      sph: sph + cyl,
      cyl: -cyl,
      axis: axis > 90 ? axis - 90 : axis + 90,
    });
    const stock = (article: string) => article.length % 3;
    fc.assert(
      fc.property(eye, eye, (od, os) => {
        const told = (one: LensWish) =>
          findLenses(ENTRIES, one, stock).map(({ entry, price, reasons, findings }) => ({
            sku: entry.sku,
            price,
            reasons,
            findings,
          }));
        const plain = told({ od, os, fitting });
        expect(told({ od: turned(od), os: turned(os), fitting })).toEqual(plain);
        const made = ENTRIES.filter(({ lens }) => lens!.add === null && isMade(lens!, od) && isMade(lens!, os));
        expect(plain.map(({ sku }) => sku).sort()).toEqual(made.map(({ sku }) => sku).sort());
      }),
    );
  });

  it('are found in the order of their ranks, whatever the order of the catalogue', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(ENTRIES, { minLength: ENTRIES.length }), (entries) => {
        expect(findLenses(entries, wish({ fitting })).map(({ entry }) => entry.sku)).toEqual(skus({ fitting }));
      }),
    );
  });

  it('are looked for in 300 families of full matrices without unpacking one: each question is answered from its text', () => {
    const many = Array.from({ length: 300 }, (_, i) => familyOf(`F-${i}`, 100_000 + i, { ...axes, matrix: shelf }));
    expect(findLenses(many, wish({ fitting }))).toHaveLength(300);
    expect(JSON.stringify(many.map(({ lens }) => lens!.matrix)).length).toBeLessThan(300 * 160);
  });
});

describe('the article of a lens in a power', () => {
  it.each([
    [need(-2.25, -0.75), false, 'HOY~-2.25-0.75'],
    [need(-3, 0.75), false, 'HOY~-2.25-0.75'],
    [need(0), false, 'HOY~+0.00'],
    [need(-0, -0), false, 'HOY~+0.00'],
    [need(0.125), false, 'HOY~+0.125'],
    [{ ...need(1), add: 2 }, true, 'HOY~+1.00~a2.00~R'],
    [{ ...need(1), add: 2 }, false, 'HOY~+1.00'],
  ])('%j: %s %s', (one, hasAdd, article) => {
    expect(lensArticle('HOY', one, 'od', hasAdd)).toBe(article);
  });

  it('reads back as it was written; other articles have no power', () => {
    const eighth = (min: number, max: number) => fc.integer({ min: min * 8, max: max * 8 }).map((n) => n / 8 + 0);
    const article = fc.record<PowerArticle>({
      sku: fc.stringMatching(/^[A-Z0-9-]{1,10}$/),
      sph: eighth(-30, 30),
      cyl: eighth(-10, 0),
      axis: fc.option(fc.integer({ min: 1, max: 180 })),
      add: fc.option(fc.constantFrom('2.00', '0.75', 'LOW', 'HIGH')),
      eye: fc.option(fc.constantFrom('od' as const, 'os' as const)),
    });
    fc.assert(
      fc.property(article, (one) => {
        expect(readPowerArticle(powerArticle(one))).toEqual(one);
      }),
    );
    for (const other of ['HOY-1001', 'HOY~', 'HOY~x', '~-2.00']) expect(readPowerArticle(other)).toBeNull();
  });
});
