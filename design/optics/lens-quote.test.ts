import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { family } from '../../tests/factories/lenses.ts';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import { LENS_FINDINGS } from './lens-findings.ts';
import { packMatrix } from './lens-matrix.ts';
import { needOf, minusNeed, type LensNeed } from './lens-power.ts';
import { lensPrice } from './lens-price.ts';
import { madeFindings, optionFindings, quoteLens, type LensChoice } from './lens-quote.ts';
import { quotePair } from './pair-quote.ts';

const OPTIONS = [
  { code: 'BLUE', kind: 'coating', name: 'Blue', price: 90_000, excludes: ['MIRROR'], onFinished: true },
  { code: 'MIRROR', kind: 'coating', name: 'Зеркальное', price: 150_000, requires: ['BROWN'] },
  { code: 'BROWN', kind: 'tint', name: 'Коричневый 85 %', price: 60_000 },
  { code: 'HMC', kind: 'coating', name: 'HMC', price: 40_000 },
] as const;
const PRISM = [
  { to: 2, price: 50_000 },
  { to: 5, price: 120_000 },
];
const options = OPTIONS.map((one) => ({
  ...one,
  excludes: 'excludes' in one ? [...one.excludes] : [],
  requires: 'requires' in one ? [...one.requires] : [],
}));
const entry = family({ options, prism: PRISM });
const progressive = family({ design: 'progressive', add: { min: 0.75, max: 3, step: 0.25 } }).lens!;
const choice = (need: Partial<LensNeed>, codes: readonly string[] = []): LensChoice => ({
  entry,
  need: { sph: -2, cyl: null, ...need },
  options: codes,
});
const told = (one: { readonly findings: readonly { readonly code: string }[] }) => one.findings.map(({ code }) => code);
const eighth = (min: number, max: number) => fc.integer({ min: min * 8, max: max * 8 }).map((n) => n / 8);

describe('can a lens be made', () => {
  const made = (lens: NonNullable<CatalogueEntry['lens']>, need: LensNeed) => madeFindings(lens, need).map(({ code }) => code);

  it.each([
    [{ sph: 8, cyl: null }, []],
    [{ sph: 8.25, cyl: null }, ['NOT_MADE']],
    [{ sph: -10, cyl: null }, []],
    [{ sph: -10.25, cyl: null }, ['NOT_MADE']],
    [{ sph: 0, cyl: -4 }, []],
    [{ sph: 0, cyl: -4.25 }, ['NOT_MADE']],
    [{ sph: -4, cyl: 4 }, []],
    [{ sph: -1.125, cyl: null }, ['NOT_MADE']],
    [{ sph: 0, cyl: null, prism: 5 }, []],
    [{ sph: 0, cyl: null, prism: 5.25 }, ['PRISM_NOT_MADE']],
    [{ sph: 0, cyl: null, prism: 0 }, []],
    [{ sph: 0, cyl: null, add: 2 }, []],
  ] as [LensNeed, string[]][])('%j', (need, codes) => {
    expect(made(entry.lens!, need)).toEqual(codes);
  });

  it.each([
    [null, ['ADD_MISSING']],
    [0.5, ['ADD_NOT_MADE']],
    [0.75, []],
    [3, []],
    [3.25, ['ADD_NOT_MADE']],
    [1.125, ['ADD_NOT_MADE']],
  ])('with an add of %s in a progressive family', (add, codes) => {
    expect(made(progressive, { sph: 0, cyl: null, add })).toEqual(codes);
  });

  it('says so where the catalogue does not tell about prism', () => {
    expect(made(progressive, { sph: 0, cyl: null, add: 1, prism: 1 })).toEqual(['PRISM_NOT_STATED']);
    expect(LENS_FINDINGS.PRISM_NOT_STATED).toBe('warning');
  });
});

describe('options of a lens', () => {
  it.each([
    [[], []],
    [['BLUE'], []],
    [['BROWN', 'MIRROR'], []],
    [['MIRROR'], ['OPTION_REQUIRES BROWN']],
    [
      ['BLUE', 'MIRROR', 'BROWN'],
      ['OPTION_EXCLUDED MIRROR', 'OPTION_EXCLUDED BLUE'],
    ],
    [['GOLD'], ['OPTION_UNKNOWN undefined']],
    [['HMC'], []],
  ])('%j', (codes, expected) => {
    expect(optionFindings(entry.lens!, codes).map(({ code, values }) => `${code} ${values['other']}`)).toEqual(expected);
  });
});

describe('the price of a lens', () => {
  it('is band, options and prism; what the lens comes with costs nothing more, and an option named twice once', () => {
    expect(quoteLens(choice({ sph: -5, prism: 2 }, ['BLUE', 'HMC', 'BLUE']))).toMatchObject({
      total: 345_000 + 90_000 + 50_000,
      base: 345_000,
      options: [{ code: 'BLUE', price: 90_000 }],
      prism: 50_000,
    });
    expect(quoteLens(choice({ prism: 2.25 })).prism).toBe(120_000);
  });

  it('is none where something stops it', () => {
    for (const one of [choice({ sph: 9 }), choice({}, ['GOLD']), choice({ prism: 6 })]) {
      expect(quoteLens(one).total).toBeNull();
      expect(quoteLens(one).findings).not.toEqual([]);
    }
    const { lens: _, ...service } = entry;
    expect(quoteLens({ ...choice({}), entry: service })).toMatchObject({ total: null });
  });

  it('is the exact sum of its parts, the same in either notation, and never less for an option more', () => {
    const codes = fc.subarray(['BLUE', 'BROWN', 'HMC']);
    fc.assert(
      fc.property(eighth(-11, 9), eighth(-5, 5), codes, fc.constantFrom(0, 1, 2, 3, 5, 6), (sph, cyl, wanted, prism) => {
        const quote = quoteLens(choice({ sph, cyl, prism }, wanted));
        expect(quoteLens(choice({ sph: sph + cyl, cyl: -cyl, prism }, wanted)).total).toBe(quote.total);
        if (quote.total === null) return;
        expect(quote.base).toBe(lensPrice(entry, { sph, cyl }));
        expect(quote.total).toBe(quote.options.reduce((sum, { price }) => sum + price, quote.base + quote.prism));
        expect(quoteLens(choice({ sph, cyl, prism }, wanted.slice(1))).total).toBeLessThanOrEqual(quote.total);
      }),
    );
  });

  it('knows a finished lens, and what makes it one to order', () => {
    const { sph, cyl, bands } = entry.lens!;
    const matrix = packMatrix({ sph, cyl }, (power) => ({ band: 0, finished: power.cyl >= -2 }));
    const stocked = family({ options, prism: PRISM, matrix, bands });
    const finished = (need: Partial<LensNeed>, codes: readonly string[] = []) =>
      quoteLens({ ...choice(need, codes), entry: stocked }).finished;
    expect([finished({}), finished({ cyl: -2.25 }), finished({ prism: 1 })]).toEqual([true, false, false]);
    expect([finished({}, ['BLUE']), finished({}, ['BROWN']), finished({}, ['HMC'])]).toEqual([true, false, true]);
  });
});

describe('the price of a pair', () => {
  const frame: CatalogueEntry = { ...family(), sku: 'RB-1001', kind: 'frame', price: 1_599_000 };
  const work: CatalogueEntry = { ...family(), sku: 'WORK', kind: 'service', price: 80_000 };
  const pair = (change: Partial<Parameters<typeof quotePair>[0]> = {}) =>
    quotePair({ frame, right: choice({}), left: choice({ sph: -5 }, []), work: [work], ...change });

  it('is that of the frame, of each lens by itself and of the work', () => {
    expect(pair()).toMatchObject({ total: 1_599_000 + 300_000 + 345_000 + 80_000, findings: [] });
    expect(pair({ frame: null, left: null, work: [] }).total).toBe(300_000);
    expect(pair({ left: choice({ sph: 12 }) })).toMatchObject({ total: null, frame: 1_599_000, left: { total: null } });
  });

  it('is told where the two lenses are not alike', () => {
    const other = { ...family({ options }), sku: 'HOY-1002' };
    expect(told(pair({ left: { ...choice({}), entry: other } }))).toEqual(['LENSES_DIFFER']);
    expect(told(pair({ left: choice({}, ['BLUE']) }))).toEqual(['OPTIONS_DIFFER']);
    expect(told(pair({ right: choice({}, ['BLUE', 'HMC']), left: choice({}, ['BLUE', 'HMC']) }))).toEqual([]);
  });

  it('is the exact sum of its parts for any pair, and one price in either notation', () => {
    const need = fc.record({ sph: eighth(-4, 4), cyl: eighth(-2, 2) });
    const turned = ({ sph, cyl }: { sph: number; cyl: number }) => ({ sph: sph + cyl, cyl: -cyl });
    fc.assert(
      fc.property(need, need, fc.subarray(['BLUE', 'BROWN']), (od, os, codes) => {
        const quote = pair({ right: choice(od, codes), left: choice(os, codes) });
        const parts = [quote.frame, quote.right!.total, quote.left!.total, quote.work];
        expect(quote.total).toBe(
          parts.some((part) => part === null) ? null : parts.reduce<number>((sum, part) => sum + part!, 0),
        );
        expect(pair({ right: choice(turned(od), codes), left: choice(turned(os), codes) }).total).toBe(quote.total);
      }),
    );
  });
});

describe('what an eye of a prescription needs', () => {
  it('is nothing where its sphere is not written, and a plano lens where it is 0', () => {
    expect(needOf({ sph: null, cyl: null, axis: null, add: null })).toBeNull();
    expect(needOf({ sph: 0, cyl: null, axis: null, add: 2 }, 1.5)).toEqual({ sph: 0, cyl: null, axis: null, add: 2, prism: 1.5 });
  });
  it('turns the axis with the cylinder', () => {
    expect(minusNeed({ sph: -2, cyl: 1, axis: 90 })).toMatchObject({ sph: -1, cyl: -1, axis: 180 });
    expect(minusNeed({ sph: -2, cyl: 1, axis: 91 })).toMatchObject({ axis: 1 });
    expect(minusNeed({ sph: -2, cyl: -1, axis: 91 })).toMatchObject({ sph: -2, cyl: -1, axis: 91 });
    expect(minusNeed({ sph: -2, cyl: 1 })).toMatchObject({ sph: -1, cyl: -1, axis: null });
    expect(minusNeed({ sph: -2, cyl: null, axis: 90 })).toMatchObject({ sph: -2, cyl: 0, axis: null });
  });
});
