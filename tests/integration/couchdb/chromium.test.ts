import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '../../factories/clients.ts';
import { backEnds } from './back-ends.fixture.ts';
import { startBrowser, type TestBrowser } from './browser/browser.fixture.ts';
import { useSuite } from './suite.fixture.ts';

interface Door {
  readonly url: string;
  readonly authorization: string;
}
/** What a page needs to open a door. */
const doorOf = ({ url, authorization }: Door): Door => ({ url, authorization });

const cards = (count: number, name: string) =>
  Array.from({ length: count }, (_, i) => ({ ...clientOf(`${name} 👓 ${i}`, { name: `${name}/${i}` }), _rev: `1-a${i}` }));

describe('Chromium with idb', () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  describe.each(backEnds)('over $name', (kind) => {
    const suite = useSuite(kind);
    const server = () => suite.current.server.server.url;

    it('pushes, pulls into another profile, and reads nothing twice, also after a reload', async () => {
      const door = doorOf(await suite.current.device('store-demo-1'));
      const docs = cards(40, 'Зоя');
      const [one, two] = [await browser.profile(), await browser.profile()];
      const here = await browser.tab(one, server());
      const push = async ({ url, authorization, docs }: Door & { docs: object[] }) => {
        const local = globalThis.suite.local('till');
        if (docs.length > 0) await local.bulkDocs(docs, { new_edits: false });
        const { docs_read: read, docs_written: written } = await local.replicate.to(globalThis.suite.remote(url, authorization));
        return [read, written];
      };
      expect(await here.evaluate(push, { ...door, docs })).toEqual([40, 40]);
      await here.reload();
      await here.waitForFunction(() => 'suite' in globalThis);
      expect(await here.evaluate(push, { ...door, docs: [] })).toEqual([0, 0]);

      const there = await browser.tab(two, server());
      const pulled = await there.evaluate(async ({ url, authorization }) => {
        const local = globalThis.suite.local('till');
        await local.replicate.from(globalThis.suite.remote(url, authorization));
        const { docs_read: again } = await local.replicate.from(globalThis.suite.remote(url, authorization));
        const { rows } = await local.allDocs({ include_docs: true, startkey: 'client:Зоя', endkey: 'client:Зоя\ufff0' });
        return { again, docs: rows.map(({ doc }) => doc) };
      }, door);
      expect(pulled.again).toBe(0);
      const byId = (a: { _id: string }, b: { _id: string }) => (a._id < b._id ? -1 : 1);
      expect(pulled.docs).toEqual([...docs].sort(byId));
      await Promise.all([one.close(), two.close()]);
    });

    it('takes attachments and conflicts as the administrator’s database has them', async () => {
      const db = await suite.current.database();
      const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7) & 255);
      const photo = { content_type: 'image/png', data: Buffer.from(bytes).toString('base64') };
      await db.push([
        { _id: 'a', _rev: '1-b1', v: 'loser' },
        { _id: 'a', _rev: '1-b2', v: 'winner', _attachments: { photo } },
      ]);
      const profile = await browser.profile();
      const tab = await browser.tab(profile, server());
      const seen = await tab.evaluate(async ({ url, authorization }) => {
        const local = globalThis.suite.local('pictures');
        await local.replicate.from(globalThis.suite.remote(url, authorization));
        const doc = await local.get<{ v: string }>('a', { conflicts: true, attachments: true });
        const { digest, data } = doc._attachments!['photo'] as { digest: string; data: string };
        return { v: doc.v, conflicts: doc._conflicts, digest, length: atob(data).length };
      }, doorOf(db));
      const digest = `md5-${createHash('md5').update(bytes).digest('base64')}`;
      expect(seen).toEqual({ v: 'winner', conflicts: ['1-b1'], digest, length: bytes.length });
      await profile.close();
    });

    it('goes on after a cut, although PouchDB then takes this server for one without _bulk_get', async () => {
      const db = await suite.current.device('store-demo-2', 'POS-002');
      await db.push(cards(5, 'Пётр').map((card) => ({ ...card, store: 'demo-2' })));
      const profile = await browser.profile();
      const tab = await browser.tab(profile, server());
      let cut = 0;
      await tab.route(/_bulk_get/, (route) => (cut++ === 0 ? route.abort('connectionreset') : route.continue()));
      const written = await tab.evaluate(async ({ url, authorization }) => {
        const local = globalThis.suite.local('cut');
        const pull = () => local.replicate.from(globalThis.suite.remote(url, authorization), { batch_size: 2 });
        await pull().catch(() => null);
        await pull();
        return (await local.allDocs()).rows.length;
      }, doorOf(db));
      expect([cut > 0, written]).toEqual([true, 5]);
      await profile.close();
    });

    it('lets two tabs write one database at the same time: nothing fails, everything is pushed once (offline.md, finding 2)', async () => {
      const db = await suite.current.database();
      const profile = await browser.profile();
      const tabs = await Promise.all([browser.tab(profile, server()), browser.tab(profile, server())]);
      const write = async ({ url, authorization, tab }: Door & { tab: number }) => {
        const local = globalThis.suite.local('shared');
        const remote = globalThis.suite.remote(url, authorization);
        const ids = Array.from({ length: 20 }, (_, i) => `${tab}-${i}`);
        const done = await Promise.allSettled(ids.map((_id) => local.put({ _id, tab })));
        const pushed = await local.replicate.to(remote);
        return { failed: done.filter(({ status }) => status === 'rejected').length, ok: pushed.ok };
      };
      const outcomes = await Promise.all(tabs.map((tab, i) => tab.evaluate(write, { ...doorOf(db), tab: i })));
      expect(outcomes).toEqual([
        { failed: 0, ok: true },
        { failed: 0, ok: true },
      ]);
      await tabs[0].evaluate(write, { ...doorOf(db), tab: 2 });
      const { results } = await db.changes({ style: 'all_docs' });
      expect(results).toHaveLength(60);
      expect(results.every(({ changes }) => changes.length === 1)).toBe(true);
      await profile.close();
    });
  });
});
