import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../../../design/documents/catalogue.ts';
import { planPriceList } from '../../../design/folds/price-list.ts';
import { foldSnapshot, type CatalogueColumns, type SnapshotHead } from '../../../design/folds/catalogue-snapshot.ts';
import { sha256Hex, storeProducts } from './catalogue.fixture.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
let token: string;
beforeEach(async () => {
  fixture = await startFixture();
  ({ token } = await fixture.pair('POS-001'));
});
afterEach(() => fixture.end());

async function head(): Promise<SnapshotHead> {
  const answer = await fixture.call('GET', '/api/catalogue/snapshot', { token });
  expect(answer.status).toBe(200);
  return (await answer.json()) as SnapshotHead;
}
async function entries({ base, deltas }: SnapshotHead): Promise<Map<string, CatalogueEntry>> {
  const answer = await fixture.call('GET', `/api/catalogue/snapshot/${base}`, { token });
  expect(answer.status).toBe(200);
  return foldSnapshot((await answer.json()) as CatalogueColumns, deltas);
}

describe('the snapshot for a till without a catalogue', () => {
  it('holds every product as it is now, the newest change included, with what a fiscal line needs', async () => {
    await storeProducts(fixture, 1_200);
    const before = await head();
    await storeProducts(fixture, 3, { price: 777 });
    const after = await head();
    expect(after.version).toBeGreaterThan(before.version);
    // A change lies over the columns: they are not made again for it.
    expect(after.base).toBe(before.base);
    const found = await entries(after);
    expect(found.size).toBe(1_200);
    expect(found.get('P-2')).toMatchObject({ price: 777, vat: '22', subject: 'goods', kind: 'frame' });
    expect(found.get('P-500')).toMatchObject({ price: 100_00, name: 'Оправа P-500' });
  });

  it('brings the prices of the own shop, and of no other', async () => {
    await storeProducts(fixture, 1);
    const prices = Array.from({ length: 600 }, (_, i) => ({ sku: `P-${i}`, price: 5, from: 1 }));
    const context = { hlc: '1763683200000-0000-0000', digest: sha256Hex };
    const [own, other] = ['demo-1', 'demo-2'].map((store) => planPriceList(store, prices, null, context));
    await (await fixture.server.engine.open('catalog')).bulk([...own!.parts, own!.list, ...other!.parts, other!.list]);
    const { list, parts } = await head();
    expect(list).toMatchObject({ store: 'demo-1' });
    expect(parts.map(({ _id }) => _id).sort()).toEqual(own!.parts.map(({ _id }) => _id).sort());
  });

  it('is asked for once: the same catalogue answers 304, its columns never change under their name', async () => {
    await storeProducts(fixture, 1_200);
    const get = (path: string, tag?: string) =>
      fetch(`${fixture.server.url}/api/catalogue/${path}`, {
        headers: {
          authorization: `Bearer ${token}`,
          'accept-encoding': 'br',
          ...(tag === undefined ? {} : { 'if-none-match': tag }),
        },
      });
    const first = await get('snapshot');
    const { base } = (await first.json()) as SnapshotHead;
    expect((await get('snapshot', first.headers.get('etag')!)).status).toBe(304);
    const columns = await get(`snapshot/${base}`);
    expect(columns.headers.get('content-encoding')).toBe('br');
    expect(columns.headers.get('cache-control')).toContain('immutable');
    expect(((await columns.json()) as CatalogueColumns).sku).toHaveLength(1_200);
    expect((await get(`snapshot/${base}`, `"${base}"`)).status).toBe(304);
    expect((await get('snapshot/000000000000000000000000')).status).toBe(404);
  });

  it('is for tills of the chain only', async () => {
    await storeProducts(fixture, 1);
    for (const path of ['/api/catalogue/snapshot', '/api/catalogue/snapshot/x']) {
      expect((await fixture.call('GET', path)).status).toBe(401);
      const device = fixture.server.devices.list().find(({ till }) => till === 'POS-001')!;
      await fixture.server.devices.revoke(device.number);
      expect((await fixture.call('GET', path, { token })).status).toBe(403);
    }
  });

  it('says so while there is no catalogue yet', async () => {
    await fixture.server.jobs.stop();
    const catalog = await fixture.server.engine.open('catalog');
    const manifest = await catalog.get('manifest:catalogue');
    if (manifest) await catalog.put({ _id: manifest._id, _rev: manifest._rev, _deleted: true });
    const answer = await fixture.call('GET', '/api/catalogue/snapshot', { token });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'CATALOGUE_MISSING']);
  });
});
