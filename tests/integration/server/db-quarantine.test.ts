import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backEnds, type BackEnd } from '../couchdb/back-ends.fixture.ts';
import { saleOf, SALES } from './facts.fixture.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

/** Bytes. */
const ROOM = 300_000;

/** A till that was disconnected on the server still holds sales nobody else has. */
describe.each(backEnds)('a revoked device over $name', (kind) => {
  let backEnd: BackEnd;
  let fixture: ServerFixture;
  let token: string;
  let device: number;
  let cookie = '';
  beforeAll(async () => {
    backEnd = await kind.start();
    fixture = await startFixture({ couchdb: backEnd.couchdb, bounds: { quarantineRoom: ROOM } });
    ({ token, device } = await fixture.pair('POS-001'));
    await push(SALES, [saleOf(1)]);
    await fixture.server.devices.revoke(device);
  });
  afterAll(async () => {
    await fixture.end();
    await backEnd.end();
  });

  const call = (method: string, path: string, body?: unknown) => fixture.call(method, path, { token, body });
  const push = (name: string, docs: unknown[]) => call('POST', `/db/${name}/_bulk_docs`, { docs, new_edits: false });
  const missing = async (name: string, revs: object): Promise<unknown> =>
    (await call('POST', `/db/${name}/_revs_diff`, revs)).json();
  const admin = async (method: string, path: string, fields: Record<string, string> = {}) =>
    fetch(`${fixture.server.url}/admin${path}`, {
      method,
      headers: { cookie },
      redirect: 'manual',
      ...(method === 'GET' ? {} : { body: new URLSearchParams(fields) }),
    });
  const shopHolds = async (id: string) => (await fixture.server.engine.open(SALES)).get(id);

  const sold = saleOf(2);
  const older = { ...saleOf(3), shift: { fn: '1', number: 1, openedAt: Date.UTC(2026, 7, 3) } };

  it('is told that it may hand in what it holds', async () => {
    const session = await call('GET', '/api/session');
    expect(session.status).toBe(403);
    expect(await session.json()).toMatchObject({ code: 'DEVICE_REVOKED', details: { handIn: true } });
    const changes = await call('GET', `/db/${SALES}/_changes`);
    expect(await changes.json()).toMatchObject({ error: 'forbidden', code: 'DEVICE_REVOKED', handIn: true });
  });

  it('reads nothing', async () => {
    const doc = encodeURIComponent(saleOf(1)._id);
    const reads: [string, string, unknown?][] = [
      ['GET', `/db/${SALES}/_changes`],
      ['GET', `/db/${SALES}/${doc}`],
      ['GET', `/db/${SALES}/${doc}/photo.png`],
      ['POST', `/db/${SALES}/_bulk_get`, { docs: [{ id: saleOf(1)._id, rev: saleOf(1)._rev }] }],
      ['GET', '/db/catalog/_changes'],
      ['GET', '/api/feed'],
      ['POST', '/api/token', {}],
    ];
    for (const [method, path, body] of reads) expect([path, (await call(method, path, body)).status]).toEqual([path, 403]);
    expect(await (await call('GET', `/db/${SALES}`)).json()).toMatchObject({ doc_count: 0, update_seq: 0 });
    expect((await push('store-demo-2', [])).status).toBe(404);
    expect((await push('catalog', [])).status).toBe(404);
  });

  it('hands in to quarantine, closed months too, and hears that it is kept; the shop’s books do not change', async () => {
    const asked = { [saleOf(1)._id]: [saleOf(1)._rev], [sold._id]: [sold._rev] };
    expect(await missing(SALES, asked)).toEqual({ [sold._id]: { missing: [sold._rev] } });
    const broken = { ...saleOf(4), lines: 'мусор' };
    const answer = await push(SALES, [sold, broken, { _id: 'sale:x' }]);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject([{ id: 'sale:x', error: 'forbidden', code: 'DOCUMENT_MALFORMED' }]);
    expect(await (await push('sales-demo-1-202608', [older])).json()).toEqual([]);
    expect(await missing(SALES, asked)).toEqual({});
    expect(await shopHolds(sold._id)).toBeNull();
    expect(await (await push(SALES, [sold])).json()).toEqual([]);
  });

  it('keeps a checkpoint of its own', async () => {
    const put = await call('PUT', `/db/${SALES}/_local/push`, { seq: 7 });
    expect(put.status).toBe(201);
    expect(await (await call('GET', `/db/${SALES}/_local/push`)).json()).toMatchObject({ _id: '_local/push', seq: 7 });
  });

  it('fills no more than its room', async () => {
    const big = { ...saleOf(5), note: 'x'.repeat(ROOM / 3) };
    const answers: number[] = [];
    for (let n = 0; n < 3; n += 1) answers.push((await push(SALES, [{ ...big, _id: `sale:big${n}`, _rev: '1-a' }])).status);
    expect(answers).toEqual([201, 201, 507]);
  });

  it('is a page of the administrator, who takes it into the books; each document is judged then', async () => {
    const secret = fixture.server.account.linkSecret()!;
    const first = await admin('POST', '/first', { secret, password: 'длинный пароль' });
    cookie = first.headers.get('set-cookie')!.split(';')[0]!;
    const page = await (await admin('GET', '/quarantine')).text();
    expect(page).toContain('sales-demo-1-202608');
    expect(page).not.toContain('Иванова');
    const released = await (await admin('POST', '/quarantine/release', { device: String(device) })).text();
    expect(released).toContain('принято документов: 3');
    expect(await shopHolds(sold._id)).toMatchObject({ _rev: sold._rev, total: sold.total });
    expect(await shopHolds(saleOf(4)._id)).toBeNull();
    expect(await missing(SALES, { [sold._id]: [sold._rev] })).toEqual({});
    expect(await missing('sales-demo-1-202608', { [older._id]: [older._rev] })).toEqual({});
  });
});
