import { describe, expect, it } from 'vitest';
import { readStock, stockWordsOf } from './stock.ts';

const words = stockWordsOf({ много: 50, 'скоро будет': 0 });
const read = (cell: string | number | null) => readStock(cell, null, words);

describe('stock of a supplier’s file (requirements E-12, E-39)', () => {
  it.each([
    [5, 5],
    ['5', 5],
    ['5,00', 5],
    ['1 250', 1250],
    ['5 шт.', 5],
    ['5 pcs', 5],
  ])('%j is %d pieces', (written, pieces) => expect(read(written)).toEqual({ pieces }));

  it.each([
    ['>10', 10],
    ['10+', 10],
    ['более 10 шт', 10],
    ['<5', 1],
    ['менее 5', 1],
    ['мало', 2],
    ['Есть', 1],
    ['в наличии', 1],
    ['под заказ', 0],
    ['нет', 0],
    ['—', 0],
    ['+', 1],
    ['few', 2],
    ['None', 0],
  ])('%j is about %d pieces', (written, pieces) => expect(read(written)).toEqual({ pieces, rough: true }));

  it('words of the profile come before the usual ones', () => {
    expect(read('Много')).toEqual({ pieces: 50, rough: true });
    expect(read('скоро будет')).toEqual({ pieces: 0, rough: true });
  });
  it('below zero is an error of its own', () => {
    for (const written of [-3, '-3', '−3', '(3)']) expect(read(written)).toEqual({ fault: 'STOCK_NEGATIVE' });
  });
  it('fractions and other words are refused, an empty cell says nothing', () => {
    for (const written of [2.5, '2,5', 'уточняйте', '5-10', '3 пары', '1e3', '#N/A'])
      expect(read(written)).toEqual({ fault: 'STOCK_INVALID' });
    for (const nothing of ['', null]) expect(read(nothing)).toEqual({ pieces: null });
  });
});
