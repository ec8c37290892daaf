import { describe, expect, it } from 'vitest';
import { Acknowledgements } from '../../../app/lib/sync/acknowledgements.ts';
import { Ledger } from '../../../app/lib/sync/ledger.ts';
import { PushSize } from '../../../app/lib/sync/push-size.ts';
import { pushDatabase } from '../../../app/lib/sync/push.ts';
import { createMemoryStore } from '../../../app/lib/storage/local-store.ts';
import { backEnds } from './back-ends.fixture.ts';
import type { CouchClient } from './couch.client.ts';
import { useSuite } from './suite.fixture.ts';

/** A rule that refuses one of three receipts, and is taken away later. */
const RULE = {
  _id: '_design/rule',
  validate_doc_update: `function (doc) { if (doc.total < 0) throw({ forbidden: 'DOCUMENT_MALFORMED: below nought' }); }`,
};
const RECEIPTS = [1, -2, 3].map((total, i) => ({ _id: `receipt-${i}`, _rev: `1-a${i}`, total }));
const REFUSED = RECEIPTS[1]!;

/** CouchDB lets go of a changed rule a moment after it has answered. */
async function settled(db: CouchClient, refuses: boolean): Promise<void> {
  let n = 0;
  const probe = async () => (await db.push([{ _id: `probe-${refuses}-${n++}`, _rev: '1-aa', total: -1 }])).length > 0;
  await expect.poll(probe).toBe(refuses);
}

const held = async (db: CouchClient): Promise<string[]> =>
  (await db.changes()).results.map(({ id }) => id).filter((id) => id.startsWith('receipt'));

describe.each(backEnds)('a refused document over $name (offline.md, finding 1)', (kind) => {
  const suite = useSuite(kind);

  async function ruled(): Promise<{ db: CouchClient; till: PouchDB.Database; lift: () => Promise<unknown> }> {
    const db = await suite.current.database();
    const { rev } = await db.json<{ rev: string }>('PUT', RULE._id, { body: RULE });
    await settled(db, true);
    const till = suite.current.local();
    await till.bulkDocs(RECEIPTS, { new_edits: false });
    const lift = async () => {
      await db.json('DELETE', RULE._id, { query: { rev } });
      await settled(db, false);
    };
    return { db, till, lift };
  }

  it('is lost silently by PouchDB’s own push: it ends well, and never sends it again', async () => {
    const { db, till, lift } = await ruled();
    const first = await till.replicate.to(db.pouch());
    expect(first).toMatchObject({ ok: true, status: 'complete', docs_written: 2, doc_write_failures: 1 });
    await lift();
    expect(await till.replicate.to(db.pouch())).toMatchObject({ ok: true, docs_read: 0 });
    expect(await held(db)).toEqual(['receipt-0', 'receipt-2']);
  });

  it('stands in our ledger with its reason, and the very revision arrives once the rule is lifted', async () => {
    const { db, till, lift } = await ruled();
    const ledger = new Ledger(() => suite.current.local());
    const acknowledged = new Acknowledgements(createMemoryStore());
    const push = () =>
      pushDatabase({
        database: 'receipts',
        local: till,
        remote: db.pouch(),
        acknowledged,
        ledger,
        size: new PushSize(),
        now: () => 0,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      });
    expect(await push()).toEqual({ written: 2, refused: 1 });
    const entry = { database: 'receipts', id: REFUSED._id, rev: REFUSED._rev };
    expect(ledger.list()).toMatchObject([{ ...entry, code: 'DOCUMENT_MALFORMED' }]);
    await lift();
    ledger.want([entry]);
    expect(await push()).toEqual({ written: 1, refused: 0 });
    expect(ledger.list()).toEqual([]);
    expect(await db.json('GET', REFUSED._id)).toEqual(REFUSED);
  });
});
