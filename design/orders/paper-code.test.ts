import { describe, expect, it } from 'vitest';
import { ticketsOf } from '../workshop/ticket.ts';
import { isPaperCode, paperCode } from './paper-code.ts';

describe('the barcode of a paper', () => {
  it.each([
    [{ number: '17' }, 'O-17', null],
    [{ number: '3-017', pair: 'A' }, 'O-3-017-A', 'A'],
    [{ number: '3-017', pair: 'H', eye: 'os' }, 'O-3-017-H-L', 'H'],
  ] as const)('%j is %s, and is read back as that order and pair', (what, code, pair) => {
    expect(paperCode(what)).toBe(code);
    expect(isPaperCode(code)).toBe(true);
    expect(isPaperCode(code.toLowerCase())).toBe(true);
    expect(ticketsOf(code)).toContainEqual({ number: what.number, pair });
  });

  it('is no code of goods, and no code of goods is one', () => {
    for (const text of ['4607012345678', 'OX8046', 'O-RING', 'RB-1001', 'O123', '17-A']) expect(isPaperCode(text)).toBe(false);
  });
});
