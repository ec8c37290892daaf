import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeSale } from '../../factories/receipts.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { firstOf, page, problem, ruledFetch } from './bad-server.fixture.ts';
import { startDevice, type TestDevice } from './device.fixture.ts';

const SALES = 'sales-demo-1-202611';
let fixture: ServerFixture;
let till: TestDevice;
let line: ReturnType<typeof ruledFetch>;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.end());
beforeEach(async () => {
  line = ruledFetch();
  till = await startDevice(fixture, 'POS-001', { fetcher: line.fetch });
});
afterEach(() => till.end());

const sell = async (n: number, change: Record<string, unknown> = {}) => {
  const sale = { ...makeSale({ at: fixture.clock.now() + n * 1000, device: till.device }), ...change };
  await till.facts.write(() => Promise.resolve(sale));
  return sale;
};
const onServer = async (id: string) => (await fixture.server.engine.open(SALES)).get(id);
const isDone = () => till.until((s) => s.unsent === 0 && s.state === 'synced');

describe('the loop against a server, and what stands before it, that does not answer as it should', () => {
  it.each([
    ['a 502 with the page of a proxy', () => page(502)],
    ['a 403 with the page of a proxy', () => page(403)],
    ['a 200 with the page of a hotel', () => page(200)],
    ['a 401 while the token is valid', () => problem(401, 'UNAUTHENTICATED')],
    ['a 500', () => problem(500, 'INTERNAL')],
    ['JSON that ends in its middle', () => new Response('[{"id":"sa', { headers: { 'content-type': 'application/json' } })],
    ['no answer at all', () => Promise.reject(new TypeError('fetch failed'))],
  ])('loses and refuses nothing over %s', async (_name, answer) => {
    const sales = [await sell(1), await sell(2)];
    line.rules.add(firstOf('/_bulk_docs', 1, answer));
    till.start();
    // A pause of one second comes in between; nothing else may.
    const { refused } = await isDone();
    expect(refused).toBe(0);
    for (const sale of sales) expect(await onServer(sale._id)).toMatchObject({ key: sale.key });
  });

  it('says that nobody answers, not that the server is busy, where the line breaks between two questions', async () => {
    till.start();
    await till.until((s) => s.lastSync !== null);
    line.rules.add((url) => (url.pathname.endsWith('_bulk_docs') ? Promise.reject(new TypeError('fetch failed')) : null));
    await sell(1);
    expect((await till.until((s) => s.state === 'waiting')).online).toBe(false);
    line.rules.clear();
    await isDone();
  });

  it('halves what is too large (413) down to the one document, and puts that one into the ledger', async () => {
    const sales = [];
    for (let n = 1; n <= 9; n += 1) sales.push(await sell(n));
    const large = sales[4]!._id;
    line.rules.add((url, { body }) =>
      url.pathname.endsWith('_bulk_docs') && typeof body === 'string' && body.includes(large)
        ? problem(413, 'BODY_TOO_LARGE')
        : null,
    );
    till.start();
    const { refusals, unsent } = await till.until((s) => s.refused === 1 && s.unsent === 1 && s.state === 'refused');
    expect([unsent, refusals.map(({ id, code }) => [id, code])]).toEqual([1, [[large, 'BODY_TOO_LARGE']]]);
    line.rules.clear();
    till.offerAgain();
    await isDone();
  });

  it('waits as long as it is told (429), and says that the server is busy rather than away', async () => {
    await sell(1);
    line.rules.add(firstOf('/_revs_diff', 1, () => problem(429, 'RATE_LIMITED', { 'retry-after': '2' })));
    till.start();
    const told = await till.until((s) => s.state === 'waiting');
    expect([told.online, told.why, told.unsent]).toEqual([true, 'RATE_LIMITED', 1]);
    expect(told.retryAt! - fixture.clock.now()).toBeGreaterThanOrEqual(2_000);
    const asked = line.seen.filter((path) => path.endsWith('_revs_diff')).length;
    await sell(2);
    await isDone();
    expect(asked).toBe(1);
  });

  it('hands in what it can where one database is not served', async () => {
    const sale = await sell(1);
    line.rules.add((url) => (url.pathname.startsWith('/db/store-demo-1') ? problem(500, 'INTERNAL') : null));
    till.start();
    await till.until((s) => s.unsent === 0 && s.state === 'waiting');
    expect(await onServer(sale._id)).not.toBeNull();
  });

  it('sends only the documents that were never refused while the refused ones wait for their turn', async () => {
    const bad = await sell(1, { total: 'a lot' });
    till.start();
    await till.until((s) => s.state === 'refused');
    const sent: string[] = [];
    line.rules.add((url, { body }) => {
      if (url.pathname.endsWith('_bulk_docs')) sent.push(JSON.stringify(body));
      return null;
    });
    const good = await sell(2);
    await till.until((s) => s.unsent === 1 && s.state === 'refused');
    expect(await onServer(good._id)).not.toBeNull();
    expect(sent.join()).not.toContain(bad._id);
  });

  it('is told of a refusal whose reason is gone by the document arriving', async () => {
    // Refused by what stands before the server, as a rule of the server would refuse it.
    const sale = await sell(1);
    line.rules.add((url, { body }) => {
      if (!url.pathname.endsWith('_bulk_docs') || !JSON.stringify(body).includes(sale._id)) return null;
      const row = { id: sale._id, error: 'forbidden', reason: 'DOCUMENT_NOT_WRITABLE: not now', code: 'DOCUMENT_NOT_WRITABLE' };
      return new Response(JSON.stringify([row]), { status: 201, headers: { 'content-type': 'application/json' } });
    });
    till.start();
    await till.until((s) => s.refused === 1);
    line.rules.clear();
    fixture.clock.forward(31_000);
    await sell(2);
    await isDone();
    expect(await onServer(sale._id)).not.toBeNull();
  });
});

describe('whether everything was sent', () => {
  it('is the server’s own answer, whatever was noted before', async () => {
    const sales = [await sell(1), await sell(2)];
    till.start();
    await isDone();
    expect(await till.everythingSent(SALES)).toMatchObject({ sent: true });
    const lost = await fixture.server.engine.open(SALES);
    const { _rev } = (await lost.get(sales[0]!._id))!;
    line.rules.add((url) =>
      url.pathname.endsWith('_revs_diff')
        ? new Response(JSON.stringify({ [sales[0]!._id]: { missing: [_rev] } }), {
            headers: { 'content-type': 'application/json' },
          })
        : null,
    );
    expect(await till.everythingSent(SALES)).toMatchObject({
      sent: false,
      missing: [{ id: sales[0]!._id, rev: _rev }],
    });
  });

  it('is unknown where the server does not answer', async () => {
    await sell(1);
    line.rules.add(() => Promise.reject(new TypeError('fetch failed')));
    await expect(till.everythingSent(SALES)).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });
});

describe('a device that the administrator switched off', () => {
  it('hands in what it holds to the quarantine, says so, and sends it to the shop once it is paired again', async () => {
    till.start();
    await till.until((s) => s.lastSync !== null);
    await fixture.server.devices.revoke(till.device);
    const sale = await sell(1);
    const off = await till.until((s) => s.state === 'revoked' && s.handingIn === 0 && s.unsent === 1);
    expect([off.unsent, await onServer(sale._id)]).toEqual([1, null]);
    const { token } = await fixture.pair('POS-001');
    till.pairedAnew(token);
    await isDone();
    expect(await onServer(sale._id)).toMatchObject({ key: sale.key });
  });
});

it('a push that a device just switched off sends before it knows is handed in, not taken for the shop’s', async () => {
  // A feed that stays open and says nothing: nobody tells the device.
  const silent = () => new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode(': alive\n\n')) });
  line.rules.add((url) => (url.pathname.endsWith('/feed') ? new Response(silent()) : null));
  till.start();
  await till.until((s) => s.lastSync !== null);
  await fixture.server.devices.revoke(till.device);
  const sale = await sell(1);
  const off = await till.until((s) => s.state === 'revoked' && s.handingIn === 0);
  expect([off.unsent, await onServer(sale._id)]).toEqual([1, null]);
});

describe('the first load', () => {
  it('counts up to what the server holds, is no less honest after a kill in its middle, and ends', async () => {
    const sales = Array.from({ length: 700 }, (_, n) => makeSale({ at: fixture.clock.now() + n, device: 99 }));
    await (await fixture.server.engine.open(SALES)).bulk(sales);
    let batches = 0;
    const cut = (url: URL) =>
      url.pathname === `/db/${SALES}/_bulk_get` && (batches += 1) > 1 ? Promise.reject(new TypeError('fetch failed')) : null;
    line.rules.add(cut);
    till.start();
    const broken = await till.until((s) => s.state === 'waiting');
    expect(broken.loading?.total).toBeGreaterThanOrEqual(700);
    expect(broken.loading!.done).toBeLessThan(broken.loading!.total);
    expect(broken.lastSync).toBeNull();
    till.stop();
    till.state.snapshot = null;
    line.rules.clear();
    const held = (await till.databases.open(SALES).info()).doc_count;
    expect(held).toBeGreaterThan(0);
    till.start();
    const resumed = await till.until((s) => s.databases.some(({ name, loading }) => name === SALES && loading !== null));
    expect(resumed.databases.find(({ name }) => name === SALES)?.loading?.done).toBeGreaterThanOrEqual(held);
    await till.until((s) => s.loading === null && s.lastSync !== null);
    expect((await till.databases.open(SALES).info()).doc_count).toBeGreaterThanOrEqual(700);
  });
});
