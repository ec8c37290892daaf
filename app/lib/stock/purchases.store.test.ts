import { expect, it } from 'vitest';
import { purchaseOrder } from '$design/documents/purchase-order.ts';
import type { StockMovement } from '$design/documents/facts.ts';
import { formatHlc } from '$design/time/hlc.ts';
import { makePaper } from '../../../tests/factories/stock.ts';
import { deliveryOf } from '../ui/stock/form-draft.ts';
import { PurchasesStore, type PurchasesDeps } from './purchases.store.svelte.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const STORE = 'store-demo-1';
type Doc = { _id: string };
const DRAFT = {
  ...{ supplier: ' Оптик-А ', note: '', due: '2026-11-30' },
  lines: [
    { sku: 'A', qty: 5, price: 100_00 },
    { sku: 'B', qty: 2, price: null },
  ],
};

function device({ may = true } = {}) {
  const held: Record<string, Record<string, Doc>> = { [STORE]: {}, catalog: {} };
  const papers: StockMovement[] = [];
  let stamp = 0;
  const next = () => formatHlc({ wall: NOW + (stamp += 1), counter: 0, device: 3 });
  const deps = {
    databases: {
      known: () => Object.keys(held),
      range: (name: string, from: string, to: string) =>
        Promise.resolve(Object.values(held[name]!).filter(({ _id }) => _id >= from && _id <= to) as never[]),
    },
    documents: {
      create: (database: string, compose: (hlc: string) => Doc) => {
        const doc = compose(next());
        held[database]![doc._id] = doc;
        return Promise.resolve(doc);
      },
      edit: (database: string, id: string, who: object, change: (doc: Doc, hand: object) => Doc) => {
        held[database]![id] = change(held[database]![id]!, { ...who, hlc: next() });
        return Promise.resolve(held[database]![id]);
      },
    },
    ...{ now: () => NOW, place: () => ({ store: 'demo-1', timeZone: 'Europe/Moscow' }), device: () => ({ till: null }) },
    ...{ by: () => 'staff:1', can: () => may },
    onChange: async () => void (await purchases.look(papers)),
  };
  const purchases: PurchasesStore = new PurchasesStore(deps as unknown as PurchasesDeps);
  return { purchases, held, papers };
}
const made = async (purchases: PurchasesStore): Promise<string> => {
  const saved = await purchases.save(null, DRAFT);
  if (typeof saved === 'string') throw new Error(saved);
  return saved.id;
};

const SEEN = { ...DRAFT, supplier: 'Оптик-А' };

it('an order is a draft until the supplier has it; from then on its goods are expected, until they came or nobody waits any more', async () => {
  const { purchases, held, papers } = device();
  const id = await made(purchases);
  expect(purchaseOrder.safeParse(held[STORE]![id]).error).toBeUndefined();
  expect(purchases.orders).toMatchObject([{ order: { number: 'П-3-2611-001', supplier: 'Оптик-А' }, view: { state: 'draft' } }]);
  expect(await purchases.look(papers)).toEqual(new Map());
  expect(await purchases.place(id, SEEN)).toBeNull();
  expect(await purchases.look(papers)).toEqual(new Map(Object.entries({ A: 5, B: 2 })));
  papers.push(makePaper({ kind: 'receipt', from: 'supplier', to: 'floor', of: id, lines: [{ sku: 'A', qty: 3 }] }));
  expect(await purchases.look(papers)).toEqual(new Map(Object.entries({ A: 2, B: 2 })));
  expect(deliveryOf(purchases.orders[0]!)).toMatchObject({
    ...{ kind: 'receipt', party: 'Оптик-А', of: id, prices: [{ sku: 'A', price: 100_00 }] },
    expected: [
      { sku: 'A', qty: 2 },
      { sku: 'B', qty: 2 },
    ],
  });
  expect(await purchases.close(id, 'сняли с производства')).toBeNull();
  expect(await purchases.look(papers)).toEqual(new Map());
});

it('what the server told of a delivery that this device no longer holds counts, and nothing counts twice', async () => {
  const { purchases, held, papers } = device();
  const id = await made(purchases);
  await purchases.place(id, SEEN);
  const paper = makePaper({ kind: 'receipt', from: 'supplier', to: 'floor', of: id, lines: [{ sku: 'A', qty: 3 }] });
  const told = { id: paper._id, at: paper.at, number: null, lines: [{ sku: 'A', qty: 3 }] };
  Object.assign(held[STORE]![id]!, { receipts: [told] });
  papers.push(paper);
  expect(await purchases.look(papers)).toEqual(new Map(Object.entries({ A: 2, B: 2 })));
});

it('an order is handed over as the person saw it, once; what is written on afterwards is a new order, what two wrote at once is told', async () => {
  const { purchases, held } = device();
  const id = await made(purchases);
  const more = { ...SEEN, lines: [{ sku: 'A', qty: 9, price: null }] };
  // Another tablet wrote while this one looked.
  expect(await purchases.save(id, more, SEEN)).toEqual({ id });
  expect(await purchases.place(id, SEEN)).toBe('CHANGED');
  expect(await purchases.save(id, { ...SEEN, note: 'позвонить' }, SEEN)).toBe('CHANGED');
  expect(purchases.orders).toMatchObject([{ order: { ...more }, view: { state: 'draft' } }]);
  expect(await purchases.place(id, more)).toBeNull();
  expect(purchaseOrder.parse(held[STORE]![id]).handed).toMatchObject([{ lines: more.lines, supplier: 'Оптик-А' }]);
  expect(await purchases.place(id, more)).toBe('ALREADY_PLACED');
  expect(await purchases.save(id, SEEN, more)).toBe('ALREADY_PLACED');
  expect(await purchases.save(null, SEEN)).not.toEqual({ id });
});

it('a draft that is thrown away is closed and is no order; it can be neither written nor handed over any more', async () => {
  const { purchases } = device();
  const id = await made(purchases);
  expect(await purchases.close(id, 'не надо')).toBeNull();
  expect(purchases.orders).toMatchObject([{ view: { state: 'closed' } }]);
  expect(await purchases.place(id, SEEN)).toBe('CHANGED');
  expect(await purchases.save(id, { ...SEEN, note: 'x' }, SEEN)).toBe('CHANGED');
});

it('who may not move goods orders none; what suppliers have is shown to everybody, as old as it is', async () => {
  const { purchases, held } = device({ may: false });
  expect(await purchases.save(null, DRAFT)).toBe('FORBIDDEN');
  held['catalog']!['supplier-stock:оптик-а:0001'] = {
    _id: 'supplier-stock:оптик-а:0001',
    ...{ supplier: 'Оптик-А', at: NOW, lines: [['A', 10, 1]] },
  };
  await purchases.look([]);
  expect(purchases.offersOf('A')).toEqual([{ supplier: 'Оптик-А', pieces: 10, rough: true, at: NOW }]);
  expect(purchases.suppliers).toEqual(['Оптик-А']);
});
