import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lensAttributes } from '../documents/catalogue.ts';
import {
  cellOf,
  matrixFault,
  MATRIX_TEXT,
  matrixSize,
  packMatrix,
  powerAt,
  type LensCell,
  type PowerTable,
} from './lens-matrix.ts';
import { isMade, lensPrice } from './lens-price.ts';
import { minusCylinder } from './lens-power.ts';

const BANDS = [
  { sphTo: 4, cylTo: 2, price: 300_000 },
  { sphTo: 6, cylTo: 4, price: 345_000 },
  { sphTo: 10, cylTo: 4, price: 390_000 },
];
const cell: fc.Arbitrary<LensCell | null> = fc.option(
  fc.record({ band: fc.integer({ min: 0, max: 2 }), finished: fc.boolean() }),
  {
    freq: 3,
  },
);
/** Ranges with their cells written out, row by row: what the packed text is held against. */
const unpacked = fc
  .record({
    from: fc.integer({ min: -10, max: 2 }),
    rows: fc.integer({ min: 1, max: 12 }),
    columns: fc.integer({ min: 1, max: 9 }),
    step: fc.constantFrom(0.125, 0.25, 0.5, 1),
    isPlus: fc.boolean(),
  })
  .chain(({ from, rows, columns, step, isPlus }) => {
    const deepest = (columns - 1) * step;
    const axes = {
      sph: { min: from, max: from + (rows - 1) * step, step },
      cyl: { min: -deepest, max: isPlus ? deepest : 0, step },
    };
    return fc.record({
      axes: fc.constant(axes),
      cells: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
    });
  });
const tableOf = ({ axes, cells }: { axes: Pick<PowerTable, 'sph' | 'cyl'>; cells: (LensCell | null)[][] }): PowerTable => ({
  ...axes,
  bands: BANDS,
  matrix: packMatrix(axes, ({ sph, cyl }) => cells[(sph - axes.sph.min) / axes.sph.step]![-cyl / axes.cyl.step]!),
});

describe('the matrix of a lens family', () => {
  it('gives back every cell that was packed, and nothing beyond its ranges', () => {
    fc.assert(
      fc.property(unpacked, (one) => {
        const table = tableOf(one);
        expect(matrixSize(table)).toEqual({ rows: one.cells.length, columns: one.cells[0]!.length });
        one.cells.forEach((row, r) => row.forEach((wanted, c) => expect(cellOf(table, powerAt(table, r, c))).toEqual(wanted)));
        const { sph, cyl } = table;
        for (const beyond of [
          { sph: sph.min - sph.step, cyl: null },
          { sph: sph.max + sph.step, cyl: null },
          { sph: sph.min, cyl: cyl.min - cyl.step },
          ...(sph.step > 0.125 ? [{ sph: sph.min + 0.125, cyl: null }] : []),
        ]) {
          expect(cellOf(table, beyond)).toBeNull();
        }
      }),
    );
  });

  it('finds the same cell for a transposed power', () => {
    const quarter = (min: number, max: number) => fc.integer({ min: min * 4, max: max * 4 }).map((n) => n / 4);
    fc.assert(
      fc.property(unpacked, quarter(-10, 10), quarter(-6, 6), (one, sph, cyl) => {
        const table = tableOf(one);
        expect(cellOf(table, { sph: sph + cyl, cyl: -cyl })).toEqual(cellOf(table, { sph, cyl }));
        const ranges = { ...table, matrix: undefined };
        expect(cellOf(ranges, { sph: sph + cyl, cyl: -cyl })).toEqual(cellOf(ranges, { sph, cyl }));
      }),
    );
  });

  it('packs what it packed before into the same text, of the documented form, without a fault', () => {
    fc.assert(
      fc.property(unpacked, (one) => {
        const table = tableOf(one);
        expect(table.matrix).toMatch(MATRIX_TEXT);
        expect(matrixFault(table)).toBeNull();
        expect(packMatrix(table, (power) => cellOf(table, power))).toBe(table.matrix);
      }),
    );
  });

  it('keeps a whole family in a hundred characters', () => {
    const axes = { sph: { min: -10, max: 8, step: 0.25 }, cyl: { min: -4, max: 4, step: 0.25 } };
    const text = packMatrix(axes, ({ sph, cyl }) => {
      if (Math.abs(sph + cyl) > 12) return null;
      const band = Math.abs(sph) <= 4 && cyl >= -2 ? 0 : Math.abs(sph) <= 6 ? 1 : 2;
      return { band, finished: Math.abs(sph) <= 6 && cyl >= -2 };
    });
    expect(text.length).toBeLessThan(120);
    expect(packMatrix(axes, () => ({ band: 0, finished: true }))).toBe('73*17A');
    expect(packMatrix(axes, () => null)).toBe('73*-');
  });

  it.each([
    ['a row too many', '4*5a', 'rows'],
    ['a row too few', '2*5a', 'rows'],
    ['a cylinder too many', '2*5a/6a', 'columns'],
    ['a band that there is not', '2*5a/4ad', 'bands'],
    ['all of it', '2*5a/2A-b', null],
  ] as const)('is refused with %s', (_, matrix, fault) => {
    const axes = { sph: { min: -0.5, max: 0, step: 0.25 }, cyl: { min: -1, max: 0, step: 0.25 } };
    expect(matrixFault({ ...axes, bands: BANDS, matrix })).toBe(fault);
    const family = { index: 1.6, design: 'single-vision', material: 'MR-8', coatings: [], diameter: 70, add: null, ...axes };
    expect(lensAttributes.safeParse({ ...family, bands: BANDS, matrix }).success).toBe(fault === null);
  });
});

describe('a family with a matrix', () => {
  const axes = { sph: { min: -2, max: 1, step: 0.25 }, cyl: { min: -1, max: 1, step: 0.25 } };
  const matrix = packMatrix(axes, ({ sph, cyl }) =>
    sph < -1 ? { band: 2, finished: false } : cyl > -1 ? { band: 0, finished: true } : null,
  );
  const lens = { index: 1.5, design: 'single-vision' as const, material: 'CR-39', coatings: [], diameter: 70, add: null };
  const entry = { price: 280_000, lens: { ...lens, ...axes, bands: BANDS, matrix } };

  it.each([
    [{ sph: 0, cyl: null }, 280_000],
    [{ sph: -1, cyl: -0.75 }, 280_000],
    [{ sph: -1.75, cyl: 0.75 }, 280_000],
    [{ sph: -1.25, cyl: null }, 370_000],
    [{ sph: -2, cyl: -1 }, 370_000],
    [{ sph: -1, cyl: -1 }, null],
    [{ sph: 1.25, cyl: null }, null],
    [{ sph: -0.125, cyl: null }, null],
  ])('costs by its cell, moved by the price of this shop: %j', (power, price) => {
    expect(lensPrice(entry, power)).toBe(price);
    expect(isMade(entry.lens, power)).toBe(price !== null);
  });
});

it('writes a cylinder minus, and never a zero with a sign', () => {
  expect(minusCylinder({ sph: -1, cyl: 1 })).toEqual({ sph: 0, cyl: -1 });
  expect(Object.is(minusCylinder({ sph: -0, cyl: null }).sph, 0)).toBe(true);
  expect(Object.is(minusCylinder({ sph: 1, cyl: -0 }).cyl, 0)).toBe(true);
});
