import { expect, it } from 'vitest';
import { described, eventsOf, makeOrder, ORDERED_AT } from '../../../../tests/factories/order-events.ts';
import { replayOrder } from '$design/folds/order.ts';
import type { NewEvent } from '$design/merge/edit.ts';
import { sieve, type NamedOrder, type OrderFilter } from './order-filter.ts';

function named(key: string, clientName: string, ...events: NewEvent[]): NamedOrder {
  const order = makeOrder(key, eventsOf(described(), ...events));
  return { order, view: replayOrder(order.events), clientName };
}
const CONFIRM = { kind: 'confirm' } as const;
const promise = (day: string) => ({ kind: 'promise', day }) as const;
const ORDERS = [
  named('1-001', 'Орлова Анна', promise('2026-11-25'), CONFIRM),
  named('1-002', 'Киселёв Иван', promise('2026-11-20'), CONFIRM),
  named('1-003', 'Орлов Пётр'),
  named('1-004', 'Ли', CONFIRM, { kind: 'start' }, { kind: 'ready' }),
  named('1-005', 'Ли', { kind: 'cancel', reason: 'передумал' }),
];
const numbers = (only: OrderFilter, text = '') =>
  sieve(ORDERS, { only, text, now: ORDERED_AT, timeZone: 'Europe/Moscow' }).map(({ order }) => order.number);

it('the most urgent stand first, without a promise last', () => expect(numbers('open')).toEqual(['1-002', '1-001', '1-004']));
it('late is what was promised for a day that is over', () => expect(numbers('late')).toEqual(['1-002']));
it('each state has its own list, the latest first', () => {
  expect([numbers('draft'), numbers('ready'), numbers('cancelled'), numbers('done')]).toEqual([
    ['1-003'],
    ['1-004'],
    ['1-005'],
    [],
  ]);
  expect(numbers('all')).toEqual(['1-005', '1-004', '1-003', '1-002', '1-001']);
});
it('whoever types a number or a name finds the order in whatever state it is, ё or е', () => {
  expect(numbers('open', '1-005')).toEqual(['1-005']);
  expect(numbers('done', 'киселев')).toEqual(['1-002']);
});
