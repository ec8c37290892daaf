import { expect, it } from 'vitest';
import { orderQuery, placeOf, type OrderPlace } from './order-query.ts';

it('the address says what is shown, and a reload shows it again', () => {
  const places: readonly OrderPlace[] = [
    { kind: 'list' },
    { kind: 'calls' },
    { kind: 'card', id: 'order:1763683200000-0000-0001' },
    { kind: 'new', client: null, prescription: null },
    { kind: 'new', client: 'client:1', prescription: 'prescription:2' },
    { kind: 'change', id: 'order:1', pair: 'B' },
  ];
  for (const place of places) expect(placeOf(new URLSearchParams(orderQuery(place)))).toEqual(place);
  expect(placeOf(new URLSearchParams('?id=order:1&pair=Z'))).toEqual({ kind: 'card', id: 'order:1' });
});
