import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCheckDigit, readQuantity, readScan } from './scan-code.ts';

const GS = '\u001d';
const MARK = `010460701234567721abcDEF123${GS}91EE10${GS}92dGVzdA==`;

describe('what a scanner read', () => {
  it('is an EAN as it stands, and a GTIN-14 or UPC as the EAN that price tags bear', () => {
    expect(readScan('4607012345678')).toEqual({ code: '4607012345678', mark: null });
    expect(readScan('04607012345677')).toEqual({ code: '4607012345677', mark: null });
    expect(readScan('012345678905')).toEqual({ code: '0012345678905', mark: null });
    expect(readScan(' RB-1001 ')).toEqual({ code: 'RB-1001', mark: null });
  });
  it('is the article and this very piece of a marked one, its separators whole', () => {
    expect(readScan(MARK)).toEqual({ code: '4607012345677', mark: MARK });
    expect(readScan(`]d2${GS}${MARK}`)).toEqual({ code: '4607012345677', mark: MARK });
    expect(readScan(MARK.replaceAll(GS, '^]'))).toEqual({ code: '4607012345677', mark: MARK });
  });
  it('is no mark where the GTIN in it is misread', () => {
    expect(readScan(MARK.replace('04607012345677', '04607012345678')).mark).toBeNull();
  });
  it('never fails, whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof readScan(text).code).toBe('string');
      }),
    );
  });
  it('has a check digit that one misread digit breaks', () => {
    expect(hasCheckDigit('4607012345677')).toBe(true);
    expect(hasCheckDigit('4607012345678')).toBe(false);
    expect(hasCheckDigit('46009877')).toBe(false);
    expect(hasCheckDigit('1234')).toBe(false);
  });
});

describe('so many pieces typed before a scan', () => {
  it('in any spelling of the sign, Cyrillic too', () => {
    for (const text of ['3*', '3 x', '3х', '3 × ']) expect(readQuantity(text)).toEqual({ qty: 3, rest: '' });
    expect(readQuantity('2*оправа')).toEqual({ qty: 2, rest: 'оправа' });
    expect(readQuantity('0,5*шнур')).toEqual({ qty: 0.5, rest: 'шнур' });
  });
  it('is no quantity in an article or a size', () => {
    expect(readQuantity('RB-1001')).toEqual({ qty: null, rest: 'RB-1001' });
    expect(readQuantity('0*')).toEqual({ qty: null, rest: '0*' });
    expect(readQuantity('4607012345678')).toEqual({ qty: null, rest: '4607012345678' });
  });
});
