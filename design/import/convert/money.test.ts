import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRoubles } from '../../money/kopecks.ts';
import { readMoney, type MoneyRules } from './money.ts';

const PLAIN: MoneyRules = { column: null, currency: undefined, rates: {}, addVat: null, units: 1 };
const kopecks = (cell: string | number | null, rules: Partial<MoneyRules> = {}) => readMoney(cell, { ...PLAIN, ...rules });

describe('prices of a supplier become kopecks', () => {
  it.each([
    ['1,250.00 ₽', 125_000],
    ['1 250 руб.', 125_000],
    ['1250,5 р.', 125_050],
    ['1250.50р', 125_050],
    ['руб. 1250', 125_000],
    ['₽1 250,00', 125_000],
    ['1 250-00', 125_000],
    ['1250 RUB', 125_000],
    ['(1 250,00 ₽)', -125_000],
    ['-1 250,00 ₽', -125_000],
    [0.285, 29],
    ['1.005', 101],
    ['0,125', 13],
    [12345.678, 1_234_568],
    [4900, 490_000],
  ])('%j is %d', (written, value) => expect(kopecks(written, { column: '.' })).toEqual({ kopecks: value }));

  it('an empty cell and a dash say nothing', () => {
    for (const nothing of ['', '  ', '—', '-', null]) expect(kopecks(nothing)).toEqual({ kopecks: null });
  });
  it('words are refused (E-35)', () => {
    for (const words of [
      'по запросу',
      'договорная',
      'тысяча рублей',
      '1250 шт',
      'от 1250',
      '12 руб 50 коп',
      '#ЗНАЧ!',
      '1,25E+03',
    ])
      expect(kopecks(words)).toEqual({ fault: 'NUMBER_INVALID' });
  });
  it('another currency needs a rate; «у.е.» never has one', () => {
    expect(kopecks('$120')).toEqual({ fault: 'CURRENCY_UNKNOWN', currency: null });
    expect(kopecks('120 USD')).toEqual({ fault: 'CURRENCY_UNKNOWN', currency: null });
    expect(kopecks('120 SEK')).toEqual({ fault: 'CURRENCY_UNKNOWN', currency: null });
    expect(kopecks('120 у.е.', { rates: { USD: 90 } })).toEqual({ fault: 'CURRENCY_UNKNOWN', currency: null });
    expect(kopecks('98,50 €', { rates: { EUR: 98.5 } })).toEqual({ kopecks: 970_225 });
    expect(kopecks(10, { currency: 'usd', rates: { USD: 91.37 } })).toEqual({ kopecks: 91_370 });
    expect(kopecks('10 ₽', { currency: 'USD', rates: { USD: 90 } })).toEqual({ kopecks: 1000 });
    expect(kopecks(10, { currency: 'EUR' })).toEqual({ fault: 'CURRENCY_UNKNOWN', currency: 'EUR' });
    expect(kopecks(10, { currency: 'тугрик' })).toEqual({ fault: 'CURRENCY_UNKNOWN', currency: 'XXX' });
    expect(kopecks('10 USD', { rates: Object.create({ USD: 5 }) as Record<string, number> })).toEqual({
      fault: 'CURRENCY_UNKNOWN',
      currency: null,
    });
  });
  it('VAT is added to a price without it; an exempt price stays', () => {
    expect(kopecks('100', { addVat: '22' })).toEqual({ kopecks: 12_200 });
    expect(kopecks('99,99', { addVat: '22' })).toEqual({ kopecks: 12_199 });
    expect(kopecks('100', { addVat: '5' })).toEqual({ kopecks: 10_500 });
    expect(kopecks('100', { addVat: 'none' })).toEqual({ kopecks: 10_000 });
  });
  it('a price for a pair or a pack is divided, and rounded once, half up', () => {
    expect(kopecks('1 000,01', { units: 2 })).toEqual({ kopecks: 50_001 });
    expect(kopecks('100', { units: 6, addVat: '22', currency: 'EUR', rates: { EUR: 99.999 } })).toEqual({ kopecks: 203_331 });
    expect(kopecks('-0,01', { units: 2 })).toEqual({ kopecks: -1 });
  });
  it('more than a receipt can hold is no price', () => {
    expect(kopecks('99999999999999999999')).toEqual({ fault: 'NUMBER_INVALID' });
  });
  it('every price that we print is read as itself', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }),
        (sum) => void expect(kopecks(formatRoubles(sum))).toEqual({ kopecks: sum }),
      ),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }),
        (sum) => void expect(kopecks(sum / 100)).toEqual({ kopecks: sum }),
      ),
    );
  });
});
