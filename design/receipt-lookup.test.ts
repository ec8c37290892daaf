import { expect, it } from 'vitest';
import { receiptQueryOf } from './receipt-lookup.ts';

it('understands a scanned square and the three numbers of the paper, and nothing else', () => {
  const square = 't=20261121T1200&s=100.00&fn=9999078902011111&i=42&fp=123456&n=1';
  expect(receiptQueryOf(` ${square}\n`)).toEqual({ qr: square });
  const marks = { fn: '9999078902011111', fd: 42, fp: '0000123456' };
  expect(receiptQueryOf('9999078902011111 42 0000123456')).toEqual(marks);
  expect(receiptQueryOf('ФН: 9999078902011111, ФД № 42, ФП 0000123456')).toEqual(marks);
  for (const bad of ['', '42', '9999078902011111 42', '9999 42 1', '9999078902011111 42 1 7', 'чек за май']) {
    expect(receiptQueryOf(bad), bad).toBeNull();
  }
});
