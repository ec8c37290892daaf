import { describe, expect, it } from 'vitest';
import { makeOrder } from '../../../tests/factories/order-events.ts';
import { orderOfTicket } from './order-of-ticket.ts';

const held = ['17', '3-017'].map((number) => ({ order: makeOrder(`of-${number}`, [], { number }) }));
const orders = { byNumber: (number: string) => Promise.resolve(held.find(({ order }) => order.number === number) ?? null) };

describe('a scanned paper', () => {
  it.each([
    ['O-17', 'order:of-17'],
    ['O-17-A', 'order:of-17'],
    ['o-3-017-b-l', 'order:of-3-017'],
    ['O-18-A', null],
  ])('%s opens %s', async (code, id) => expect(await orderOfTicket(orders, code)).toBe(id));
});
