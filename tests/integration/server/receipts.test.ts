import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qrText } from '../../../design/fiscal/qr.ts';
import type { FoundReceipt } from '../../../design/receipt-lookup.ts';
import type { Log } from '../../../sync-server/log.ts';
import { makeCorrection, makeRefund, makeResult, makeSale, makeVoid } from '../../factories/receipts.ts';
import { NOON, startFixture, type ServerFixture } from './sync-server.fixture.ts';

const MONTH = 31 * 86_400_000;
const FN = '9999000000000001';
const said: { event: string; fields: unknown }[] = [];
const log: Log = (_level, event, fields) => said.push({ event, fields });

let fixture: ServerFixture;
let token: string;
beforeAll(async () => {
  fixture = await startFixture({ log });
  ({ token } = await fixture.pair('POS-001'));
});
afterAll(() => fixture.end());

async function store(database: string, ...facts: { _id: string }[]): Promise<void> {
  const docs = facts.map((fact) => ({ ...fact, _rev: '1-a' }));
  const written = await (await fixture.server.engine.open(database)).bulk(docs, { newEdits: false });
  expect(written.every((one) => one.ok)).toBe(true);
}
const shiftEvent = (shop: string, at: number) => ({
  ...{
    _id: `shift-event:${FN}-${at}`,
    type: 'shift-event',
    schema: 1,
    hlc: `${at}-0000-0000`,
    by: null,
    pos: 'POS-001',
    store: shop,
  },
  ...{
    event: 'open',
    shift: { fn: FN, number: 1, openedAt: at },
    fn: FN,
    fd: 1,
    fp: '1',
    at,
    cashier: 'Иванова А.',
    totals: null,
  },
});
async function find(query: Record<string, string | number>): Promise<{ status: number; found: FoundReceipt }> {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const answer = await fixture.call('GET', `/api/receipts?${search.toString()}`, { token });
  return { status: answer.status, found: (await answer.json()) as FoundReceipt };
}

describe('the receipt that a client brings back', () => {
  it('is found years later by the marks on its paper, with all its refunds', async () => {
    const sale = { ...makeSale({ at: NOON - 14 * MONTH }), client: 'client:1' };
    const refund = makeRefund({ at: NOON - 2 * MONTH });
    const returned = { ...refund, original: { ...refund.original, sale: sale._id } };
    await store('sales-demo-1-202509', shiftEvent('demo-1', sale.at), sale, makeResult(sale, sale.at, 77));
    await store('sales-demo-1-202609', returned, makeResult(returned, returned.at, 99));
    const { status, found } = await find({ fn: FN, fd: 77, fp: '1234567890' });
    expect(status).toBe(200);
    expect(found).toMatchObject({
      store: 'demo-1',
      sale: { _id: sale._id, client: 'client:1' },
      result: { fd: 77 },
      voided: false,
    });
    expect(found.refunds).toMatchObject([{ refund: { _id: returned._id }, result: { fd: 99 } }]);
  });

  it('is not given to somebody who does not hold the paper', async () => {
    expect((await find({ fn: FN, fd: 77, fp: '1' })).status).toBe(404);
    expect((await find({ fn: FN, fd: 78, fp: '1234567890' })).status).toBe(404);
  });

  it('is found by its square in another shop of the chain: without the client, and written into the log', async () => {
    const at = NOON - 5 * MONTH;
    const sale = { ...makeSale({ at, store: 'demo-2' }), client: 'client:2' };
    const part = makeRefund({ at: at + 1_000, store: 'demo-2' });
    const refund = { ...part, client: 'client:2', original: { ...part.original, sale: sale._id } };
    await store('sales-demo-2-202606', shiftEvent('demo-2', at), sale, makeResult(sale, at, 300), refund);
    const square = {
      at: '2026-06-19T12:00:00',
      total: sale.total,
      fn: FN,
      fd: 300,
      fp: '1234567890',
      operation: 'sale',
    } as const;
    const { found } = await find({ qr: qrText(square) });
    expect(found).toMatchObject({ store: 'demo-2', sale: { _id: sale._id, client: null } });
    expect(found.refunds).toMatchObject([{ refund: { _id: refund._id, client: null } }]);
    const about = { store: 'demo-1', of: 'demo-2', fn: FN, fd: 300 };
    expect(said.filter(({ event }) => event === 'receipt-of-another-shop')).toMatchObject([{ fields: about }]);
    expect(JSON.stringify(said)).not.toContain('client:2');
  });

  it('is found by its key in the own shop only, in the home of a wrong clock too', async () => {
    const other = makeSale({ at: NOON, store: 'demo-2' });
    await store('sales-demo-2-202611', other);
    expect((await find({ key: other.hlc })).status).toBe(404);

    const astray = makeSale({ at: Date.UTC(2000, 0, 1, 9) });
    const shift = `${astray.shift.fn}-${astray.shift.number}`;
    const answer = await fixture.call('POST', '/api/homes', {
      token,
      body: { database: 'sales-demo-1-200001', shifts: [shift] },
    });
    const { homes } = (await answer.json()) as { homes: Record<string, string> };
    await store(homes[shift]!, astray, makeResult(astray, astray.at, 5));
    expect((await find({ key: astray.hlc })).found).toMatchObject({ sale: { _id: astray._id }, result: { fd: 5 } });
  });

  it('that was taken back by a correction says so, and the right one is found like any other', async () => {
    const at = NOON - 7 * MONTH;
    const [fn, shop] = ['9999000000000055', 'demo-1'];
    const sale = { ...makeSale({ at, lines: [{ qty: 2 }] }), fn };
    const original = { ...{ sale: sale._id, receipt: null, fn, fd: 71, fp: '1234567890' }, day: '2026-04-21', total: 200_00 };
    const reversal = { ...makeCorrection({ at: at + 1_000, lines: [{ qty: 2 }], operation: 'refund' as const }), original };
    const made = makeCorrection({ at: at + 2_000, lines: [{ qty: 3 }] });
    const right = { ...made, kind: 'right' as const, original, pair: reversal._id };
    const back = makeRefund({ at: at + 3_000 });
    const refund = { ...back, original: { ...back.original, sale: right._id } };
    const results = [sale, reversal, right, refund].map((doc, i) => ({ ...makeResult(doc, doc.at, 71 + i), fn }));
    const event = { ...shiftEvent(shop, at), _id: `shift-event:${fn}-1` };
    await store('sales-demo-1-202604', event, sale, reversal, right, refund, ...results);
    const wrong = (await find({ fn, fd: 71, fp: '1234567890' })).found;
    expect(wrong.refunds).toMatchObject([
      { refund: { _id: reversal._id, type: 'refund', lines: [{ qty: 2, of: { sale: sale._id, line: 0 } }] }, result: { fd: 72 } },
    ]);
    for (const query of [{ fn, fd: 73, fp: '1234567890' }, { key: right.hlc }] as Record<string, string | number>[]) {
      const { found } = await find(query);
      expect(found).toMatchObject({ sale: { _id: right._id, type: 'correction' }, refunds: [{ refund: { _id: refund._id } }] });
    }
  });

  it('is refused to a stranger and to a question of another shape', async () => {
    expect((await fixture.call('GET', `/api/receipts?fn=${FN}&fd=1&fp=1`)).status).toBe(401);
    expect((await find({ fn: FN, fd: 77 })).status).toBe(400);
    expect((await find({ qr: 'https://example.com/receipt' })).status).toBe(404);
  });
});

describe('refunds that do not know of one another (design §6, the third ring)', () => {
  const back = (sale: ReturnType<typeof makeSale>, device: number) => {
    const refund = makeRefund({ at: sale.at + device * 60_000, device });
    return { ...refund, original: { ...refund.original, sale: sale._id } };
  };

  it('of two tills that gave the same back are told of in a report, once, and only when the drives have both', async () => {
    const sale = makeSale({ at: NOON - 3_600_000 });
    const [first, second] = [back(sale, 11), back(sale, 12)];
    const report = async () => (await fixture.server.engine.open('chain')).get(`report:refunds:${sale.hlc}`);
    await store('sales-demo-1-202611', sale, makeResult(sale, sale.at, 501), first, makeResult(first, first.at, 502), second);
    await fixture.server.jobs.settled();
    expect(await report()).toBeNull();
    await store('sales-demo-1-202611', makeResult(second, second.at, 503));
    await fixture.server.jobs.settled();
    const told = await report();
    expect(told).toMatchObject({
      ...{ job: 'refunds', found: 1, seen: null },
      items: [{ what: 'refund-exceeds-sale', id: second._id, sku: 'RB-1001', store: 'demo-1' }],
    });
    await fixture.server.jobs.settled();
    expect((await report())?._rev).toBe(told?._rev);
    expect(said.filter(({ event }) => event === 'refunds-exceed-sale')).toHaveLength(1);
  });

  it('that were given up count nowhere', async () => {
    const sale = makeSale({ at: NOON - 7_200_000 });
    const refund = back(sale, 13);
    const gone = { ...makeVoid(sale), _id: `sale-void:${refund.hlc}`, sale: refund._id };
    await store('sales-demo-1-202611', sale, makeResult(sale, sale.at, 601), refund, gone);
    expect((await find({ key: sale.hlc })).found.refunds).toEqual([]);
  });

  it('a refund of a receipt that another till has taken back by a correction is told of, too', async () => {
    const sale = makeSale({ at: NOON - 7_200_000 });
    const refund = back(sale, 21);
    const made = makeCorrection({ at: sale.at + 30 * 60_000, device: 22, operation: 'refund' });
    const reversal = { ...made, original: { ...made.original!, sale: sale._id } };
    const facts = [sale, refund, reversal];
    await store('sales-demo-1-202611', ...facts, ...facts.map((doc, i) => makeResult(doc, doc.at, 601 + i)));
    await fixture.server.jobs.settled();
    expect(await (await fixture.server.engine.open('chain')).get(`report:refunds:${sale.hlc}`)).toMatchObject({
      found: 1,
      items: [{ what: 'refund-exceeds-sale', id: reversal._id }],
    });
  });
});
