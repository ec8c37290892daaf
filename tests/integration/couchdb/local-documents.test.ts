import { describe, expect, it } from 'vitest';
import { backEnds } from './back-ends.fixture.ts';
import type { CouchClient } from './couch.client.ts';
import { useSuite, type Suite } from './suite.fixture.ts';

const DOORS = [
  ['a device', (suite: Suite): Promise<CouchClient> => suite.device('catalog')],
  ['the administrator', (suite: Suite): Promise<CouchClient> => suite.database()],
] as const;

describe.each(backEnds)('_local documents over $name', (kind) => {
  const suite = useSuite(kind);

  it.each(DOORS)('are kept for %s, counted 0-1, 0-2, and never in the feed', async (_, open) => {
    const db = await open(suite.current);
    const path = `_local/${encodeURIComponent('Ключ.a+b=')}`;
    expect((await db.ask('GET', path)).status).toBe(404);
    const first = await db.ask<{ id: string; rev: string }>('PUT', path, { body: { last_seq: 'a' } });
    expect([first.status, first.body.id, first.body.rev]).toEqual([201, '_local/Ключ.a+b=', '0-1']);
    const second = await db.json<{ rev: string }>('PUT', path, { body: { last_seq: 'b', _rev: '0-1' } });
    expect(second.rev).toBe('0-2');
    expect(await db.json('GET', path)).toEqual({ _id: '_local/Ключ.a+b=', _rev: '0-2', last_seq: 'b' });
    const { results } = await db.changes();
    expect(results.filter(({ id }) => id.startsWith('_local'))).toEqual([]);
  });

  it('are not replicated', async () => {
    const db = await suite.current.database();
    await db.json('PUT', '_local/secret', { body: { v: 1 } });
    await db.json('PUT', 'a', { body: { v: 1 } });
    const local = suite.current.local();
    expect(await local.replicate.from(db.pouch())).toMatchObject({ docs_read: 1, docs_written: 1 });
    await expect(local.get('_local/secret')).rejects.toMatchObject({ status: 404 });
  });

  it('can be deleted by the administrator', async () => {
    const db = await suite.current.database();
    await db.json('PUT', '_local/mark', { body: { v: 1 } });
    await db.json('DELETE', '_local/mark', { query: { rev: '0-1' } });
    expect((await db.ask('GET', '_local/mark')).status).toBe(404);
  });
});
