import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(() => fixture.end());

const session = (token: string) => fixture.call('GET', '/api/session', { token });
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe('pairing', () => {
  it('gives a browser of the demo the first free till, or the one it names', async () => {
    const answer = await fixture.call('POST', '/api/pair', { body: { code: null, name: 'Касса 1' } });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      device: 1,
      store: 'demo-1',
      till: 'POS-001',
      scopes: ['till', 'dashboard'],
      demo: true,
      gateway: { url: 'http://127.0.0.1:8000', pos_id: 'POS-001', store: 'demo-1' },
      time: fixture.clock.now(),
    });
    expect((await fixture.pair()).till).toBe('POS-002');
    expect((await fixture.pair()).till).toBe('POS-001');
    expect((await fixture.pair('POS-002')).store).toBe('demo-2');
  });

  it('takes a code from the devices page once, as a person types it, within 15 minutes', async () => {
    const grant = { store: 'demo-2', till: 'POS-002', scopes: ['till' as const] };
    const { code } = await fixture.server.codes.make(grant);
    const typed = `${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`;
    const first = await fixture.call('POST', '/api/pair', { body: { code: typed, name: 'Планшет' } });
    expect(await first.json()).toMatchObject({ store: 'demo-2', till: 'POS-002', scopes: ['till'] });
    const second = await fixture.call('POST', '/api/pair', { body: { code, name: 'Планшет' } });
    expect([second.status, await codeOf(second)]).toEqual([403, 'PAIRING_CODE_INVALID']);

    const late = await fixture.server.codes.make(grant);
    fixture.clock.forward(16 * 60_000);
    expect((await fixture.call('POST', '/api/pair', { body: { code: late.code, name: 'Планшет' } })).status).toBe(403);
  });

  it('stops guessing of codes with 429 and says how long to wait', async () => {
    for (let i = 0; i < 10; i += 1) {
      expect((await fixture.call('POST', '/api/pair', { body: { code: `WRONG${i}`, name: 'x' } })).status).toBe(403);
    }
    const answer = await fixture.call('POST', '/api/pair', { body: { code: 'WRONG', name: 'x' } });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('pairs nobody without a code outside the demo', async () => {
    const live = await startFixture({ demo: false, demoTills: [], gatewayTokens: {} });
    try {
      const answer = await live.call('POST', '/api/pair', { body: { code: null, name: 'x' } });
      expect([answer.status, await codeOf(answer)]).toEqual([403, 'PAIRING_CODE_INVALID']);
    } finally {
      await live.end();
    }
  });
});

describe('a device', () => {
  it('sees its databases with sequences and ways, and no others', async () => {
    const { token } = await fixture.pair('POS-001');
    const answer = (await (await session(token)).json()) as {
      databases: { name: string; push: boolean; pull: boolean; seq: number }[];
    };
    expect(answer.databases.map(({ name, push, pull }) => [name, push, pull])).toEqual([
      ['catalog', false, true],
      ['store-demo-1', true, true],
      ['sales-demo-1-202610', true, true],
      ['sales-demo-1-202611', true, true],
      ['sales-demo-1-202612', true, true],
      ['sales-demo-1-202701', true, true],
      ['chain', false, true],
    ]);
    expect(answer.databases[0]!.seq).toBeGreaterThan(0);
  });

  it('keeps the old token until the new one was used, also when the answer with the new one was lost', async () => {
    const { token: old } = await fixture.pair();
    await fixture.call('POST', '/api/token', { token: old }); // the answer is lost
    expect((await session(old)).status).toBe(200);
    const { token: fresh } = (await (await fixture.call('POST', '/api/token', { token: old })).json()) as { token: string };
    expect((await session(old)).status).toBe(200);
    expect((await session(fresh)).status).toBe(200);
    expect((await session(old)).status).toBe(401);
    await fixture.restart();
    expect((await session(fresh)).status).toBe(200);
    expect((await session(old)).status).toBe(401);
  });

  it('is refused after it was revoked, and nothing of its token is stored in the clear', async () => {
    const { token, device } = await fixture.pair();
    const control = await fixture.server.engine.open('control');
    expect(JSON.stringify(await control.range({}))).not.toContain(token);
    await fixture.server.devices.revoke(device);
    const answer = await session(token);
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'DEVICE_REVOKED']);
  });
});

describe('/db', () => {
  const status = async (method: string, path: string, token?: string, body?: unknown) =>
    (await fixture.call(method, path, { ...(token === undefined ? {} : { token }), body })).status;

  it('denies by default: other shops, private databases, every call that replication does not need', async () => {
    const { token } = await fixture.pair('POS-001');
    expect(await status('GET', '/db/store-demo-1')).toBe(401);
    for (const name of ['store-demo-2', 'sales-demo-2-202611', 'control', 'journal', 'products', 'costs', 'nonsense']) {
      expect([name, await status('GET', `/db/${name}`, token)]).toEqual([name, 404]);
    }
    expect(await status('GET', '/db/sales-demo-1-202501', token)).toBe(409); // CLOCK_WRONG
    for (const path of ['_all_docs', '_find', '_design/x', '_design/x/_view/y', '_security', '_purge', '_compact']) {
      expect([path, await status('GET', `/db/catalog/${path}`, token)]).toEqual([path, 403]);
      expect(await status('POST', `/db/catalog/${path}`, token, {})).toBeGreaterThanOrEqual(403);
    }
    expect(await status('PUT', '/db/store-demo-1/client:1', token, {})).toBe(405);
    expect(await status('DELETE', '/db/store-demo-1', token)).toBe(405);
    for (const path of ['_all_dbs', '_users', '_session', '_up'])
      expect([path, await status('GET', `/db/${path}`, token)]).toEqual([path, 403]);
    expect(await status('POST', '/db/_replicate', token, {})).toBe(405);
    expect(await status('POST', '/db/chain/_bulk_docs', token, { docs: [] })).toBe(403);
  });

  it('omits from _bulk_get what is missing instead of answering an error row', async () => {
    const { token } = await fixture.pair('POS-001');
    const catalog = await fixture.server.engine.open('catalog');
    const known = (await catalog.get('settings:store-demo-1'))!;
    const docs = [
      { id: 'settings:none', rev: '1-aaaa' },
      { id: known._id, rev: known._rev },
    ];
    const answer = await fixture.call('POST', '/db/catalog/_bulk_get?revs=true&latest=true', { token, body: { docs } });
    const { results } = (await answer.json()) as { results: { id: string; docs: { ok: { _revisions: object } }[] }[] };
    expect(results.map((row) => row.id)).toEqual([known._id]);
    expect(results[0]!.docs[0]!.ok._revisions).toEqual({ start: 1, ids: [known._rev.slice(2)] });
  });
});
