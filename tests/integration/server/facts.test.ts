import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saleOf, SALES } from './facts.fixture.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
let token: string;
beforeAll(async () => {
  fixture = await startFixture();
  ({ token } = await fixture.pair('POS-001'));
  const shop = await fixture.server.engine.open('store-demo-1');
  const head = { type: 'staff', schema: 1, hlc: '1', by: null, pos: null, stamps: {} };
  for (const role of ['manager', 'cashier']) {
    expect((await shop.put({ _id: `staff:a-${role}`, ...head, role })).ok).toBe(true);
  }
});
afterAll(() => fixture.end());

type Row = { id: string; code?: string; ok?: boolean };
async function push(docs: unknown[], newEdits = false): Promise<Row[]> {
  const answer = await fixture.call('POST', `/db/${SALES}/_bulk_docs`, { token, body: { docs, new_edits: newEdits } });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Row[];
}
const flagsOf = async (id: string) => (await (await fixture.server.engine.open(SALES)).get(`flag:${id}`))?.['reasons'];

describe('facts', () => {
  it('are taken once; the same revision again is a no-op, another one is refused', async () => {
    const sale = saleOf(1);
    expect(await push([sale])).toEqual([]);
    const { seq } = await (await fixture.server.engine.open(SALES)).info();
    expect(await push([sale])).toEqual([]);
    expect((await (await fixture.server.engine.open(SALES)).info()).seq).toBe(seq);
    expect(await push([{ ...sale, _rev: '1-other' }])).toMatchObject([{ id: sale._id, code: 'DOCUMENT_IMMUTABLE' }]);
    expect(await push([{ ...sale, _rev: '2-next', _revisions: { start: 2, ids: ['next', sale._rev.slice(2)] } }])).toMatchObject([
      { code: 'DOCUMENT_IMMUTABLE' },
    ]);
    expect(await push([{ ...sale, _rev: '2-gone', _deleted: true }])).toMatchObject([{ code: 'DOCUMENT_IMMUTABLE' }]);
  });

  it('are refused in the order of the request, each by itself', async () => {
    const good = saleOf(11);
    const rows = await push([
      saleOf(10, { store: 'demo-2' }),
      good,
      { ...saleOf(12), lines: [] },
      { _id: 'staff:x', _rev: '1-a', type: 'staff' },
      { ...saleOf(13), pos: 'POS-002' },
      { _id: '_design/evil', _rev: '1-a' },
      { ...saleOf(14), _attachments: {} },
    ]);
    expect(rows.map((row) => row.code)).toEqual([
      'DOCUMENT_WRONG_STORE',
      'DOCUMENT_MALFORMED',
      'DOCUMENT_MALFORMED',
      'DOCUMENT_WRONG_STORE',
      'DOCUMENT_NOT_WRITABLE',
      'DOCUMENT_MALFORMED',
    ]);
    expect(await flagsOf(good._id)).toBeUndefined();
  });

  it('with something odd about them are stored and flagged: it is money', async () => {
    const ahead = saleOf(3_600_000);
    const sums = saleOf(21, { total: 1 });
    const newer = { ...saleOf(22), schema: 2, novelty: true };
    const nobody = saleOf(23, { by: 'staff:nobody' });
    const otherMonth = saleOf(24, { shift: { fn: '1', number: 1, openedAt: fixture.clock.now() - 40 * 86_400_000 } });
    expect(await push([ahead, sums, newer, nobody, otherMonth])).toEqual([]);
    expect(await flagsOf(ahead._id)).toEqual(['CLOCK_AHEAD']);
    expect(await flagsOf(sums._id)).toEqual(['SUMS_DIFFER']);
    expect(await flagsOf(newer._id)).toEqual(['SCHEMA_OTHER']);
    expect(await flagsOf(nobody._id)).toEqual(['STAFF_UNKNOWN']);
    expect(await flagsOf(otherMonth._id)).toEqual(['MONTH_OTHER']);
  });

  it('signed by somebody who is none of those who may are flagged: a till’s word for a person’s role is not enough', async () => {
    const signedBy = (n: number, by: string) => {
      const sale = saleOf(n);
      const reasons = [{ kind: 'line', id: null, name: 'x', amount: 34_500, signed: { by, role: 'manager' } }];
      return { ...sale, lines: sale.lines.map((line) => ({ ...line, reasons })) };
    };
    const [manager, cashier] = [signedBy(25, 'staff:a-manager'), signedBy(26, 'staff:a-cashier')];
    const nobody = signedBy(27, 'staff:nobody');
    expect(await push([manager, cashier, nobody])).toEqual([]);
    expect(await flagsOf(manager._id)).toBeUndefined();
    expect(await flagsOf(cashier._id)).toEqual(['SIGNATURE_UNFOUNDED']);
    expect(await flagsOf(nobody._id)).toEqual(['SIGNATURE_UNFOUNDED']);
  });

  it('sent twice at the same moment with two revisions get one', async () => {
    const sale = saleOf(31);
    const rows = await Promise.all([push([sale]), push([{ ...sale, _rev: '1-second' }])]);
    expect(rows.flat().map((row) => row.code)).toEqual(['DOCUMENT_IMMUTABLE']);
  });
});
