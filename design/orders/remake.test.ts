import { describe, expect, it } from 'vitest';
import { described, eventsOf, orderedLensOf, pairOf, viewOf } from '../../tests/factories/order-events.ts';
import { orderEvent } from '../documents/order.ts';
import { replayOrder } from '../folds/order.ts';
import { changeAdvice } from './changes.ts';
import { costByFault, looseLinks, refundDue, remakeEvents, type Claim } from './remake.ts';
import { available, heldStock, stockKey } from './reservations.ts';

const stock = orderedLensOf({ source: 'stock' });
const fromStock = described(pairOf({ od: stock, os: stock }));
const KEY = stockKey(stock.sku, stock.power);
const line = {
  sku: 'FRAME-1',
  name: 'Оправа',
  kind: 'frame',
  qty: 1,
  price: 900_00,
  discount: 0,
  amount: 900_00,
  pair: 'A',
} as const;
const lines = [
  { ...line, part: 'frame' as const },
  { ...line, kind: 'lens' as const, sku: 'LENS-160', price: 300_00, amount: 300_00, part: 'lens-right' as const },
];

describe('stock that orders hold', () => {
  it.each([
    ['draft', [], undefined],
    ['confirmed', [{ kind: 'confirm' }], { reserved: 2, consumed: 0 }],
    ['in production', [{ kind: 'confirm' }, { kind: 'start' }], { reserved: 0, consumed: 2 }],
    ['cancelled', [{ kind: 'confirm' }, { kind: 'cancel', reason: '' }], undefined],
    ['delivered', [{ kind: 'confirm' }, { kind: 'start' }, { kind: 'ready' }, { kind: 'deliver' }], undefined],
  ] as const)('of an order that is %s', (_, events, expected) => {
    const view = viewOf(fromStock, ...events);
    const held = heldStock([
      ['order:1', view],
      ['order:1', view],
    ]);
    expect(held.get(KEY)).toEqual(expected);
    expect(held.get('FRAME-1')).toEqual(expected && { reserved: expected.reserved / 2, consumed: expected.consumed / 2 });
    expect(available(5, held.get(KEY))).toBe(expected ? 3 : 5);
  });

  it('is the same lens in either notation', () => {
    expect(stockKey('L', { ...stock.power, sph: -3, cyl: 0.75, axis: 90 })).toBe(stockKey('L', stock.power));
  });

  it('of a lens that broke the next one is held: from stock, or none where it is ordered', () => {
    const view = viewOf(fromStock, { kind: 'confirm' }, { kind: 'breakage', part: 'od', cause: 'edging', again: 'stock' });
    expect(heldStock([['order:1', view]]).get(KEY)).toEqual({ reserved: 2, consumed: 0 });
    const ordered = viewOf(fromStock, { kind: 'confirm' }, { kind: 'breakage', part: 'od', cause: 'edging', again: 'supplier' });
    expect(heldStock([['order:1', ordered]]).get(KEY)).toEqual({ reserved: 1, consumed: 0 });
  });
});

describe('glasses made anew', () => {
  const claim: Claim = {
    ...{ original: 'order:1', again: 'order:2', kind: 'remake', fault: 'workshop', scope: 'lenses', cost: 250_00, reason: 'ось' },
  };
  const original = eventsOf(fromStock, { kind: 'lines', lines }, { kind: 'confirm' }, { kind: 'start' });

  it('are an order of their own, linked both ways, covered parts free of charge', () => {
    const events = remakeEvents(claim, replayOrder(original));
    const again = eventsOf(...events.again);
    for (const event of again) expect(orderEvent.parse(event)).toEqual(event);
    const view = replayOrder([
      ...again,
      ...eventsOf(...Array<{ kind: 'promise'; day: string }>(9).fill({ kind: 'promise', day: '2026-12-01' }), {
        kind: 'confirm',
      }).slice(9),
    ]);
    expect(view).toMatchObject({ state: 'confirmed', total: 0, lines: [{ sku: 'LENS-160', amount: 0, discount: 300_00 }] });
    const views = new Map([
      ['order:1', viewOf(fromStock, ...events.original)],
      ['order:2', view],
    ]);
    expect(looseLinks(views)).toEqual([]);
    expect(costByFault(views.values())).toEqual(new Map([['workshop', 250_00]]));
  });

  it('link also what was delivered: a claim comes after the hand-over', () => {
    const { original: links } = remakeEvents({ ...claim, kind: 'warranty' }, replayOrder(original));
    const view = viewOf(fromStock, { kind: 'confirm' }, { kind: 'start' }, { kind: 'ready' }, { kind: 'deliver' }, ...links);
    expect(view).toMatchObject({ state: 'delivered', illegal: [], links: [{ link: 'warranty-as', order: 'order:2' }] });
    expect(looseLinks(new Map([['order:1', view]]))).toMatchObject([{ why: 'OTHER_NOT_HERE' }]);
    expect(
      looseLinks(
        new Map([
          ['order:1', view],
          ['order:2', viewOf(fromStock)],
        ]),
      ),
    ).toMatchObject([{ why: 'NOT_SAID_BACK' }]);
  });

  it.each([
    ['complete', 2],
    ['lenses', 1],
    ['frame', 1],
    ['write-off', 0],
  ] as const)('scope %s covers so many lines', (scope, count) => {
    const { again } = remakeEvents({ ...claim, scope }, replayOrder(original));
    expect(again.flatMap((event) => (event.kind === 'lines' ? event.lines : []))).toHaveLength(count);
  });
});

describe('a change of mind', () => {
  const pay = { kind: 'payment', amount: 500_00, sale: 'sale:1', role: 'deposit' } as const;
  it.each([
    ['edit', []],
    ['edit', [{ kind: 'confirm' }]],
    ['remake', [{ kind: 'confirm' }, { kind: 'start' }]],
    ['remake', [{ kind: 'confirm' }, { kind: 'start' }, { kind: 'ready' }]],
    ['warranty', [{ kind: 'confirm' }, { kind: 'start' }, { kind: 'ready' }, { kind: 'deliver' }]],
    ['reopen', [{ kind: 'cancel', reason: '' }]],
  ] as const)('is: %s', (way, events) => {
    expect(changeAdvice(viewOf(described(), ...events)).way).toBe(way);
  });
  it('tells what stands against it', () => {
    const view = viewOf(described(), { kind: 'confirm' }, pay, { kind: 'step', step: 'lens-ordered' });
    expect(changeAdvice(view)).toEqual({ way: 'edit', doubts: ['LENS_ORDERED', 'PAID'] });
  });
  it('a cancelled order gives its advance back, receipt by receipt', () => {
    const cancel = { kind: 'cancel', reason: 'передумал', fault: 'client' } as const;
    expect(refundDue(viewOf(described(), pay))).toEqual([]);
    expect(refundDue(viewOf(described(), pay, cancel))).toEqual([{ sale: 'sale:1', amount: 500_00 }]);
    const back = { kind: 'repayment', amount: 500_00, refund: 'refund:1', of: 'sale:1' } as const;
    expect(refundDue(viewOf(described(), pay, cancel, back))).toEqual([]);
  });
});
