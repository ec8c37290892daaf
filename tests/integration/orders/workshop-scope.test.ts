import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pairOf } from '../../factories/order-events.ts';
import { clientOf } from '../../factories/clients.ts';
import { glasses } from '../../factories/prescriptions.ts';
import { createSeller } from '../app/shop.fixture.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { settled, startTablet, STORE, type Tablet } from './tablet.fixture.ts';

/** More than a page of changes: an order behind them must be reached all the same. */
const CLIENTS = 700;
let fixture: ServerFixture;
let till: Tablet;
let tablet: Tablet;
let token: string;
let order: string;

beforeAll(async () => {
  fixture = await startFixture({ bounds: { requestRate: { burst: 1e9, perSecond: 1e9 } } });
  till = await startTablet(fixture);
  await createSeller(fixture, till.device).sell();
  const clients = Array.from({ length: CLIENTS }, (_, n) => clientOf(String(n)));
  const { hlc } = clients[0]!;
  const prescription = { _id: 'prescription:1', type: 'prescription', schema: 1, hlc, by: null, pos: null, client: 'client:1' };
  const shop = await fixture.server.engine.open(STORE);
  for (const { ok } of await shop.bulk([...clients, { ...prescription, ...glasses() }] as never)) expect(ok).toBe(true);
  const made = await till.orders.shelf.create('client:1', [
    { kind: 'pair', pair: 'A', over: null, set: pairOf() },
    { kind: 'confirm' },
  ]);
  order = made.order._id;
  till.online();
  await till.inStep();
  // As the administrator gives it out.
  const admin = (path: string, fields: Record<string, string>, cookie = '') => {
    const init = { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams(fields) } as const;
    return fetch(`${fixture.server.url}/admin${path}`, init);
  };
  const first = await admin('/first', { secret: fixture.server.account.linkSecret()!, password: 'длинный пароль' });
  const cookie = first.headers.get('set-cookie')!.split(';')[0]!;
  const page = await admin('/pairing-codes', { store: 'demo-1', till: '', access: 'workshop' }, cookie);
  const [code] = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await page.text())!;
  const answer = await fixture.call('POST', '/api/pair', { body: { code, name: 'Мастерская' } });
  const paired = (await answer.json()) as Awaited<ReturnType<ServerFixture['pair']>>;
  token = paired.token;
  tablet = await startTablet({ ...fixture, clock: fixture.clock, server: fixture.server, pair: () => Promise.resolve(paired) });
  tablet.online();
  await tablet.inStep();
});
afterAll(async () => {
  await till.end();
  await tablet.end();
  await fixture.end();
});

describe('a tablet with the scope of the workshop alone', () => {
  it('gets the orders, however much lies before them, and no client, prescription or sale', async () => {
    expect((await tablet.doc(order))?._id).toBe(order);
    const { rows } = await tablet.device.databases.open(STORE).allDocs();
    expect(rows.map(({ id }) => id)).toEqual([order]);
    expect(tablet.device.databases.known().filter((name) => /^(sales|chain)/.test(name))).toEqual([]);
  });

  it('works: what it writes reaches the till, and what the till writes reaches it', async () => {
    await tablet.board.move(order, 'production');
    await tablet.inStep();
    await settled(fixture, [till, tablet], [order]);
    await till.orders.write(order, [{ kind: 'location', place: 'Лоток 4' }]);
    await till.inStep();
    await settled(fixture, [till, tablet], [order]);
    await expect.poll(async () => (await tablet.orders.get(order))!.view).toMatchObject({ state: 'production', illegal: [] });
  });

  it('finds no way to what it may not see', async () => {
    const get = async (path: string) => (await fixture.call('GET', path, { token })).status;
    expect(await get(`/db/${STORE}/${encodeURIComponent('client:1')}`)).toBe(404);
    expect(await get(`/db/${STORE}/${encodeURIComponent(order)}`)).toBe(200);
    expect(await get('/db/sales-demo-1-202611')).toBe(404);
    const ids = [{ id: 'client:1' }, { id: 'prescription:1' }, { id: order }];
    const bulk = await fixture.call('POST', `/db/${STORE}/_bulk_get`, { token, body: { docs: ids } });
    const { results } = (await bulk.json()) as { results: { id: string }[] };
    expect(results.map(({ id }) => id)).toEqual([order]);
    const changes = await fixture.call('GET', `/db/${STORE}/_changes?include_docs=true&limit=50`, { token });
    expect(((await changes.json()) as { results: { id: string }[] }).results.map(({ id }) => id)).toEqual([order]);
    const find = await fixture.call('POST', '/api/clients/find', { token, body: { text: 'Орлова', by: 'staff:1' } });
    expect(find.status).toBe(403);
  });

  it('writes orders and nothing else', async () => {
    const { _rev, ...client } = (await till.device.databases.get<{ _id: string; _rev: string }>(STORE, 'client:1'))!;
    const body = { docs: [{ ...client, _id: 'client:x' }], new_edits: true };
    const answer = await fixture.call('POST', `/db/${STORE}/_bulk_docs`, { token, body });
    expect(await answer.json()).toMatchObject([{ id: 'client:x', code: 'DOCUMENT_NOT_WRITABLE' }]);
    expect(await (await fixture.server.engine.open(STORE)).get('client:x')).toBeNull();
  });
});
