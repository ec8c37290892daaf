import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stockSheet, type SheetLine, type StockSheet } from '../documents/stock-take.ts';
import { formatHlc } from '../time/hlc.ts';
import { mergeSheets } from './sheet.ts';

const stampOf = (n: number): string => formatHlc({ wall: 1_763_683_200_000 + n, counter: 0, device: 3 });
const lineOf = (n: number, qty = 1): SheetLine => ({
  id: stampOf(n),
  at: n,
  by: 'staff:1',
  code: '4600000000017',
  sku: 'A',
  qty,
});
const sheetOf = (lines: readonly SheetLine[], hlc = stampOf(0)): StockSheet => ({
  ...{ _id: 'stock-sheet:t~z~3~0', type: 'stock-sheet', schema: 1, hlc, by: 'staff:1', pos: null, store: 'demo-1' },
  ...{ take: 't', zone: 'z', device: 3, lines: [...lines].sort((a, b) => (a.id < b.id ? -1 : 1)) },
});

const sheets = fc.uniqueArray(fc.tuple(fc.nat(20), fc.nat(3)), { selector: ([n]) => n, maxLength: 12 }).chain((lines) =>
  fc.nat(3).map((hlc) =>
    sheetOf(
      lines.map(([n, qty]) => lineOf(n, qty)),
      stampOf(hlc),
    ),
  ),
);

it('a sheet that two tabs filled is whole wherever it is brought together (commutative, associative, idempotent)', () => {
  fc.assert(
    fc.property(sheets, sheets, sheets, (a, b, c) => {
      const ab = mergeSheets(a, b);
      expect(stockSheet.safeParse(ab).error).toBeUndefined();
      expect(mergeSheets(b, a)).toEqual(ab);
      expect(mergeSheets(ab, c)).toEqual(mergeSheets(a, mergeSheets(b, c)));
      expect(mergeSheets(a, a)).toEqual(a);
      const ids = new Set([...a.lines, ...b.lines].map(({ id }) => id));
      expect(ab.lines.map(({ id }) => id)).toEqual([...ids].sort());
    }),
  );
});
