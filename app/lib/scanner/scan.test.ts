import { describe, expect, it } from 'vitest';
import { GS } from './scan-keys.ts';
import { readScan } from './scan.ts';

describe('what a label is', () => {
  it.each([
    ['4607012345678', 'barcode', '4607012345678'],
    ['46009876', 'barcode', '46009876'],
    ['04607012345678', 'barcode', '4607012345678'],
    [']E04607012345678', 'barcode', '4607012345678'],
    ['RB-1001', 'text', 'RB-1001'],
    ['o-3-017-a', 'order', 'O-3-017-A'],
    ['O-1024', 'order', 'O-1024'],
    ['OX8046', 'text', 'OX8046'],
    [`]d2${GS}0104607012345678215abc${GS}93xyz`, 'mark', '4607012345678'],
    ['0104607012345678215abc', 'mark', '4607012345678'],
    ['t=20261121T1012&s=1.00&fn=9999078902011111&i=42&fp=1234567890&n=1', 'receipt', null],
    ['n=1&fp=1234567890&i=42&fn=9999078902011111&s=1.00&t=20261121T101259', 'receipt', null],
  ])('%j is a %s', (text, kind, code) => {
    const scan = readScan(text);
    expect(scan.kind).toBe(kind);
    expect(scan.code).toBe(code ?? text);
  });
});
