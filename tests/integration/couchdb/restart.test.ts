import { describe, expect, it } from 'vitest';
import { saleOf, SALES } from '../server/facts.fixture.ts';
import { backEnds } from './back-ends.fixture.ts';
import { useSuite } from './suite.fixture.ts';

describe.each(backEnds)('a restart of the server over $name', (kind) => {
  const suite = useSuite(kind);

  it('keeps sequences, checkpoints and documents: everybody goes on where he was', async () => {
    const till = suite.current.local();
    const before = await suite.current.device(SALES);
    await till.bulkDocs([saleOf(1), saleOf(2)], { new_edits: false });
    await till.replicate.to(before.pouch());
    const page = await before.changes({ limit: 1 });
    const { last_seq: end } = await before.changes();

    await suite.current.server.restart();

    const db = await suite.current.device(SALES);
    expect((await db.changes({ since: page.last_seq })).results.map(({ id }) => id)).toContain(saleOf(2)._id);
    expect((await db.changes({ since: end })).results).toEqual([]);
    expect((await till.replicate.to(db.pouch())).docs_read).toBe(0);
    const poll = db.changes({ feed: 'longpoll', since: end, timeout: 30_000 });
    await till.bulkDocs([saleOf(3)], { new_edits: false });
    expect((await till.replicate.to(db.pouch())).docs_read).toBe(1);
    expect((await poll).results.map(({ id }) => id)).toEqual([saleOf(3)._id]);
  });

  it('ends an open long poll so that the device asks again', async () => {
    const before = await suite.current.device(SALES);
    const { last_seq: since } = await before.changes();
    const poll = before.changes({ feed: 'longpoll', since, heartbeat: 30_000 }).then(
      ({ results }) => results.length,
      () => 'broken off',
    );
    await suite.current.server.restart();
    expect([0, 'broken off']).toContain(await poll);
    const db = await suite.current.device(SALES);
    await db.push([saleOf(10)]);
    expect((await db.changes({ since })).results.map(({ id }) => id)).toEqual([saleOf(10)._id]);
  });
});
