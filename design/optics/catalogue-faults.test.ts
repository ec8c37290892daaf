import { describe, expect, it } from 'vitest';
import { family } from '../../tests/factories/lenses.ts';
import { frameFaults, lensFaults } from './catalogue-faults.ts';
import { packMatrix } from './lens-matrix.ts';
import { stockFrom, stockTable } from './lens-stock.ts';

type Change = Parameters<typeof family>[0];
const range = (min: number, max: number, step = 0.25) => ({ min, max, step });
const band = (sphTo: number, cylTo: number, price: number) => [{ sphTo, cylTo, price }];
const option = (code: string, more: { excludes?: string[]; requires?: string[] } = {}) => ({
  ...{ code, kind: 'coating' as const, name: code, price: 0 },
  ...more,
});

describe('K-57: a lens family at and beyond its limits', () => {
  it.each([
    [{}, []],
    [{ index: 1.49 }, []],
    [{ index: 1.48 }, ['index']],
    [{ index: 1.9 }, []],
    [{ index: 1.91 }, ['index']],
    [{ index: Number.NaN }, ['index']],
    [{ diameter: 40 }, []],
    [{ diameter: 39.5 }, ['diameter']],
    [{ diameter: 90 }, []],
    [{ diameter: 91 }, ['diameter']],
    [{ diameters: [{ mm: 75 }] }, []],
    [{ diameters: [{ mm: 75 }, { mm: 750 }] }, ['diameters']],
    [{ minHeight: 7 }, []],
    [{ minHeight: 6.5 }, ['minHeight']],
    [{ minHeight: 41 }, ['minHeight']],
    [{ centre: 0.4 }, []],
    [{ centre: 0.3 }, ['centre']],
    [{ sph: range(-30, 30) }, []],
    [{ sph: range(-30.25, 30) }, ['sph']],
    [{ sph: range(-30, 30.25) }, ['sph']],
    [{ sph: range(2, 1) }, ['sph']],
    [{ sph: range(0, 0) }, []],
    [{ sph: range(-1, 1, 0) }, ['sph']],
    [{ sph: range(-1, 1, 0.125) }, []],
    [{ sph: range(-1, 1, 0.1) }, ['sph']],
    [{ sph: range(-1, 1.25, 0.5) }, ['sph']],
    [{ cyl: range(-15, 15) }, []],
    [{ cyl: range(-15.25, 0) }, ['cyl']],
    [{ cyl: range(0, 15.25) }, ['cyl']],
    [{ design: 'progressive', add: range(0.25, 4) }, []],
    [{ design: 'progressive', add: range(0, 4) }, ['add']],
    [{ design: 'progressive', add: range(0.25, 4.25) }, ['add']],
    [{ design: 'progressive', add: null }, ['design']],
    [{ add: range(1, 3) }, ['design']],
    [{ bands: [] }, []],
    [{ bands: band(0, 0, 0) }, []],
    [{ bands: band(4, 2, -1) }, ['bands']],
    [{ bands: band(-4, 2, 1) }, ['bands']],
    [{ matrix: '73*17a' }, []],
    [{ matrix: '72*17a' }, ['matrix']],
    [{ matrix: '73*17d' }, ['matrix']],
    [{ options: [option('A'), option('B', { excludes: ['A'], requires: ['HMC'] })] }, []],
    [{ options: [option('A'), option('A')] }, ['options']],
    [{ options: [option('A', { excludes: ['B'] })] }, ['options']],
    [{ options: [option('A', { requires: ['B'] })] }, ['options']],
    [{ prism: [] }, []],
    [
      {
        prism: [
          { to: 2, price: 0 },
          { to: 30, price: 1 },
        ],
      },
      [],
    ],
    [
      {
        prism: [
          { to: 2, price: 0 },
          { to: 2, price: 1 },
        ],
      },
      ['prism'],
    ],
    [{ prism: [{ to: 30.25, price: 0 }] }, ['prism']],
    [{ index: 0, diameter: 0 }, ['index', 'diameter']],
  ] as [Change, string[]][])('%j: %j', (change, faults) => {
    expect(lensFaults(family(change).lens!)).toEqual(faults);
  });
});

describe('K-57: the measures of a frame', () => {
  it.each([
    [{}, []],
    [{ a: 30 }, []],
    [{ a: 29 }, ['a']],
    [{ a: 75 }, []],
    [{ a: 140 }, ['a']],
    [{ b: 15 }, []],
    [{ b: 14 }, ['b']],
    [{ dbl: 8 }, []],
    [{ dbl: 7 }, ['dbl']],
    [{ dbl: 36 }, ['dbl']],
    [{ temple: 90 }, []],
    [{ temple: 54 }, ['temple']],
    [{ temple: 171 }, ['temple']],
    [{ ed: 54 }, []],
    [{ ed: 53 }, ['ed']],
    [{ a: 48, b: 36, ed: 60.5 }, []],
    [{ a: 48, b: 36, ed: 61 }, ['ed']],
    [{ a: 36, b: 48, ed: 40 }, ['ed']],
  ])('%j: %j', (change, faults) => {
    expect(frameFaults({ a: 54, dbl: 18, temple: 140, ...change })).toEqual(faults);
  });
});

describe('what a shop has of a family', () => {
  const axes = { sph: range(-0.5, 0.25), cyl: range(-0.5, 0) };
  const matrix = packMatrix(axes, ({ cyl }) => (cyl < 0 ? { band: 0, finished: true } : null));
  const entry = family({ ...axes, matrix }, { sku: 'F' });

  it('is its balance less what is reserved, in whole pieces, never less than none', () => {
    const stock = stockFrom(
      { 'F~-0.25-0.50': 3_000, 'F~+0.00-0.25': 1_999, 'F~-0.50-0.25': -1_000 },
      { 'F~-0.25-0.50': 1, X: 1 },
    );
    expect(['F~-0.25-0.50', 'F~+0.00-0.25', 'F~-0.50-0.25', 'X'].map(stock)).toEqual([2, 1, 0, 0]);
  });

  it('stands in the table that its maker prints: plus above minus, the cylinder to the right', () => {
    const table = stockTable(entry, stockFrom({ 'F~-0.25-0.50': 2_000, 'F~+0.25-0.25': 1_000 }));
    expect(table.map((row) => row.map(({ sph }) => sph))).toEqual([0.25, 0, -0.25, -0.5].map((sph) => [sph, sph, sph]));
    expect(table[0]!.map(({ cyl }) => cyl)).toEqual([0, -0.25, -0.5]);
    expect(table.map((row) => row.map(({ pieces }) => pieces))).toEqual([
      [0, 1, 0],
      [0, 0, 0],
      [0, 0, 2],
      [0, 0, 0],
    ]);
    expect(table[0]!.map(({ cell }) => cell?.finished ?? null)).toEqual([null, true, true]);
    expect(stockTable({ sku: 'SERVICE' }, () => 0)).toEqual([]);
  });
});
