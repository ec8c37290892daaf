import { expect, it } from 'vitest';
import { isPersonInn } from './inn.ts';

it.each(['500100732259', '526317984689'])('takes %s', (inn) => expect(isPersonInn(inn)).toBe(true));

it('finds every mistyped digit', () => {
  const right = '500100732259';
  for (let place = 0; place < 12; place++) {
    for (let digit = 0; digit < 10; digit++) {
      const typed = `${right.slice(0, place)}${digit}${right.slice(place + 1)}`;
      expect(isPersonInn(typed)).toBe(typed === right);
    }
  }
});

it.each(['7702203276', '000000000000', '50010073225', '50010073225a', ''])('does not take %s', (inn) =>
  expect(isPersonInn(inn)).toBe(false),
);
