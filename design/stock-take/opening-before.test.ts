import { expect, it } from 'vitest';
import { DAY } from '../time/clock.ts';
import { openingBefore, openingOfTake } from './opening-before.ts';

const MONTHS = ['202610', '202612', '202611'];
const DECEMBER = Date.UTC(2026, 11, 1);
const openings = (first: string, ...more: string[]) =>
  [first, ...more].map((month, n) => ({ month, previous: n === 0 ? null : `opening:${first}` }));
const holding =
  (...months: string[]) =>
  (month: string) =>
    months.includes(month);

it('an opening that may hold what was sold after an instant is none of before it: a shift goes over midnight, a zone is half a day off', () => {
  expect(openingBefore(MONTHS, DECEMBER - DAY)).toBe('202611');
  expect(openingBefore(MONTHS, DECEMBER + 3 * DAY - 1)).toBe('202611');
  expect(openingBefore(MONTHS, DECEMBER + 3 * DAY)).toBe('202612');
  expect(openingBefore(MONTHS, Date.UTC(2026, 8, 30))).toBeNull();
  expect(openingBefore([], DECEMBER)).toBeNull();
});

it('a month that is sealed while a shop is counted does not move its books: the device goes on from the month in which it began', () => {
  const all = openings('202610', '202611', '202612');
  expect(openingOfTake(all, DECEMBER - DAY, holding('202611', '202612'))).toBe('202611');
  expect(openingOfTake(all, DECEMBER + 4 * DAY, holding('202611', '202612'))).toBe('202612');
  // What it no longer holds cannot be counted up: the newest is right for what lies there now.
  expect(openingOfTake(all, DECEMBER - 40 * DAY, holding('202611', '202612'))).toBe('202612');
});

it('the first month of a shop is counted from nothing, also when its end has been sealed meanwhile', () => {
  expect(openingOfTake([], DECEMBER - DAY, holding('202611'))).toBeNull();
  expect(openingOfTake(openings('202612'), DECEMBER - DAY, holding('202611', '202612'))).toBeNull();
  expect(openingOfTake(openings('202612'), DECEMBER - DAY, holding('202612'))).toBe('202612');
});
