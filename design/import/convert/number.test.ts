import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberFrom } from './decimal.ts';
import { decimalSignOf, readNumber, type DecimalSign } from './number.ts';

const read = (cell: string | number, column: DecimalSign = null, fractions = false): number | null => {
  const decimal = readNumber(cell, column, fractions);
  return decimal && numberFrom(decimal);
};

describe('numbers as suppliers write them (requirement E-35)', () => {
  it.each([
    ['1250', 1250],
    ['1250,5', 1250.5],
    ['1 250,50', 1250.5],
    ['1\u00a0250,50', 1250.5],
    ['1\u202f250\u202f000', 1_250_000],
    ["1'250.50", 1250.5],
    ['1’250', 1250],
    ['1.250,00', 1250],
    ['1,250.00', 1250],
    ['1,250,000', 1_250_000],
    ['1.250.000,75', 1_250_000.75],
    ['1250-00', 1250],
    ['1 250-50', 1250.5],
    ['1250=', 1250],
    ['1250-', 1250],
    ['1250.-', 1250],
    ['−12,5', -12.5],
    ['–12', -12],
    ['- 12', -12],
    ['(12,50)', -12.5],
    ['+4', 4],
    [',5', 0.5],
    ['0,125', 0.125],
    ['0012', 12],
    ['1234,567', 1234.567],
    ['\ufeff 7\u200b ', 7],
    [0.1, 0.1],
    [1249.9999999999998, 1250],
    [1e-7, 1e-7],
  ])('%j is %d', (written, value) => expect(read(written)).toBe(value));

  it.each([
    '',
    'abc',
    '12 50',
    '1 25 0',
    '12,34,56',
    '1,2.3,4',
    '1.5.2',
    '12a',
    '1250 руб',
    '--5',
    '1,25E+03',
    '#N/A',
    '12.',
    '1..2',
  ])('%j is none', (written) => expect(read(written)).toBeNull());

  it('«1,250» is what the other values of its column say; alone it is a thousand', () => {
    expect(decimalSignOf(['990,50', '1,250', 5, null])).toBe(',');
    expect(read('1,250', ',')).toBe(1.25);
    expect(decimalSignOf(['990.50 ₽', '1,250'])).toBe('.');
    expect(read('1,250', '.')).toBe(1250);
    expect(decimalSignOf(['1,250', '2,300'])).toBeNull();
    expect(read('1,250', null)).toBe(1250);
    expect(read('1.250', null)).toBe(1250);
    expect(read('1,250', null, true)).toBe(1.25);
  });
  it('in a column that writes both signs «1,250» is refused rather than guessed', () => {
    expect(decimalSignOf(['990,50', '990.50'])).toBe('mixed');
    expect(read('1,250', 'mixed')).toBeNull();
    expect(read('1 250,00', 'mixed')).toBe(1250);
  });
});

/** The spellings that a price list of one house style uses. */
const spell = (units: number, group: string, decimal: string, minus: string): string => {
  const size = String(Math.abs(units)).padStart(3, '0');
  const whole = size.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, group);
  return `${units < 0 ? minus : ''}${whole}${decimal}${size.slice(-2)}`;
};

describe('every amount in every house style', () => {
  it('written and read again is the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e11, max: 1e11 }),
        fc.constantFrom<[string, string]>(
          [' ', ','],
          ['\u00a0', ','],
          ['\u202f', '.'],
          ["'", '.'],
          ['.', ','],
          [',', '.'],
          ['', ','],
          ['', '.'],
        ),
        fc.constantFrom('-', '−', '–'),
        (units, [group, decimal], minus) => {
          const found = readNumber(spell(units, group, decimal, minus));
          expect(found).toEqual({ units: BigInt(units), scale: 2 });
        },
      ),
    );
  });
  it('no text makes it throw', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom<DecimalSign>(',', '.', 'mixed', null),
        (text, sign) => void readNumber(text, sign),
      ),
    );
  });
});
