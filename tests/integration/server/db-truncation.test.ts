import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCouchDouble } from '../couchdb/double/couch.double.ts';
import { startCuttingProxy, type Framing } from './cutting-proxy.fixture.ts';
import { saleOf, SALES } from './facts.fixture.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

/** A proxy between us and CouchDB is restarted in mid-answer. PouchDB takes an answer that ends well for the whole: sales would be missing. */
describe('an answer that CouchDB did not finish', () => {
  let fixture: ServerFixture;
  let proxy: Awaited<ReturnType<typeof startCuttingProxy>>;
  let couch: Awaited<ReturnType<typeof startCouchDouble>>;
  let token: string;
  const sales = Array.from({ length: 40 }, (_, i) => saleOf(i));

  beforeAll(async () => {
    couch = await startCouchDouble();
    proxy = await startCuttingProxy(couch.url);
    fixture = await startFixture({ couchdb: { url: proxy.url, prefix: 'cut-' } });
    ({ token } = await fixture.pair('POS-001'));
    await fixture.call('POST', `/db/${SALES}/_bulk_docs`, { token, body: { docs: sales, new_edits: false } });
  });
  afterAll(async () => {
    await fixture.end();
    await proxy.close();
    await couch.close();
  });

  const wanted = sales.map(({ _id, _rev }) => ({ id: _id, rev: _rev }));
  const calls: [string, RegExp, (encoding: string) => Promise<Response>][] = [
    ['_changes', /_changes/, (encoding) => ask('GET', `_changes?include_docs=true&limit=100`, encoding)],
    ['_bulk_get', /_bulk_get/, (encoding) => ask('POST', `_bulk_get?revs=true`, encoding, { docs: wanted })],
    ['a document', /sale%3A/, (encoding) => ask('GET', encodeURIComponent(sales[0]!._id), encoding)],
    ['_revs_diff', /_revs_diff/, (encoding) => ask('POST', '_revs_diff', encoding, { 'sale:x': ['1-a'], 'sale:y': ['1-b'] })],
  ];
  const ask = (method: string, path: string, encoding: string, body?: unknown) =>
    fetch(`${fixture.server.url}/db/${SALES}/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'accept-encoding': encoding, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  /** What the device makes of it: `whole` is what must not be. */
  const outcome = async (answer: Promise<Response>): Promise<string> => {
    try {
      const got = await answer;
      const text = await got.text();
      return got.status === 200 ? `whole: ${text.slice(-80)}` : got.status === 503 ? 'refused' : `status ${got.status}`;
    } catch {
      return 'broken';
    }
  };

  it.each(calls)('%s breaks the connection or is refused, wherever it was cut', async (_name, path, call) => {
    const whole = await (await call('identity')).text();
    for (const framing of ['content-length', 'chunked'] satisfies Framing[]) {
      for (const encoding of ['identity', 'br']) {
        for (const after of [0, 1, Math.floor(whole.length / 2), whole.length - 3]) {
          proxy.cut({ path, after, framing });
          const before = proxy.cuts();
          const came = await outcome(call(encoding));
          expect(proxy.cuts(), `${framing}, cut after ${after}`).toBeGreaterThan(before);
          expect(['broken', 'refused'], `${framing}, ${encoding}, cut after ${after}: ${came}`).toContain(came);
        }
      }
    }
    proxy.cut(null);
    expect(await (await call('identity')).text()).toBe(whole);
  });

  it('far into a long answer breaks the connection after what came before', async () => {
    proxy.cut({ path: /_bulk_get/, after: 30_000, framing: 'chunked' });
    const answer = await ask('POST', '_bulk_get?revs=true', 'identity', { docs: wanted });
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    proxy.cut(null);
  });
});
