import { EventEmitter } from 'node:events';
import { badRequest, notFound } from './couch-error.ts';
import type { Answered, Call } from './documents.ts';
import type { DoubleDatabase } from './double.database.ts';
import { packSequence, unpackSequence } from './sequences.ts';

export interface DatabaseUpdates {
  happened(name: string, type: 'created' | 'updated' | 'deleted'): void;
  read(since: string, timeout: number): Promise<object>;
  end(): void;
}

export interface Databases extends Map<string, DoubleDatabase> {
  readonly updates: DatabaseUpdates;
  readonly hasUpdates: boolean;
  folder(n: number): string;
}

/** `_db_updates`: the last event of each database, a moment late, as in CouchDB (its events are gathered, not sent one by one). */
export function databaseUpdates(): DatabaseUpdates {
  const events = new Map<string, { seq: number; type: string }>();
  const news = new EventEmitter().setMaxListeners(0);
  const gathered = new Set<NodeJS.Timeout>();
  let last = 0;
  return {
    happened(name, type) {
      const timer = setTimeout(() => {
        gathered.delete(timer);
        events.delete(name);
        events.set(name, { seq: ++last, type });
        news.emit('news');
      }, 20);
      gathered.add(timer);
    },
    async read(sinceText, timeout) {
      const since = sinceText === 'now' ? last : unpackSequence(sinceText);
      if (since === null) throw badRequest(`Malformed sequence supplied in 'since' parameter.`);
      if (last <= since) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          news.once('news', resolve);
          timer = setTimeout(resolve, timeout);
        });
        clearTimeout(timer);
      }
      const results = [...events]
        .filter(([, { seq }]) => seq > since)
        .map(([name, { seq, type }]) => ({ db_name: name, type, seq: packSequence(seq, 'changes') }));
      return { results, last_seq: packSequence(last, 'changes') };
    },
    end() {
      for (const timer of gathered) clearTimeout(timer);
      news.emit('news');
    },
  };
}

const json = (text: string | null): string | null => (text === null ? null : (JSON.parse(text) as string));

/** What is asked of the server, not of a database. */
export async function answerServer(name: string, { query, body }: Call, databases: Databases): Promise<Answered> {
  const names = [...databases.keys()].sort();
  switch (name) {
    case '':
      return { status: 200, body: { couchdb: 'Welcome', version: '3.5.0', uuid: 'd0ab1e', vendor: { name: 'double' } } };
    case '_up':
      return { status: 200, body: { status: 'ok', seeds: {} } };
    case '_all_dbs': {
      const [from, to] = [json(query.get('startkey')) ?? '', json(query.get('endkey')) ?? '\uffff'];
      return { status: 200, body: names.filter((one) => one >= from && one <= to) };
    }
    case '_dbs_info': {
      const keys = body.length > 0 ? (JSON.parse(body.toString('utf8')) as { keys: string[] }).keys : names;
      const info = async (key: string) => {
        const db = databases.get(key);
        return db
          ? { key, info: { db_name: key, update_seq: packSequence(Number((await db.pouch.info()).update_seq), 'info') } }
          : { key, error: 'not_found' };
      };
      return { status: 200, body: await Promise.all(keys.map(info)) };
    }
    case '_db_updates':
      if (!databases.hasUpdates) throw notFound('Database does not exist.');
      return {
        status: 200,
        body: await databases.updates.read(query.get('since') ?? '0', Number(query.get('timeout') ?? 60_000)),
      };
    default:
      throw notFound();
  }
}
