import { expect, it } from 'vitest';
import { qrText } from './qr.ts';

it('writes the example of the order', () => {
  const fields = { at: '2015-07-20T16:38:41', total: 999_999_900, fn: '000110000105', fd: 12_345_678, fp: '0000123456' } as const;
  expect(qrText({ ...fields, operation: 'refund' })).toBe(
    't=20150720T1638&s=9999999.00&fn=000110000105&i=12345678&fp=123456&n=2',
  );
});

it('keeps two decimals for a sum of a few kopecks', () => {
  expect(qrText({ at: '2026-11-21T03:04:05', total: 5, fn: '9999', fd: 1, fp: '1', operation: 'sale' })).toContain('&s=0.05&');
});
