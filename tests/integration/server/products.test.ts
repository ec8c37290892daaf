import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRODUCTS } from '../../../design/databases.ts';
import { writePriceList } from '../../../sync-server/catalogue/price-lists.ts';
import { createStamps } from '../../../sync-server/stamps.ts';
import { productOf } from './catalogue.fixture.ts';
import { NOON, startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
let token = '';
beforeAll(async () => {
  fixture = await startFixture();
  ({ token } = await fixture.pair('POS-001'));
  const products = await fixture.server.engine.open(PRODUCTS);
  await products.bulk([productOf('P-1', { ean: '4607012345677' }), productOf('P-2', { ean: '4600000000008', archived: true })]);
  await fixture.server.jobs.settled();
});
afterAll(() => fixture.end());

const ask = (code: string, as: string | null = token) =>
  fixture.call('GET', `/api/products?${new URLSearchParams({ code }).toString()}`, as === null ? {} : { token: as });

describe('A-04: a till asks the server for an article that it does not hold', () => {
  it('by SKU, EAN and the GTIN-14 of a marked one, as the catalogue would have it', async () => {
    for (const code of ['P-1', '4607012345677', '04607012345677', ' P-1 ']) {
      const answer = await ask(code);
      expect(answer.status, code).toBe(200);
      expect(await answer.json()).toMatchObject({ sku: 'P-1', ean: '4607012345677', price: 100_00 });
    }
    expect(Object.keys((await (await ask('P-1')).json()) as object)).not.toContain('supplier');
  });
  it('at the price of its shop', async () => {
    const deps = { clock: fixture.clock, stamps: createStamps(fixture.clock) };
    await writePriceList(fixture.server.engine, deps, 'demo-1', [{ sku: 'P-1', price: 89_00, from: NOON - 1 }]);
    expect(await (await ask('P-1')).json()).toMatchObject({ price: 89_00 });
    const { token: other } = await fixture.pair('POS-002');
    expect(await (await ask('P-1', other)).json()).toMatchObject({ price: 100_00 });
  });
  it('and hears of one that came a moment ago, or whose code has changed', async () => {
    expect((await ask('4600000000015')).status).toBe(404);
    const products = await fixture.server.engine.open(PRODUCTS);
    await products.put({ ...productOf('P-3', { ean: '4600000000015' }) });
    await fixture.server.jobs.settled();
    expect(await (await ask('4600000000015')).json()).toMatchObject({ sku: 'P-3' });
    const { _rev } = (await products.get('product:P-3'))!;
    await products.put({ ...productOf('P-3', { ean: '4600000000022' }), _rev });
    await fixture.server.jobs.settled();
    expect((await ask('4600000000015')).status).toBe(404);
    expect(await (await ask('4600000000022')).json()).toMatchObject({ sku: 'P-3' });
  });
  it('but sells nothing that is archived, and answers nobody without a till', async () => {
    expect((await ask('4600000000008')).status).toBe(404);
    expect((await ask('P-1', null)).status).toBe(401);
    expect((await ask('')).status).toBe(400);
    expect((await ask('x'.repeat(200))).status).toBe(400);
  });
});

describe('codes that nobody knew', () => {
  const tell = (codes: unknown, as: string | null = token) =>
    fixture.call('POST', '/api/unknown-codes', { ...(as === null ? {} : { token: as }), body: { codes } });
  const kept = async () => (await fixture.server.engine.open('control')).get('unknown-code:demo-1:4609999999992');

  it('are counted a device, however often a report is heard, and keep what was sold instead', async () => {
    const one = { code: '4609999999992', count: 2, last: NOON - 5, typed: null };
    expect((await tell([one])).status).toBe(204);
    expect((await tell([one])).status).toBe(204);
    const { token: second } = await fixture.pair('POS-001');
    expect(
      (await tell([{ ...one, count: 1, last: NOON + 99_999, typed: { name: 'Шнурок', price: 29_000 } }], second)).status,
    ).toBe(204);
    const doc = (await kept())!;
    expect(Object.values(doc['counts'] as Record<string, number>).sort()).toEqual([1, 2]);
    expect(doc).toMatchObject({ last: NOON, typed: { name: 'Шнурок', price: 29_000 } });
    expect((await tell([one])).status).toBe(204);
    expect((await kept())!['typed']).toMatchObject({ name: 'Шнурок' });
  });
  it('are told by a till and in shape, or not at all', async () => {
    expect((await tell([{ code: 'x', count: 1, last: 0, typed: null }], null)).status).toBe(401);
    expect((await tell([{ code: '', count: 1, last: 0, typed: null }])).status).toBe(422);
    expect((await tell([])).status).toBe(422);
  });
  it('are told of by two tills at once without losing one', async () => {
    const tills = await Promise.all([fixture.pair('POS-001'), fixture.pair('POS-001')]);
    const report = [{ code: 'TWO', count: 1, last: NOON, typed: null }];
    expect((await Promise.all(tills.map((till) => tell(report, till.token)))).map(({ status }) => status)).toEqual([204, 204]);
    const doc = await (await fixture.server.engine.open('control')).get('unknown-code:demo-1:TWO');
    expect(Object.keys(doc!['counts'] as object)).toHaveLength(2);
  });
});
