import { describe, expect, it } from 'vitest';
import { pieceCode } from '../stock/piece-code.ts';
import { readQuantity, spellingsOf } from './scan-code.ts';

describe('a code as a catalogue may file it', () => {
  it('is an EAN-13 for a GTIN-14 and for a UPC, and back', () => {
    expect(spellingsOf('4607012345677')).toEqual(['4607012345677']);
    expect(spellingsOf('04607012345677')).toEqual(['04607012345677', '4607012345677']);
    expect(spellingsOf('012345678905')).toEqual(['012345678905', '0012345678905']);
    expect(spellingsOf('0012345678905')).toEqual(['0012345678905', '012345678905']);
    expect(spellingsOf(' RB-1001 ')).toEqual(['RB-1001']);
    const piece = pieceCode('RB-1001', '3-2611-004', 1);
    expect(spellingsOf(piece)).toEqual([piece, 'RB-1001']);
    // Typed by hand from a torn label: no article rather than a wrong piece of it.
    expect(spellingsOf(piece.replace('004-01', '004-07'))).toHaveLength(1);
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
