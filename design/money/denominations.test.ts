import { describe, expect, it } from 'vitest';
import { MOST_PIECES, parsePieces, sheetPieces, sheetTotal, withPieces } from './denominations.ts';
import type { CashSheet } from './denominations.ts';

describe('cash counted by denominations (requirements A-55)', () => {
  it('adds up notes and coins', () => {
    const sheet: CashSheet = { 500_000: 2, 10_000: 3, 500: 1, 50: 2 };
    expect(sheetTotal(sheet)).toBe(1_030_600);
    expect(sheetPieces(sheet)).toBe(8);
    expect(sheetTotal({})).toBe(0);
  });

  it('a value set again is replaced, none of it is left out, and what is no count changes nothing', () => {
    const sheet = withPieces({ 10_000: 3 }, 10_000, 5);
    expect(sheet).toEqual({ 10_000: 5 });
    expect(withPieces(sheet, 10_000, 0)).toEqual({});
    for (const wrong of [-1, 1.5, Number.NaN, MOST_PIECES + 1]) expect(withPieces(sheet, 10_000, wrong)).toBe(sheet);
  });

  it.each([
    ['', 0],
    ['12', 12],
    ['1 2', 12],
    ['12345', null],
    ['1,5', null],
    ['−3', null],
  ])('reads «%s» as %s pieces', (text, pieces) => expect(parsePieces(text)).toBe(pieces));
});
