import { expect, it } from 'vitest';
import { parseQr, qrText } from './qr.ts';

it('writes the example of the order', () => {
  const fields = { at: '2015-07-20T16:38:41', total: 999_999_900, fn: '000110000105', fd: 12_345_678, fp: '0000123456' } as const;
  expect(qrText({ ...fields, operation: 'refund' })).toBe(
    't=20150720T1638&s=9999999.00&fn=000110000105&i=12345678&fp=123456&n=2',
  );
});

it('keeps two decimals for a sum of a few kopecks', () => {
  expect(qrText({ at: '2026-11-21T03:04:05', total: 5, fn: '9999', fd: 1, fp: '1', operation: 'sale' })).toContain('&s=0.05&');
});

it('reads back the square of any register, and nothing else', () => {
  const mark = { fn: '000110000105', fd: 12_345_678, fp: '123456', at: '2015-07-20T16:38' };
  expect(parseQr('t=20150720T1638&s=9999999.00&fn=000110000105&i=12345678&fp=0000123456&n=2')).toEqual(mark);
  expect(parseQr(' n=1&fp=123456&i=12345678&fn=000110000105&s=1&t=20150720T163859 ')).toEqual(mark);
  expect(parseQr('fn=000110000105&i=12345678&fp=123456')).toEqual({ ...mark, at: null });
  for (const bad of ['', 'https://example.com/?fn=1', 'fn=000110000105&i=0x1&fp=1', 'i=1&fp=1']) expect(parseQr(bad)).toBeNull();
});
