import { expect, it } from 'vitest';
import { parseTestClock, testNow } from './test-clock.ts';

it('moves the clock by the offset and leaves its pace alone', () => {
  const setting = parseTestClock('{"offset_ms": 86400000}');
  expect(setting && testNow(setting, 1_000, 400)).toBe(86_401_000);
});

it('runs faster from the moment the file was written, without a jump at that moment', () => {
  const setting = parseTestClock('{"offset_ms": 0, "rate": 10}');
  expect(setting && testNow(setting, 400, 400)).toBe(400);
  expect(setting && testNow(setting, 1_400, 400)).toBe(10_400);
});

it('does not take a half-written file for a setting', () => {
  expect(parseTestClock('{"offset_ms": 864')).toBeNull();
  expect(parseTestClock('{"rate": -1}')).toBeNull();
});
