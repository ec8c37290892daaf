import { describe, expect, it } from 'vitest';
import { clientOf } from '../../factories/clients.ts';
import { backEnds } from './back-ends.fixture.ts';
import type { CouchClient } from './couch.client.ts';
import { CUTS, startCuttingProxy, type Cut } from './cutting-proxy.ts';
import { useSuite } from './suite.fixture.ts';

const DOCUMENTS = 3;
/** Two documents a batch: a first round, and a last one that is not full. */
const IN_ROUNDS = { batch_size: 2 };

interface Scenario {
  /** Runs the replication through this remote; rejects where PouchDB gives up. */
  readonly run: (remote: PouchDB.Database) => Promise<{ ok: boolean }>;
  /** Everything is there once and as it was. */
  readonly expectWhole: () => Promise<void>;
}

describe.each(backEnds)('replication over $name goes on after a line cut at any request', (kind) => {
  const suite = useSuite(kind);

  /** Counts the requests of a whole replication, then breaks each of them in turn, and replicates again. */
  async function cutEverywhere(db: CouchClient, where: Cut, make: () => Promise<Scenario>): Promise<void> {
    const origin = new URL(db.url).origin;
    const whole = await startCuttingProxy(origin);
    await (await make()).run(db.pouch(whole.origin));
    const requests = whole.count();
    await whole.close();
    expect(requests).toBeGreaterThan(8);
    for (let n = 1; n <= requests; n += 1) {
      const scenario = await make();
      const proxy = await startCuttingProxy(origin, n, where);
      // PouchDB gives up, or gets over it (a checkpoint that could not be read is read as none): both are well, if nothing is lost.
      await scenario.run(db.pouch(proxy.origin)).catch(() => undefined);
      const cut = proxy.cut();
      expect(cut, `request ${n} of ${requests}`).not.toBeNull();
      expect(await scenario.run(db.pouch(proxy.origin)), `after a cut at ${n}: ${cut}`).toMatchObject({ ok: true });
      await scenario.expectWhole();
      await proxy.close();
    }
  }

  it.each(CUTS)('while it pushes, %s', async (where) => {
    const db = await suite.current.device('store-demo-1');
    let made = 0;
    await cutEverywhere(db, where, async () => {
      const run = `${CUTS.indexOf(where)}-${made++}`;
      const cards = Array.from({ length: DOCUMENTS }, (_, i) => ({
        ...clientOf(`${run}-${i}`, { name: `${i}` }),
        _rev: `1-a${i}`,
      }));
      const local = suite.current.local();
      await local.bulkDocs(cards, { new_edits: false });
      const { last_seq: since } = await db.changes({ since: 'now' });
      return {
        run: (remote) => local.replicate.to(remote, IN_ROUNDS),
        async expectWhole() {
          const { results } = await db.changes({ since, include_docs: true, style: 'all_docs' });
          const found = new Map(results.map(({ id, doc, changes }) => [id, [doc, changes.length]]));
          expect(found).toEqual(new Map(cards.map((card) => [card._id, [card, 1]])));
          expect(results).toHaveLength(DOCUMENTS);
        },
      };
    });
  });

  it.each(CUTS)('while it pulls, %s', async (where) => {
    const db = await suite.current.device('store-demo-2', 'POS-002');
    const cards = Array.from({ length: DOCUMENTS }, (_, i) => ({ ...clientOf(`${i}`, { store: 'demo-2' }), _rev: `1-a${i}` }));
    await db.push(cards);
    await cutEverywhere(db, where, () => {
      const local = suite.current.local();
      return Promise.resolve({
        run: (remote) => local.replicate.from(remote, IN_ROUNDS),
        async expectWhole() {
          const { rows } = await local.allDocs({ include_docs: true, startkey: 'client:', endkey: 'client:\ufff0' });
          expect(rows.map(({ doc }) => doc)).toEqual(cards);
        },
      });
    });
  });
});
