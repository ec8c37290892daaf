import { describe, expect, it } from 'vitest';
import { described, eventsOf, makeOrder } from '../../tests/factories/order-events.ts';
import type { Order } from '../documents/order.ts';
import type { SupplierOrder } from '../documents/supplier-order.ts';
import { replayOrder } from '../folds/order.ts';
import { addEvents } from '../merge/edit.ts';
import { formatHlc } from '../time/hlc.ts';
import { lensesToOrder, lensesUnderWay } from './lens-needs.ts';
import { lineState, receivedEvents, supplierLines, unsaid } from './supplier-orders.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const known = (order: Order) => ({ id: order._id, number: order.number ?? '', view: replayOrder(order.events) });
const CONFIRMED = makeOrder('17', eventsOf(described(), { kind: 'confirm' }));
const made = (key: string, order: Order, minutes = 0): SupplierOrder => ({
  ...{ _id: `supplier-order:${key}`, type: 'supplier-order', schema: 1, store: 'store-1', number: key, supplier: 'Линзы Плюс' },
  ...{ hlc: formatHlc({ wall: NOW + minutes, counter: 0, device: 1 }), by: null, pos: null, sent: null, stamps: {} },
  lines: supplierLines(lensesToOrder([known(order)])),
});
const told = (order: Order, supplierOrder: SupplierOrder, minutes = 1, device = 1): Order => {
  const { view } = known(order);
  const hlc = formatHlc({ wall: NOW + minutes * 60_000, counter: 0, device });
  return addEvents(order, unsaid(supplierOrder, order._id, order.events, view), NOW, { hlc, by: null, pos: null });
};

describe('a supplier’s order and the orders that it names', () => {
  it('is told to each order once, however often the device begins anew', () => {
    const first = made('1', CONFIRMED);
    const order = told(CONFIRMED, first);
    expect(lensesToOrder([known(order)])).toEqual([]);
    expect(lensesUnderWay([known(order)]).map(({ supplierOrder }) => supplierOrder)).toEqual([
      'supplier-order:1',
      'supplier-order:1',
    ]);
    expect(unsaid(first, order._id, order.events, known(order).view)).toEqual([]);
  });

  it('that was cancelled, or whose glasses were, tells nothing', () => {
    const first = made('1', CONFIRMED);
    const cancelled = { ...first, cancelled: { at: NOW, reason: 'ошибка' } };
    expect(unsaid(cancelled, CONFIRMED._id, CONFIRMED.events, known(CONFIRMED).view)).toEqual([]);
    const gone = makeOrder('17', eventsOf(described(), { kind: 'confirm' }, { kind: 'cancel', reason: '' }));
    expect(unsaid(first, gone._id, gone.events, known(gone).view)).toEqual([]);
    expect(first.lines.map((line) => lineState(first._id, line, known(gone).view))).toEqual(['gone', 'gone']);
  });

  it('made twice by two tablets offline: the later one shows its lenses as ordered twice', () => {
    const [first, second] = [made('1', CONFIRMED), made('2', CONFIRMED)];
    const order = told(CONFIRMED, first);
    expect(unsaid(second, order._id, order.events, known(order).view)).toEqual([]);
    const { view } = known(order);
    expect(second.lines.map((line) => lineState(second._id, line, view))).toEqual(['twice', 'twice']);
    expect(first.lines.map((line) => lineState(first._id, line, view))).toEqual(['ordered', 'ordered']);
  });

  it('takes a lens in once, and a broken one is needed again without the old order telling it anew', () => {
    const first = made('1', CONFIRMED);
    const hand = (minutes: number) => ({
      hlc: formatHlc({ wall: NOW + minutes * 60_000, counter: 0, device: 1 }),
      by: null,
      pos: null,
    });
    const ordered = told(CONFIRMED, first);
    const came = lensesUnderWay([known(ordered)]).slice(0, 1);
    const here = addEvents(ordered, receivedEvents(came, ordered._id, known(ordered).view), NOW, hand(2));
    expect(receivedEvents(came, here._id, known(here).view)).toEqual([]);
    expect(first.lines.map((line) => lineState(first._id, line, known(here).view))).toEqual(['received', 'ordered']);
    const broken = addEvents(
      here,
      [{ kind: 'start' }, { kind: 'breakage', pair: 'A', part: 'od', cause: 'edging', again: 'supplier' }],
      NOW,
      hand(3),
    );
    expect(lensesToOrder([known(broken)])).toMatchObject([{ eye: 'od', again: true }]);
    expect(unsaid(first, broken._id, broken.events, known(broken).view)).toEqual([]);
    expect(lineState(first._id, first.lines[0]!, known(broken).view)).toBe('again');
  });
});
