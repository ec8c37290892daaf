import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeDatabase } from '../../../design/databases.ts';
import { card, CLEANER, FRAME, openCatalogueOffice, type CatalogueOffice } from './catalogue-office.fixture.ts';
import { NOON } from './sync-server.fixture.ts';

let office: CatalogueOffice;
beforeAll(async () => {
  office = await openCatalogueOffice();
  for (const article of [FRAME, CLEANER]) expect((await office.post('/admin/catalogue/new', article)).status).toBe(303);
});
afterAll(() => office.fixture.end());

const base = { schema: 1, by: null, pos: null, store: 'demo-1' } as const;
const stamp = (n: number): string => `${NOON}-${String(n).padStart(4, '0')}-0001`;
let count = 0;
async function move(sku: string, qty: number, from: string, to: string): Promise<void> {
  const hlc = stamp((count += 1));
  const fact = {
    ...base,
    _id: `stock-movement:${hlc}`,
    type: 'stock-movement',
    hlc,
    sku,
    qty,
    from,
    to,
    at: NOON,
    because: 'приход',
  };
  expect((await (await office.fixture.server.engine.open('sales-demo-1-202611')).put(fact)).ok).toBe(true);
}
const shop = () => office.fixture.server.engine.open(storeDatabase('demo-1'));
const archive = async (sku: string, more: Record<string, string> = {}) =>
  office.post(`${card(sku)}/archive`, { rev: (await office.held(sku))._rev, archived: 'yes', ...more });

/** In order: each story goes on with the goods of the one before. */
describe('an article that still lies on a shelf, is expected or promised', () => {
  it('goes into the archive at once where nothing of it stands anywhere', async () => {
    expect((await archive('CARE-1')).status).toBe(303);
    expect((await office.held('CARE-1')).archived).toBe(true);
    await office.post(`${card('CARE-1')}/archive`, { rev: (await office.held('CARE-1'))._rev, archived: 'no' });
  });

  it('is told with its shop before it goes, and stays until a person insists', async () => {
    await move('RB-1', 5, 'supplier', 'storeroom');
    await move('RB-1', 2, 'storeroom', 'floor');
    const hlc = stamp((count += 1));
    const ordered = {
      ...base,
      ...{
        _id: `purchase-order:${hlc}`,
        type: 'purchase-order',
        hlc,
        number: 'П-1',
        supplier: 'FrameStore',
        note: '',
        due: null,
      },
      ...{
        lines: [{ sku: 'RB-1', qty: 4, price: null }],
        placed: { at: NOON, by: null },
        closed: null,
        receipts: [],
        stamps: {},
      },
    };
    expect((await (await shop()).put(ordered)).ok).toBe(true);
    const line = { sku: 'RB-1', name: 'Оправа', kind: 'frame', qty: 1, price: 1, discount: 0, amount: 1 };
    const order = {
      ...base,
      ...{ _id: `order:${stamp(90)}`, type: 'order', hlc: stamp(90), number: '1-7', client: null, stamps: {} },
      events: [{ id: stamp(91), by: null, at: NOON, kind: 'lines', lines: [line] }],
    };
    expect((await (await shop()).put(order)).ok).toBe(true);
    const asked = await archive('RB-1');
    expect(asked.status).toBe(409);
    expect(await asked.text()).toContain('лежит 5 шт.; едет от поставщика 4 шт.; в заказах клиентов 1-7');
    expect((await office.held('RB-1')).archived).toBe(false);
  });

  it('is counted before many go at once', async () => {
    const form = { scope: 'found', q: '', 'to-act': 'archive', step: 'preview' };
    const page = await (await office.post('/admin/catalogue/bulk', form)).text();
    expect(page).toContain('Изменится 2 товара');
    expect(page).toMatch(/обещаны клиентам: 1\s+товар\./);
  });

  it('what was sold off and handed over stands no more; somebody who insists has it archived all the same', async () => {
    expect((await archive('RB-1', { insist: 'yes' })).status).toBe(303);
    expect((await office.held('RB-1')).archived).toBe(true);
    await office.post(`${card('RB-1')}/archive`, { rev: (await office.held('RB-1'))._rev, archived: 'no' });
    await move('RB-1', 3, 'storeroom', 'supplier');
    await move('RB-1', 2, 'floor', 'write-off');
    const database = await shop();
    for (const id of [`purchase-order:${stamp(count - 2)}`, `order:${stamp(90)}`]) {
      const doc = (await database.get(id))!;
      const end = id.startsWith('order')
        ? { events: [...(doc['events'] as object[]), { id: stamp(92), by: null, at: NOON, kind: 'cancel', reason: 'передумал' }] }
        : { closed: { at: NOON, by: null, reason: 'нет' } };
      expect((await database.put({ ...doc, ...end })).ok).toBe(true);
    }
    expect((await archive('RB-1')).status).toBe(303);
  });
});
