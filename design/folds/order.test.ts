import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderEvent, type OrderEvent } from '../documents/order.ts';
import { formatHlc } from '../time/hlc.ts';
import { replayOrder } from './order.ts';

const at = (n: number, device = 1): { id: string; by: string; at: number } => ({
  id: formatHlc({ wall: 1_763_683_200_000 + n, counter: 0, device }),
  by: 'staff:1',
  at: 1_763_683_200_000 + n,
});
const chosen = (n: number): OrderEvent => ({
  ...at(n),
  kind: 'details',
  set: { prescription: 'prescription:1', lens: 'LENS-1' },
});

describe('an order replayed from its events', () => {
  it('goes draft → confirmed → production → ready → delivered, each step dated (D-41, D-42)', () => {
    const events: OrderEvent[] = [
      chosen(1),
      { ...at(2), kind: 'promise', day: '2026-12-01' },
      { ...at(3), kind: 'confirm' },
      { ...at(4), kind: 'start' },
      { ...at(5), kind: 'ready' },
      { ...at(6), kind: 'deliver' },
    ];
    expect(replayOrder(events)).toMatchObject({
      state: 'delivered',
      details: { prescription: 'prescription:1', lens: 'LENS-1', frame: null },
      promised: '2026-12-01',
      reached: { confirmed: at(3).at, production: at(4).at, ready: at(5).at, delivered: at(6).at },
      paid: 0,
      illegal: [],
    });
  });

  it('is not confirmed without prescription and lens (D-42)', () => {
    const view = replayOrder([{ ...at(1), kind: 'confirm' }]);
    expect(view).toMatchObject({ state: 'draft', illegal: [{ id: at(1).id, why: 'DETAILS_MISSING' }] });
  });

  it('is cancelled from any state but delivered, and begins again without its dates (D-41)', () => {
    const events: OrderEvent[] = [chosen(1), { ...at(2), kind: 'confirm' }, { ...at(3), kind: 'cancel', reason: 'передумал' }];
    expect(replayOrder(events).state).toBe('cancelled');
    expect(replayOrder([...events, { ...at(4), kind: 'reopen' }])).toMatchObject({ state: 'draft', reached: {} });
  });

  it('flags what could not happen and goes on, and money counts in every state', () => {
    const events: OrderEvent[] = [
      chosen(1),
      { ...at(2), kind: 'cancel', reason: 'двое у стойки' },
      { ...at(3, 2), kind: 'confirm' },
      { ...at(4, 2), kind: 'payment', amount: 500_00, sale: 'sale:1' },
      { ...at(5), kind: 'repayment', amount: 200_00, refund: 'refund:1' },
    ];
    expect(replayOrder(events)).toMatchObject({
      state: 'cancelled',
      paid: 300_00,
      illegal: [{ id: at(3, 2).id, why: 'NOT_IN_THIS_STATE' }],
    });
  });

  it('does not depend on how a list is sorted, and answers for any list of events', () => {
    const event = fc
      .record({
        n: fc.nat(30),
        device: fc.integer({ min: 1, max: 3 }),
        kind: fc.constantFrom('confirm', 'start', 'ready', 'deliver', 'reopen'),
      })
      .map(({ n, device, kind }) => orderEvent.parse({ ...at(n, device), kind }));
    fc.assert(
      fc.property(fc.uniqueArray(event, { selector: ({ id }) => id }), (events) => {
        const list = [chosen(0), ...events.filter(({ id }) => id !== chosen(0).id)];
        const view = replayOrder(list);
        expect(replayOrder([...list].reverse())).toEqual(view);
        const legal = list.filter(({ id }) => !view.illegal.some((flagged) => flagged.id === id));
        expect(replayOrder(legal)).toMatchObject({ state: view.state, reached: view.reached, illegal: [] });
      }),
    );
  });
});
