import { describe, expect, it } from 'vitest';
import { makeResult, makeSale } from '../../../tests/factories/receipts.ts';
import type { CardAttempt } from '$design/documents/facts.ts';
import { fits, traitsOf } from './receipt-candidates.ts';

const AT = Date.UTC(2026, 2, 5, 9, 41);
const sale = { ...makeSale({ at: AT, lines: [{ name: 'Оправа Ray-Ban', price: 3_450_50 }] }), client: 'client:1' };
const result = { ...makeResult(sale, AT, 214), fp: '0123456789' };
const attempt = { sale: sale._id, pan: '220220******4417' } as CardAttempt;
const clients = new Map([['client:1', { name: 'Фёдорова Анна', phone: '+79001234567' }]]);
const [receipt] = traitsOf({ sales: [sale], results: [result], attempts: [attempt] }, clients, 'Europe/Moscow');

describe('finding the receipt that comes back', () => {
  it.each(['214', '0123456789', '123456789', '3450,50', '3450.5', '4417', '12:41', '05.03', '5.3.26', 'федорова', 'ray-ban'])(
    'by %s',
    (text) => expect(fits(receipt!, text)).toBe(true),
  );

  it('by several words at once, all of which must fit', () => {
    expect(fits(receipt!, '3450,50 12:41')).toBe(true);
    expect(fits(receipt!, '05.03.2026 анна')).toBe(true);
    expect(fits(receipt!, '3450,50 12:42')).toBe(false);
  });

  it.each(['215', '4418', '345050', '06.03', '', '  '])('not by “%s”', (text) => expect(fits(receipt!, text)).toBe(false));

  it('knows no receipt that has no result: it is in the tray', () => {
    expect(traitsOf({ sales: [sale], results: [], attempts: [] }, clients, 'Europe/Moscow')).toEqual([]);
  });
});
