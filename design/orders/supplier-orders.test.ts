import { describe, expect, it } from 'vitest';
import { described, eventsOf, makeOrder } from '../../tests/factories/order-events.ts';
import type { Order } from '../documents/order.ts';
import type { SupplierOrder } from '../documents/supplier-order.ts';
import { replayOrder } from '../folds/order.ts';
import { addEvents } from '../merge/edit.ts';
import { formatHlc } from '../time/hlc.ts';
import { lensesToOrder, lensesUnderWay } from './lens-needs.ts';
import { letterState, lineState, mayBeOut, receivedEvents, returnedEvents, supplierLines, unsaid } from './supplier-orders.ts';

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
    expect(first.lines.map((line) => lineState(first, line, known(gone).view))).toEqual(['gone', 'gone']);
  });

  it('called off, whole or lens by lens, is needed again; said twice it answers nothing', () => {
    const first = made('1', CONFIRMED);
    const order = told(CONFIRMED, first);
    const { order: id, pair, eye } = first.lines[1]!;
    const part = { ...first, dropped: [{ order: id, pair, eye, at: NOW }] };
    const without = told(order, part, 2);
    expect(lensesToOrder([known(without)]).map((line) => line.eye)).toEqual(['os']);
    expect(lensesUnderWay([known(without)]).map((line) => line.eye)).toEqual(['od']);
    expect(part.lines.map((line) => lineState(part, line, known(without).view))).toEqual(['ordered', 'dropped']);
    expect(known(without).view.pairs[0]!.step).toBe('lens-ordered');
    const gone = told(without, { ...part, cancelled: { at: NOW, reason: 'ошибка' } }, 3);
    expect(lensesToOrder([known(gone)])).toHaveLength(2);
    expect(known(gone).view).toMatchObject({ illegal: [], pairs: [{ step: null }] });
    expect(unsaid({ ...first, cancelled: { at: NOW, reason: '' } }, gone._id, gone.events, known(gone).view)).toEqual([]);
    // Ordered anew of somebody else: the old cancellation does not reach the new order.
    const anew = told(gone, made('2', gone), 4);
    expect(lensesUnderWay([known(anew)])).toHaveLength(2);
    expect(unsaid({ ...first, cancelled: { at: NOW, reason: '' } }, anew._id, anew.events, known(anew).view)).toEqual([]);
  });

  it('called off on one tablet while the lens is taken in on another: it is here, and the calling off is flagged', () => {
    const first = made('1', CONFIRMED);
    const order = told(CONFIRMED, first);
    const { view } = known(order);
    const hand = (minutes: number) => ({
      hlc: formatHlc({ wall: NOW + minutes * 60_000, counter: 0, device: 2 }),
      ...{ by: null, pos: null },
    });
    const came = receivedEvents(lensesUnderWay([known(order)]), order._id, view);
    const off = unsaid({ ...first, cancelled: { at: NOW, reason: '' } }, order._id, order.events, view);
    const both = addEvents(addEvents(order, came, NOW, hand(2)), off, NOW, hand(3));
    expect(known(both).view).toMatchObject({ pairs: [{ od: { status: 'received' }, os: { status: 'received' } }] });
    expect(known(both).view.illegal.map(({ why }) => why)).toEqual(['NOTHING_TO_UNDO', 'NOTHING_TO_UNDO']);
  });

  it('takes a wrongly scanned lens back: it is awaited of the same supplier again', () => {
    const first = made('1', CONFIRMED);
    const order = told(CONFIRMED, first);
    const hand = (minutes: number) => ({
      hlc: formatHlc({ wall: NOW + minutes * 60_000, counter: 0, device: 1 }),
      ...{ by: null, pos: null },
    });
    const here = addEvents(order, receivedEvents(lensesUnderWay([known(order)]), order._id, known(order).view), NOW, hand(2));
    expect(known(here).view.pairs[0]!.step).toBe('received');
    const back = addEvents(here, returnedEvents(first.lines[0]!, here._id, known(here).view), NOW, hand(3));
    expect(lensesUnderWay([known(back)])).toMatchObject([{ eye: 'od', supplierOrder: first._id }]);
    expect(returnedEvents(first.lines[0]!, back._id, known(back).view)).toEqual([]);
    const none = addEvents(back, returnedEvents(first.lines[1]!, back._id, known(back).view), NOW, hand(4));
    expect(known(none).view).toMatchObject({ illegal: [], pairs: [{ step: 'lens-ordered' }] });
  });

  it('may be out as soon as somebody wished it sent, and is not where the mail server said no', () => {
    const first = made('1', CONFIRMED);
    const send = { at: NOW, subject: 'Заказ', text: 'Линзы', file: null };
    const mail = { wish: NOW, state: 'failed', at: NOW, tries: 1, code: 'SENDING_REFUSED', via: null, digest: null } as const;
    expect(mayBeOut(first)).toBe(false);
    expect(mayBeOut({ ...first, sent: { at: NOW, via: 'file', digest: '' } })).toBe(true);
    expect(mayBeOut({ ...first, send })).toBe(true);
    expect(mayBeOut({ ...first, send, mail })).toBe(false);
    expect(mayBeOut({ ...first, send, mail: { ...mail, code: 'SENDING_GAVE_UP' } })).toBe(true);
    expect(letterState({ ...send, at: NOW + 1 }, mail)).toBe('waiting');
  });

  it('made twice by two tablets offline: the later one shows its lenses as ordered twice', () => {
    const [first, second] = [made('1', CONFIRMED), made('2', CONFIRMED)];
    const order = told(CONFIRMED, first);
    expect(unsaid(second, order._id, order.events, known(order).view)).toEqual([]);
    const { view } = known(order);
    expect(second.lines.map((line) => lineState(second, line, view))).toEqual(['twice', 'twice']);
    expect(first.lines.map((line) => lineState(first, line, view))).toEqual(['ordered', 'ordered']);
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
    expect(first.lines.map((line) => lineState(first, line, known(here).view))).toEqual(['received', 'ordered']);
    const broken = addEvents(
      here,
      [{ kind: 'start' }, { kind: 'breakage', pair: 'A', part: 'od', cause: 'edging', again: 'supplier' }],
      NOW,
      hand(3),
    );
    expect(lensesToOrder([known(broken)])).toMatchObject([{ eye: 'od', again: true }]);
    expect(unsaid(first, broken._id, broken.events, known(broken).view)).toEqual([]);
    expect(lineState(first, first.lines[0]!, known(broken).view)).toBe('again');
  });
});
