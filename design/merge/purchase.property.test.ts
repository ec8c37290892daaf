import fc from 'fast-check';
import { expect, it } from 'vitest';
import { purchaseOrder, type PurchaseOrder } from '../documents/purchase-order.ts';
import { apartTexts, handingOf, sameText, standingOrder, textOf } from '../stock/purchase-placing.ts';
import { purchaseView } from '../stock/purchases.ts';
import { formatHlc } from '../time/hlc.ts';
import { differencesOf } from './differences.ts';
import { editFields } from './edit.ts';
import { mergePurchases } from './purchase.ts';
import type { Body } from './rules.ts';

const stamp = (wall: number, device = 1): string => formatHlc({ wall, counter: 0, device });
const hand = (wall: number, device: number) => ({ hlc: stamp(wall, device), by: `staff:${device}`, pos: null });
const lines = (qty: number) => [{ sku: 'A', qty, price: null }];
const FIELDS = ['supplier', 'lines', 'note', 'due', 'placed', 'dropped', 'closed'];
const DRAFT: PurchaseOrder = {
  ...{ _id: `purchase-order:${stamp(1)}`, type: 'purchase-order', schema: 1, hlc: stamp(1), by: 'staff:1', pos: null },
  ...{ store: 'demo-1', number: 'П-1', supplier: 'Оптик-А', lines: lines(5), note: '', due: null, placed: null, closed: null },
  ...{ receipts: [], stamps: Object.fromEntries(FIELDS.map((field) => [field, stamp(1)])) },
};
const write = (order: PurchaseOrder, patch: Partial<PurchaseOrder>, wall: number, device: number) =>
  editFields<PurchaseOrder>(order, patch, hand(wall, device));
function place(order: PurchaseOrder, wall: number, device: number): PurchaseOrder {
  const placed = { at: wall, by: `staff:${device}` };
  const handed = [handingOf(order, { ...placed, hlc: stamp(wall, device) })];
  return write(order, { placed, handed }, wall, device);
}
const told = (...leaves: PurchaseOrder[]): string[] =>
  differencesOf('purchase', leaves as unknown as Body[], leaves.reduce(mergePurchases) as unknown as Body).map(
    ({ field }) => field,
  );

/** What a device does with its copy, now and then after it has learnt of the other's. */
type Act = { readonly device: 0 | 1 | 2; readonly what: 'lines' | 'note' | 'place' | 'drop' | 'learn'; readonly n: number };
const act: fc.Arbitrary<Act> = fc.record({
  device: fc.constantFrom(0 as const, 1 as const, 2 as const),
  what: fc.constantFrom('lines' as const, 'note' as const, 'place' as const, 'drop' as const, 'learn' as const),
  n: fc.integer({ min: 0, max: 2 }),
});

/** Three devices offline; whoever knows of a handing neither writes nor hands over. Their copies, and every text that one of them handed over. */
function lived(acts: readonly Act[]) {
  const copies = [DRAFT, DRAFT, DRAFT];
  const handed: PurchaseOrder[] = [];
  acts.forEach(({ device, what, n }, nth) => {
    const [own, wall] = [copies[device]!, nth + 2];
    if (what === 'learn') copies[device] = mergePurchases(own, copies[n]!);
    else if (own.placed || own.dropped) return;
    else if (what === 'lines') copies[device] = write(own, { lines: lines(n + 6) }, wall, device);
    else if (what === 'note') copies[device] = write(own, { note: `${n}` }, wall, device);
    else if (what === 'drop') copies[device] = write(own, { dropped: { at: wall, by: null, reason: 'x' } }, wall, device);
    else {
      handed.push(own);
      copies[device] = place(own, wall, device);
    }
  });
  return { copies: copies as [PurchaseOrder, PurchaseOrder, PurchaseOrder], handed };
}

it('versions of an order come to the same in any order, and the outcome is an order', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 14 }), (acts) => {
      const [a, b, c] = lived(acts).copies;
      const whole = mergePurchases(mergePurchases(a, b), c);
      expect(mergePurchases(b, a)).toEqual(mergePurchases(a, b));
      expect(mergePurchases(a, mergePurchases(b, c))).toEqual(whole);
      expect(mergePurchases(whole, a)).toEqual(whole);
      expect(purchaseOrder.safeParse(whole).error).toBeUndefined();
    }),
  );
});

it('a placed order is what its placer saw, whatever others did apart: the first handing stands, every other text is kept or told', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 14 }), (acts) => {
      const { copies, handed } = lived(acts);
      const whole = copies.reduce(mergePurchases);
      const [first] = handed;
      if (!first) {
        expect([whole.placed, apartTexts(whole)]).toEqual([null, []]);
        return;
      }
      expect(textOf(standingOrder(whole))).toEqual(textOf(first));
      expect(purchaseView(whole).state).toBe('placed');
      const apart = apartTexts(whole).map(({ text }) => text);
      // What went to the supplier in another text is a draft; a text that nobody handed over is, too, or has lost to a later hand as ever.
      for (const one of handed) expect([first, ...apart].some((text) => sameText(text, one))).toBe(true);
      expect([first, ...apart].some((text) => sameText(text, whole))).toBe(true);
      expect(apartTexts({ ...whole, kept: apartTexts(whole).map(({ key }) => key) })).toEqual([]);
    }),
  );
});

it('two tablets offline: one writes on in the draft, the other hands it over; the order stays what was handed over, the rest is kept', () => {
  const placed = place(DRAFT, 5, 2);
  for (const wall of [3, 9]) {
    const edited = write(DRAFT, { lines: lines(50), note: 'срочно' }, wall, 3);
    const whole = mergePurchases(placed, edited);
    expect(purchaseView(whole)).toMatchObject({ state: 'placed', lines: [{ sku: 'A', ordered: 5 }] });
    expect(apartTexts(whole)).toMatchObject([{ text: { lines: lines(50), note: 'срочно' }, hlc: stamp(wall, 3), handed: null }]);
    // It is kept: nobody need be asked about it.
    expect(told(placed, edited)).toEqual([]);
  }
});

it('two tablets offline hand over the same draft: it is one order, and people are told; of two texts the second is kept as a draft', () => {
  const [one, other] = [place(DRAFT, 5, 2), place(DRAFT, 6, 3)];
  const whole = mergePurchases(other, one);
  expect(whole).toMatchObject({ placed: { at: 5, by: 'staff:2' }, handed: [{ at: 5 }, { at: 6 }] });
  expect(apartTexts(whole)).toEqual([]);
  expect(told(one, other)).toEqual(['placed']);
  const changed = place(write(DRAFT, { lines: lines(7) }, 6, 3), 7, 3);
  const both = mergePurchases(one, changed);
  expect(standingOrder(both).lines).toEqual(lines(5));
  expect(apartTexts(both)).toMatchObject([{ text: { lines: lines(7) }, handed: { at: 7, by: 'staff:3' } }]);
});

it('a draft thrown away by somebody who did not know does not close what the supplier has; an order that is closed stays closed', () => {
  const dropped = write(DRAFT, { dropped: { at: 9, by: null, reason: 'не надо' } }, 9, 3);
  expect(purchaseView(dropped).state).toBe('closed');
  const whole = mergePurchases(dropped, place(DRAFT, 5, 2));
  expect(purchaseView(whole).state).toBe('placed');
  const closed = write(place(DRAFT, 5, 2), { closed: { at: 6, by: null, reason: 'нет' } }, 6, 2);
  expect(purchaseView(mergePurchases(dropped, closed)).state).toBe('closed');
});

it('an order that was placed before handings were kept is what it said then', () => {
  const old = write(DRAFT, { placed: { at: 5, by: null } }, 5, 2);
  const whole = mergePurchases(write(DRAFT, { lines: lines(50) }, 9, 3), old);
  expect([standingOrder(whole).lines, apartTexts(whole).length]).toEqual([lines(5), 1]);
});
