import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lensAttributes } from '../documents/catalogue.ts';
import { lensPrice } from '../optics/lens-price.ts';
import type { ReadRow } from './checked-row.ts';
import { foldBands } from './lens-bands.ts';
import { STANDARD_RULES } from './profile.ts';
import { readerOf } from './read-row.ts';
import type { Cell } from './table.ts';

const FIELDS = ['sku', 'name', 'sphFrom', 'sphTo', 'cylFrom', 'cylTo', 'price'] as const;
const columns = Object.fromEntries(FIELDS.map((field, i) => [field, i]));
const reader = readerOf({ columns, rules: STANDARD_RULES, today: '2026-11-21', samples: [] });
const rows = (...lines: Cell[][]): ReadRow[] => lines.map((cells, i) => reader({ row: i + 2, cells }));
const types = (folded: readonly ReadRow[]) =>
  folded.flatMap(({ findings }) => findings.map(({ row, type, old }) => [row, type, old]));
const priceOf = ({ price, lens }: ReadRow, sph: number, cyl: number | null = null) =>
  lensPrice({ price: price!, lens: lens! }, { sph, cyl });

describe('a price list by power bands becomes lens families', () => {
  it('one family of several rows, a price for every power of each', () => {
    const [family, ...others] = foldBands(
      rows(
        ['L16', 'Crizal 1.6', '−4,00', '+4,00', '0', '-2,00', 3000],
        ['L16', 'Crizal 1.6', '−8,00', '−4,25', '0', '-2,00', 3600],
        ['L16', 'Crizal 1.6', '−4,00', '+4,00', '-2,25', '-4,00', 4100],
      ),
    );
    expect(others).toEqual([]);
    expect(family).toMatchObject({
      row: 2,
      sku: 'L16',
      name: 'Crizal 1.6',
      kind: 'lens',
      price: 300_000,
      folded: 3,
      findings: [],
    });
    expect(family!.lens).toMatchObject({
      index: 1.6,
      design: 'single-vision',
      sph: { min: -8, max: 4, step: 0.25 },
      cyl: { min: -4, max: 0, step: 0.25 },
    });
    expect(lensAttributes.safeParse(family!.lens).success).toBe(true);
    expect(priceOf(family!, -2.25, -0.75)).toBe(300_000);
    expect(priceOf(family!, -5)).toBe(360_000);
    expect(priceOf(family!, 0, -3)).toBe(410_000);
    expect(priceOf(family!, -3, 3)).toBe(410_000);
    expect(priceOf(family!, -6, -3)).toBeNull();
    expect(priceOf(family!, -8.25)).toBeNull();
  });

  it('a list in plus cylinders means the same lenses', () => {
    const [family] = foldBands(rows(['L', 'Линза', '0', '+2,00', '0', '+1,00', 1000]));
    expect(priceOf(family!, 2, 1)).toBe(100_000);
    expect(priceOf(family!, 3, -1)).toBe(100_000);
    expect(priceOf(family!, 3)).toBeNull();
  });

  it('two rows that price one power are told: the first has it', () => {
    const folded = foldBands(rows(['L', 'Линза', '-4', '0', '', '', 1000], ['L', 'Линза', '-6', '-4', '', '', 1200]));
    expect(types(folded)).toEqual([[3, 'BAND_OVERLAP', '2']]);
    expect(priceOf(folded[0]!, -4)).toBe(100_000);
    expect(priceOf(folded[0]!, -4.25)).toBe(120_000);
  });

  it('spheres between the bands that no row has are told, and not made', () => {
    const folded = foldBands(rows(['L', 'Линза', '-6', '-4', '', '', 1200], ['L', 'Линза', '-3', '0', '', '', 1000]));
    expect(folded[0]!.findings).toMatchObject([{ row: 2, type: 'BAND_MISSING', value: '3' }]);
    expect(priceOf(folded[0]!, -3.5)).toBeNull();
  });

  it('a faulty row is left to the check and does not become a band', () => {
    const folded = foldBands(
      rows(
        ['L', 'Линза', '-4', '0', '', '', 1000],
        ['L', 'Линза', '-6', '-4,25', '', '', 'по запросу'],
        ['', '', '', '', '', '', 5],
      ),
    );
    expect(folded.map(({ row, lens }) => [row, lens === null])).toEqual([
      [2, false],
      [3, true],
      [4, true],
    ]);
  });

  it('an index that no lens has is refused', () => {
    const faulty = rows(['L', 'Линза', '-4', '0', '', '', 1000]).map((row) => ({ ...row, band: { ...row.band!, index: 16 } }));
    expect(foldBands(faulty)[0]).toMatchObject({ lens: null, findings: [{ type: 'BAND_INVALID' }] });
  });

  it('every power of every row costs that row’s price, whatever the bands: the first row’s where two have it', () => {
    const quarter = (min: number, max: number) => fc.integer({ min: min * 4, max: max * 4 }).map((n) => n / 4);
    const band = fc.record({
      sph: fc.tuple(quarter(-8, 6), quarter(-8, 6)),
      cyl: fc.tuple(quarter(-3, 0), quarter(-3, 0)),
      price: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(band, { minLength: 1, maxLength: 4 }), (bands) => {
        const lines = bands.map(({ sph, cyl, price }) => ['L', 'Линза 1.5', ...sph, ...cyl, price]);
        const [family] = foldBands(rows(...lines));
        expect(lensAttributes.safeParse(family!.lens).success).toBe(true);
        for (let sph = -8; sph <= 6; sph += 0.25)
          for (let cyl = -3; cyl <= 0; cyl += 0.25) {
            const owner = bands.find((one) => {
              const within = ([a, b]: [number, number], value: number) => value >= Math.min(a, b) && value <= Math.max(a, b);
              return within(one.sph, sph) && within(one.cyl, cyl);
            });
            expect(priceOf(family!, sph, cyl)).toBe(owner ? owner.price * 100 : null);
          }
      }),
      { numRuns: 30 },
    );
  });
});
