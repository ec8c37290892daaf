import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEan13 } from '../../catalogue/ean.ts';
import { readEan } from './ean.ts';

const kept = (ean: string) => ({ ean, isRestored: false });
const restored = (ean: string) => ({ ean, isRestored: true });
const REFUSED = { fault: 'EAN_INVALID' };

describe('barcodes of a supplier (requirement E-31)', () => {
  it('thirteen digits with their check digit, whatever stands around them', () => {
    for (const written of [
      '4607012345677',
      4607012345677,
      ' 4607012345677 ',
      "'4607012345677",
      '4607012345677.0',
      '4607012345677,00',
      '4 607012 345677',
      '="4607012345677"',
      '4607012345677\u200b',
    ])
      expect(readEan(written), String(written)).toEqual(kept('4607012345677'));
  });
  it('lost zeros are put back where the check digit then fits', () => {
    expect(readEan(12345678905)).toEqual(restored('0012345678905'));
    expect(readEan('012345678905')).toEqual(restored('0012345678905'));
    expect(readEan('719544000017')).toEqual(restored('0719544000017'));
    expect(readEan('04607012345677')).toEqual(restored('4607012345677'));
  });
  it('a code cut short is not taken for one that lost its zeros', () => {
    // 046070123456 + its check digit would be right, but systems 2, 4 and 5 are nobody's goods.
    const cut = Array.from({ length: 10 }, (_, i) => `46070123456${i}`);
    for (const code of cut) expect(readEan(code), code).toEqual(REFUSED);
  });
  it('an exponent with all its digits is unfolded, Excel’s short one is not', () => {
    expect(readEan('4,607012345677E+12')).toEqual(restored('4607012345677'));
    for (const swallowed of ['4,60701E+12', '4.60701E12', '8,05E+12']) expect(readEan(swallowed), swallowed).toEqual(REFUSED);
  });
  it.each([
    '4607012345671',
    '46070123',
    '14607012345679',
    '123',
    'нет',
    '4607012345677; 4607012345689',
    '0000000000000',
    '4607O12345672',
    -4607012345677,
  ])('%j is none: the goods are made without it', (written) => expect(readEan(written)).toEqual(REFUSED));
  it('an empty cell and a dash say nothing', () => {
    for (const nothing of ['', null, undefined, '-', '—']) expect(readEan(nothing)).toEqual({ ean: null, isRestored: false });
  });
  it('whatever it gives has a right check digit', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.bigInt({ min: 0n, max: 10n ** 15n }).map(String), fc.integer()), (written) => {
        const reading = readEan(written);
        if ('ean' in reading && reading.ean !== null) expect(isEan13(reading.ean)).toBe(true);
      }),
    );
  });
});
