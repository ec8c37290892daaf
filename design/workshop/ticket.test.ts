import { expect, it } from 'vitest';
import { ticketsOf } from './ticket.ts';

it('a ticket names its order and its pair, a lens bag its eye, too', () => {
  expect(ticketsOf('17-A')).toContainEqual({ number: '17', pair: 'A' });
  expect(ticketsOf('17-B-R')).toContainEqual({ number: '17', pair: 'B' });
  expect(ticketsOf('POS1-000017-H')).toContainEqual({ number: 'POS1-000017', pair: 'H' });
});

it('a number is taken as it is before its last letter is taken for a pair', () => {
  expect(ticketsOf('17-A')[0]).toEqual({ number: '17-A', pair: null });
});

it('the sign of an order and small letters are understood', () => {
  expect(ticketsOf('o17-a')).toContainEqual({ number: '17', pair: 'A' });
  expect(ticketsOf('O-3-017-A')).toContainEqual({ number: '3-017', pair: 'A' });
  expect(ticketsOf('№ 17')).toEqual([{ number: '17', pair: null }]);
});

it('nothing is no ticket', () => expect(ticketsOf('  ')).toEqual([]));
