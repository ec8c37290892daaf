import fc from 'fast-check';
import { expect, it } from 'vitest';
import { naiveStock } from '../../tests/factories/naive-stock.ts';
import { makePaper } from '../../tests/factories/stock.ts';
import { lensAttributes } from '../documents/catalogue.ts';
import { packMatrix } from '../optics/lens-matrix.ts';
import { lensArticle } from '../optics/lens-sku.ts';
import { StockBook } from './book.ts';
import { deskRows } from './desk-rows.ts';
import { familiesIn, familyToOpen, lensGrid, NO_VARIANT, variantsOf } from './lens-grid.ts';

const plain = {
  ...{ design: 'single-vision', index: 1.5, coatings: [], diameter: 70, material: 'CR-39' },
  ...{
    sph: { min: -6, max: 4, step: 0.25 },
    cyl: { min: -4, max: 0, step: 0.25 },
    add: null,
    bands: [{ sphTo: 20, cylTo: 8, price: 100_000 }],
  },
};
const isKept = (sph: number, cyl: number): boolean => sph >= -3 && sph <= 1 && cyl >= -2;
const matrix = packMatrix(plain, ({ sph, cyl }) => ({ band: 0, finished: isKept(sph, cyl) }));
const FAMILY = { sku: 'L', lens: lensAttributes.parse({ ...plain, matrix }) };
const PROGRESSIVE = { sku: 'P', lens: lensAttributes.parse({ ...plain, add: { min: 1, max: 1.5, step: 0.25 } }) };

it('opens with the family looked at last, else with one of which something lies or should, whatever its name', () => {
  const row = (sku: string, floor: number, minimum: number | null = null) => ({ sku, floor, storeroom: 0, minimum });
  const rows = [row('A~-1.00', 0), row('B~-1.00', 0, 2), row('C~-1.00', 4), row('D', 9)];
  expect(familyToOpen(['A', 'B', 'C'], rows, null)).toBe('B');
  expect(familyToOpen(['A', 'C'], rows, null)).toBe('C');
  expect(familyToOpen(['A', 'B', 'C'], rows, 'A')).toBe('A');
  expect(familyToOpen(['A', 'B'], rows, 'gone')).toBe('B');
  expect([familyToOpen(['A'], rows, null), familyToOpen([], rows, null)]).toEqual(['A', null]);
});

it('a family is shown from the most plus down, minus cylinder to the right, cut to what is kept of it', () => {
  const { cylinders, lines, others } = lensGrid(FAMILY, [], NO_VARIANT);
  expect([lines[0]!.sph, lines.at(-1)!.sph, lines.length]).toEqual([1, -3, 17]);
  expect([cylinders[0], cylinders.at(-1), cylinders.length]).toEqual([0, -2, 9]);
  expect(lines[8]!.cells[3]).toMatchObject({ sph: -1, cyl: -0.75, article: 'L~-1.00-0.75', finished: true, row: null });
  expect(others).toEqual([]);
  expect(lensGrid(FAMILY, [], NO_VARIANT, true).lines).toHaveLength(41);
});

it('a lens in a power beyond what is usually kept widens the table; one between two steps is named beside it', () => {
  const rows = [{ sku: 'L~-5.00-3.00' }, { sku: 'L~-1.125' }, { sku: 'L~-1.00~a2.00~R' }, { sku: 'M~-1.00' }, { sku: 'L' }];
  const { cylinders, lines, others } = lensGrid(FAMILY, rows, NO_VARIANT);
  expect([lines.at(-1)!.sph, cylinders.at(-1)]).toEqual([-5, -3]);
  expect(others).toEqual([{ sku: 'L~-1.125' }]);
  expect(familiesIn(rows)).toEqual(['L', 'M']);
});

it('progressive lenses are told apart by add and eye, also those that the maker gave up since', () => {
  const rows = [{ sku: 'P~-1.00~a1.25~L' }, { sku: 'P~-1.00~a3.00~R' }];
  expect(variantsOf(PROGRESSIVE, rows)).toEqual([
    ...['1.00', '1.25', '1.50'].flatMap((add) => (['od', 'os'] as const).map((eye) => ({ add, eye }))),
    { add: '3.00', eye: 'od' },
  ]);
  const { lines } = lensGrid(PROGRESSIVE, rows, { add: '1.25', eye: 'os' });
  expect(lines.flatMap(({ cells }) => cells).filter(({ row }) => row !== null)).toMatchObject([{ sph: -1, cyl: 0 }]);
});

it('the table and what stands beside it hold what the movements moved, as a second way of counting says', () => {
  const step = fc.record({
    sph: fc.integer({ min: -52, max: 40 }).map((n) => n / 8),
    cyl: fc.integer({ min: -16, max: 16 }).map((n) => n / 4),
    add: fc.constantFrom(null, 1, 1.25, 2),
    eye: fc.constantFrom('od', 'os'),
    qty: fc.integer({ min: 1, max: 9 }),
    way: fc.constantFrom(
      ['supplier', 'floor'],
      ['supplier', 'storeroom'],
      ['floor', 'storeroom'],
      ['floor', 'write-off'],
      ['workshop', 'floor'],
    ),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const facts = steps.map(({ sph, cyl, add, eye, qty, way: [from, to] }) => {
        const sku = lensArticle(add === null ? 'L' : 'P', { sph, cyl, add }, eye, add !== null);
        return makePaper({ kind: 'move', from: from, to: to, lines: [{ sku, qty }] });
      });
      const book = new StockBook();
      for (const fact of facts) book.take(fact);
      const rows = deskRows(book, { store: 'demo-1', transfers: [], minimums: [], sales: [], held: new Map() });
      for (const family of [FAMILY, PROGRESSIVE]) {
        const shown = variantsOf(family, rows).flatMap((variant) => {
          const { lines, others } = lensGrid(family, rows, variant);
          return [...lines.flatMap(({ cells }) => cells.flatMap(({ row }) => row ?? [])), ...others];
        });
        const own = [...new Set(facts.map(({ sku }) => sku).filter((sku) => sku.startsWith(family.sku)))];
        for (const place of ['floor', 'storeroom', 'workshop'] as const) {
          const naive = own.reduce((sum, sku) => sum + naiveStock(facts, place, sku), 0);
          expect(shown.reduce((sum, row) => sum + row[place], 0)).toBe(naive);
        }
        expect(new Set(shown.map(({ sku }) => sku)).size).toBe(shown.length);
      }
    }),
  );
});
