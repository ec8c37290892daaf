import { expect, it } from 'vitest';
import { formatHlc } from '../time/hlc.ts';
import { described, eventsOf } from '../../tests/factories/order-events.ts';
import { nextLetter, nextOrderNumber } from './number.ts';

const stampOf = (device: number) => formatHlc({ wall: 1_763_683_200_000, counter: 0, device });

it('counts on for each device by itself: two tablets offline never give out one number twice', () => {
  const taken = ['3-017', '3-002', '12-400', 'З-17', ''];
  expect(nextOrderNumber(stampOf(3), taken)).toBe('3-018');
  expect(nextOrderNumber(stampOf(12), taken)).toBe('12-401');
  expect(nextOrderNumber(stampOf(1), taken)).toBe('1-001');
  expect(nextOrderNumber(stampOf(3), ['3-999', '3-1000'])).toBe('3-1001');
});

it('never gives the letter of a pair out twice: a ticket that bears it may be about', () => {
  expect(nextLetter([])).toBe('A');
  expect(nextLetter(eventsOf(described(), { kind: 'unpair', pair: 'A' }))).toBe('B');
});
