import { describe, expect, it } from 'vitest';
import { ORDER_FRESH, orderFate, type ShiftOrder } from './orders.ts';

const AT = 1_763_700_000_000;
const order = (kind: ShiftOrder['kind']): ShiftOrder => ({ kind, key: 'k', body: {}, shift: 7, at: AT });
const soon = AT + 1_000;
const late = AT + ORDER_FRESH;

describe('an order of the shift whose answer was lost', () => {
  it.each([
    ['open', 'closed', 7, soon, 'repeat'],
    ['open', 'open', 8, soon, 'done'],
    ['open', 'closed', 8, soon, 'done'],
    ['open', 'closed', 7, late, 'ask'],
    ['close', 'open', 7, soon, 'repeat'],
    ['close', 'closed', 7, soon, 'done'],
    ['close', 'open', 8, soon, 'done'],
    ['close', 'open', 7, late, 'ask'],
    ['close', 'expired', 7, soon, 'repeat'],
    ['in', 'open', 7, soon, 'repeat'],
    ['out', 'open', 7, late, 'ask'],
    ['in', 'open', 8, soon, 'ask'],
    ['out', 'closed', 7, soon, 'ask'],
  ] as const)('«%s» while the shift is %s № %d: at %d → %s', (kind, state, number, now, fate) =>
    expect(orderFate(order(kind), { state, number }, now)).toBe(fate),
  );
});
