import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOfLens, lensOfBlocks, type PowerBlock } from './lens-blocks.ts';
import { cellOf, matrixFault, matrixSize, packMatrix, powerAt, type LensCell } from './lens-matrix.ts';
import { lensPrice } from './lens-price.ts';

const STEPS = { sph: { min: -4, max: 4, step: 0.25 }, cyl: { min: -2, max: 0, step: 0.25 } };
const block = (sph: [number, number], cyl: [number, number], price: number, finished = false): PowerBlock => ({
  ...{ sph: { from: sph[0], to: sph[1] }, cyl: { from: cyl[0], to: cyl[1] }, price, finished },
});
const codes = (blocks: readonly PowerBlock[]) =>
  lensOfBlocks(blocks, STEPS).faults.map(({ code, at, count }) => [code, at, count]);
const priceAt = (blocks: readonly PowerBlock[], sph: number, cyl: number) => {
  const { table } = lensOfBlocks(blocks, STEPS);
  const lens = {
    ...{ index: 1.6, design: 'single-vision' as const, material: '', coatings: [], diameter: 65, add: null },
    ...table!,
  } as const;
  return lensPrice({ price: table!.bands[0]!.price, lens }, { sph, cyl });
};

describe('a price list of powers', () => {
  const list = [block([-4, 4], [-2, 0], 300_000, true), block([-8, -4.25], [-2, 0], 450_000), block([4.25, 6], [-2, 0], 450_000)];

  it('prices every power as it is written, in either notation', () => {
    expect(codes(list)).toEqual([]);
    expect(priceAt(list, -2.25, -0.75)).toBe(300_000);
    expect(priceAt(list, -3, 0.75)).toBe(300_000);
    expect(priceAt(list, -4.25, 0)).toBe(450_000);
    expect(priceAt(list, 6, -2)).toBe(450_000);
    expect(priceAt(list, 6.25, 0)).toBeNull();
    expect(priceAt(list, 0, -2.25)).toBeNull();
  });

  it.each([
    ['one power at two prices', [...list, block([-4.25, -4], [0, 0], 500_000)], [['OVERLAP', { sph: -4.25, cyl: 0 }, 2]]],
    ['a hole between two blocks', [block([-4, -1], [0, 0], 1), block([1, 4], [0, 0], 1)], [['GAP', { sph: -0.75, cyl: 0 }, 7]]],
    [
      'a stronger power that is cheaper',
      [block([-4, 0], [0, 0], 2), block([-8, -4.25], [0, 0], 1)],
      [['FALLING', { sph: -4, cyl: 0 }, 1]],
    ],
    ['ends that are no powers', [block([-4, 0.1], [0, 0], 1)], [['GRID', null, 1]]],
    ['from and to the wrong way round', [block([4, -4], [0, 0], 1)], [['GRID', null, 1]]],
    ['a plus cylinder', [block([-4, 4], [0, 2], 1)], [['GRID', null, 1]]],
    ['nothing at all', [], [['GRID', null, 0]]],
    ['more prices than letters', Array.from({ length: 27 }, (_, i) => block([i / 4, i / 4], [0, 0], i)), [['MANY', null, 0]]],
  ])('tells %s', (_what, blocks, told) => expect(codes(blocks)).toEqual(told));

  it('a finished lens beside one to order is no falling price', () => {
    expect(codes([block([-4, 0], [0, 0], 500_000), block([-8, -4.25], [0, 0], 300_000, true)])).toEqual([]);
  });
});

const cells = fc.option(fc.record<LensCell>({ band: fc.integer({ min: 0, max: 2 }), finished: fc.boolean() }), { freq: 4 });
const family = fc
  .record({
    from: fc.integer({ min: -10, max: 4 }),
    rows: fc.integer({ min: 1, max: 10 }),
    columns: fc.integer({ min: 1, max: 8 }),
  })
  .chain(({ from, rows, columns }) => {
    const axes = {
      sph: { min: from, max: from + (rows - 1) * 0.25, step: 0.25 },
      cyl: { min: 0 - (columns - 1) * 0.25, max: 0, step: 0.25 },
    };
    return fc.array(cells, { minLength: rows * columns, maxLength: rows * columns }).map((all) => {
      const at = new Map<string, LensCell | null>();
      all.forEach((one, i) => {
        const { sph, cyl } = powerAt(axes, Math.floor(i / columns), i % columns);
        at.set(`${sph} ${cyl}`, one);
      });
      const matrix = packMatrix(axes, ({ sph, cyl }) => at.get(`${sph} ${cyl}`) ?? null);
      const bands = [1_000, 2_000, 3_500].map((price) => ({ sphTo: 20, cylTo: 6, price }));
      return { ...axes, bands, matrix };
    });
  });

describe('a family as blocks and back', () => {
  it('has the same price and kind at every power, and a matrix that fits', () => {
    fc.assert(
      fc.property(family, fc.integer({ min: 0, max: 5_000 }), (lens, more) => {
        const price = 1_000 + more;
        const blocks = blocksOfLens(lens, price);
        const { rows, columns } = matrixSize(lens);
        if (blocks.length === 0) return;
        const { table } = lensOfBlocks(blocks, lens);
        expect(matrixFault(table!)).toBeNull();
        for (let row = 0; row < rows; row += 1) {
          for (let column = 0; column < columns; column += 1) {
            const power = powerAt(lens, row, column);
            const [was, is] = [cellOf(lens, power), cellOf(table!, power)];
            expect(is?.finished).toBe(was?.finished);
            if (was) expect(table!.bands[is!.band!]!.price).toBe(lens.bands[was.band!]!.price + more);
          }
        }
      }),
    );
  });
});
