import { expect, it } from 'vitest';
import { HOUR } from '../time/clock.ts';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.UTC(2026, 10, 21, 3);
const http = (at: number): string => new Date(at).toUTCString();

it('reads seconds and an HTTP date', () => {
  expect(retryAfterMs('7', undefined, NOW)).toBe(7_000);
  expect(retryAfterMs(http(NOW + 90_000), undefined, NOW)).toBe(90_000);
});

it('reads a date against the answer’s own clock where it shows one', () => {
  const operator = NOW + 10 * 60_000;
  expect(retryAfterMs(http(operator + 30_000), http(operator), NOW)).toBe(30_000);
});

it('never waits less than nothing nor longer than an hour', () => {
  expect(retryAfterMs(http(NOW - 5_000), undefined, NOW)).toBe(0);
  expect(retryAfterMs('999999999', undefined, NOW)).toBe(HOUR);
  expect(retryAfterMs(http(NOW + 365 * 24 * HOUR), undefined, NOW)).toBe(HOUR);
});

it.each([undefined, '', 'soon', '-5', '2026-11-21', '1e3'])('takes %j for no header at all', (value) => {
  expect(retryAfterMs(value, undefined, NOW)).toBeNull();
});
