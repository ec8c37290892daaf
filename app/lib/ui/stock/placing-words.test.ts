import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PurchaseOrder } from '$design/documents/purchase-order.ts';
import { handingOf } from '$design/stock/purchase-placing.ts';
import { purchaseView } from '$design/stock/purchases.ts';
import { formatHlc } from '$design/time/hlc.ts';
import { showFrom } from '$lib/i18n/i18n.ts';
import { ru } from '$lib/i18n/ru/index.ts';
import { ruLater } from '$lib/i18n/ru/later.ts';
import { toldOfPlacing } from './placing-words.ts';

beforeEach(() => showFrom({ language: 'ru', texts: { ...ru, ...ruLater }, errors: null }));
afterEach(() => showFrom({ language: 'ru', texts: ru, errors: null }));

const stamp = (wall: number): string => formatHlc({ wall, counter: 0, device: 1 });
const ORDER: PurchaseOrder = {
  ...{
    _id: `purchase-order:${stamp(1)}`,
    type: 'purchase-order',
    schema: 1,
    hlc: stamp(1),
    by: null,
    pos: null,
    store: 'demo-1',
  },
  ...{ number: 'П-1', supplier: 'Оптик-А', lines: [{ sku: 'A', qty: 1, price: null }], note: '', due: null, placed: null },
  ...{ closed: null, receipts: [], stamps: {} },
};
const placed = { at: 5, by: null };
const handed = [5, 7].map((at) => handingOf(ORDER, { at, by: null, hlc: stamp(at) }));
const when = (at: number): string => `в ${at}`;
const told = (change: Partial<PurchaseOrder>, others: readonly PurchaseOrder[] = []) =>
  toldOfPlacing(
    { ...ORDER, ...change },
    others.map((order) => ({ order, view: purchaseView(order) })),
    when,
  );

it('an order says what people did with it without knowing of each other, and nothing where they did not', () => {
  expect(told({})).toEqual([]);
  expect(told({ placed, handed: handed.slice(0, 1) })).toEqual([]);
  expect(told({ placed, handed })).toEqual([expect.stringContaining('(в 7)')]);
  expect(told({ placed, dropped: { at: 6, by: null, reason: 'не надо' } })).toEqual([expect.stringContaining('«не надо»')]);
  const apart = { order: ORDER._id, number: 'П-1', key: 'k', handed: null };
  const draft = { ...ORDER, _id: `purchase-order:${stamp(2)}`, number: 'П-1/2', apart };
  expect(told({ placed }, [draft])).toEqual([expect.stringContaining('№ П-1/2')]);
  expect(told(draft)).toEqual([expect.stringContaining('правка заказа № П-1')]);
  expect(told({ ...draft, apart: { ...apart, handed: placed } })).toEqual([expect.stringContaining('передали поставщику в 5')]);
  expect(told({ ...draft, placed })).toEqual([]);
});
