import { expect, it } from 'vitest';
import { qrText } from './qr.ts';

it('writes the official example of the order', () => {
  const fields = { datetime: '2015-07-20T16:38', total: 999999900, fn: '000110000105', fd: 12345678, fp: '123456' };
  expect(qrText({ ...fields, operation: 'refund' })).toBe(
    't=20150720T1638&s=9999999.00&fn=000110000105&i=12345678&fp=123456&n=2',
  );
});

it('drops seconds, leading zeros of the sign and padding of the drive number', () => {
  const fields = { datetime: '2026-11-21T03:04:59', total: 1, fn: '9999078900002287  ', fd: 7, fp: '0004160536' };
  expect(qrText({ ...fields, operation: 'sale' })).toBe('t=20261121T0304&s=0.01&fn=9999078900002287&i=7&fp=4160536&n=1');
});
