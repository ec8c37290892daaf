import { describe, expect, it } from 'vitest';
import { clientOf } from '../../factories/clients.ts';
import { backEnds } from './back-ends.fixture.ts';
import type { ChangesBody, CouchClient } from './couch.client.ts';
import { useSuite, type Suite } from './suite.fixture.ts';

const DOORS = [
  ['a device', (suite: Suite): Promise<CouchClient> => suite.device('store-demo-1')],
  ['the administrator', (suite: Suite): Promise<CouchClient> => suite.database()],
] as const;

let count = 0;
const write = (db: CouchClient): Promise<string> => {
  const doc = clientOf(`poll-${count++}`);
  return db.push([{ ...doc, _rev: '1-aa' }]).then(() => doc._id);
};

/** A long poll whose answer is read as it comes: `first` resolves with the first bytes, `rest` with the whole answer. */
async function poll(db: CouchClient, query: Record<string, string | number>, signal?: AbortSignal) {
  const response = await db.request('GET', '_changes', { query: { feed: 'longpoll', ...query } }, signal);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    async read(until: (text: string) => boolean): Promise<string> {
      while (!until(text)) {
        const { value, done } = await reader.read();
        if (done) break;
        text += value;
      }
      return text;
    },
    async answer(): Promise<ChangesBody> {
      return JSON.parse(await this.read(() => false)) as ChangesBody;
    },
  };
}

describe.each(backEnds)('long polls over $name', (kind) => {
  const suite = useSuite(kind);

  describe.each(DOORS)('for %s', (_, open) => {
    it('answer at once where something is already there', async () => {
      const db = await open(suite.current);
      const { last_seq: since } = await db.changes();
      const id = await write(db);
      const answer = await (await poll(db, { since })).answer();
      expect(answer.results.map((row) => row.id)).toEqual([id]);
    });

    it('wait, keep the line awake with newlines, and answer with the write that comes', async () => {
      const db = await open(suite.current);
      // Word of these two may reach the waiting poll late: it must not end with nothing for that.
      await write(db);
      await write(db);
      const waiting = await poll(db, { since: 'now', heartbeat: 1_000 });
      const before = await waiting.read((text) => /\n\s*$/.test(text.replace('{"results":[\n', '')));
      expect(before).not.toContain('client:');
      const id = await write(db);
      const answer = await waiting.answer();
      expect(answer.results.map((row) => row.id)).toEqual([id]);
      // What it answers is where the next one begins.
      expect((await db.changes({ since: answer.last_seq })).results).toEqual([]);
    });

    it('end with no rows and the same place after their timeout', async () => {
      const db = await open(suite.current);
      const answer = await (await poll(db, { since: 'now', timeout: 50 })).answer();
      expect(answer.results).toEqual([]);
      const id = await write(db);
      expect((await db.changes({ since: answer.last_seq })).results.map((row) => row.id)).toEqual([id]);
    });

    it('that are hung up on disturb nobody: another one still hears', async () => {
      const db = await open(suite.current);
      const { last_seq: since } = await db.changes();
      const gone = new AbortController();
      // On CouchDB and behind it the head of the answer may come with the first row only.
      const hungUp = poll(db, { since, timeout: 30_000 }, gone.signal).then((one) => one.answer());
      const heard = poll(db, { since, timeout: 30_000 });
      gone.abort();
      await expect(hungUp).rejects.toThrow(/abort/i);
      const id = await write(db);
      expect((await (await heard).answer()).results.map((row) => row.id)).toEqual([id]);
    });
  });
});
