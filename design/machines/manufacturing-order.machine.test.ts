import { describe, expect, it } from 'vitest';
import { nextOrderState, ORDER_STATES, ORDER_STEPS, type OrderState } from './manufacturing-order.machine.ts';

/** Requirements D-41, K-57: every state and every step; what is not listed is not possible. */
const MOVES: Readonly<Record<OrderState, Readonly<Record<string, OrderState>>>> = {
  draft: { confirm: 'confirmed', cancel: 'cancelled' },
  confirmed: { start: 'production', cancel: 'cancelled' },
  production: { ready: 'ready', cancel: 'cancelled' },
  ready: { deliver: 'delivered', cancel: 'cancelled', rework: 'production' },
  delivered: {},
  cancelled: { reopen: 'draft' },
};
const ABOUT = ['details', 'pair', 'unpair', 'lines', 'promise'];
const BENCH = ['step', 'location', 'bench', 'assign', 'breakage', 'defect'];
/** What may be written in a state without moving the order. */
const WRITTEN: Readonly<Record<OrderState, readonly string[]>> = {
  draft: ABOUT,
  confirmed: [...ABOUT, ...BENCH],
  production: ['promise', ...BENCH, 'quality', 'timer'],
  ready: ['promise', 'step', 'location'],
  delivered: [],
  cancelled: ['location'],
};

describe.each(ORDER_STATES)('an order that is %s (D-41)', (state) => {
  it.each(ORDER_STEPS)('and %s', (step) => {
    const expected = MOVES[state][step] ?? (WRITTEN[state].includes(step) ? state : null);
    expect(nextOrderState(state, step)).toBe(expected);
  });
});
