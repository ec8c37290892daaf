import { setTimeout as sleep } from 'node:timers/promises';
import { validatorText, VALIDATOR_DESIGN_ID } from '../../design/couch/validate.ts';
import { SECOND } from '../../design/time/clock.ts';
import { reasonOf, type Log } from '../log.ts';
import { createCouch, CouchAnswer, orMissing, type Couch } from './couch.client.ts';
import { createCouchDatabase } from './couchdb.database.ts';
import type { Database, Engine, Seq } from './engine.ts';
import { createNotifier } from './notifier.ts';

export interface CouchEngine extends Engine {
  readonly kind: 'couchdb';
  readonly couch: Couch;
}

const NAME = /^[a-z][a-z0-9-]{0,120}$/;
/** How often (ms) sequences are compared where CouchDB has no `_db_updates`, and how long to wait after a failure. */
const POLL_EVERY = 5 * SECOND;
const LONG_POLL = 30 * SECOND;

/**
 * CouchDB behind the server. Every database is small, so it is made with one shard (`q=1`), closed to all but the administrator and
 * fitted with its validator. Our own writes are announced at once; those of others come through `_db_updates`.
 */
export function createCouchEngine(options: { url: string; prefix: string; log: Log }): CouchEngine {
  const couch = createCouch(options.url, options.prefix);
  const databases = new Map<string, Promise<Database>>();
  const notifier = createNotifier(async (name) => (await (await open(name)).info()).seq);
  const closing = new AbortController();

  async function create(name: string): Promise<Database> {
    try {
      await couch.call('put', { db: name, query: { q: 1 } });
    } catch (error) {
      if (!(error instanceof CouchAnswer) || error.status !== 412) throw error; // 412: it is there
    }
    const admins = { names: [], roles: ['_admin'] };
    await couch.call('put', { db: name, path: '_security', body: { admins, members: admins } });
    await installValidator(couch, name);
    return createCouchDatabase(couch, name, () => notifier.changed(name));
  }

  function open(name: string): Promise<Database> {
    let database = databases.get(name);
    if (!database) {
      if (!NAME.test(name)) return Promise.reject(new Error(`not a database name: ${name}`));
      database = create(name);
      databases.set(name, database);
      database.catch(() => databases.delete(name));
    }
    return database;
  }

  async function list(): Promise<string[]> {
    const query = { startkey: couch.prefix, endkey: `${couch.prefix}\ufff0` };
    const names = await couch.call<string[]>('get', { path: '_all_dbs', query });
    return names
      .filter((name) => name.startsWith(couch.prefix))
      .map((name) => name.slice(couch.prefix.length))
      .filter((name) => NAME.test(name));
  }

  const following = follow(couch, closing.signal, {
    names: () => [...databases.keys()],
    changed: (name) => databases.has(name) && notifier.changed(name),
  }).catch((error: unknown) => options.log('error', 'couchdb-follow-failed', { why: reasonOf(error) }));

  return {
    kind: 'couchdb',
    couch,
    open,
    list,
    exists: async (name) => (await orMissing(couch.call('get', { db: name }))) !== null,
    watch: (listener) => notifier.listen(listener),
    async close() {
      closing.abort();
      notifier.close();
      // A long poll may last half a minute; nobody waits for its answer.
      await Promise.race([following, sleep(100)]);
    },
  };
}

async function installValidator(couch: Couch, name: string): Promise<void> {
  const text = validatorText(name);
  if (text === null) return;
  const path = VALIDATOR_DESIGN_ID;
  const before = await orMissing(couch.call<{ _rev: string; validate_doc_update?: string }>('get', { db: name, path }));
  if (before?.validate_doc_update === text) return;
  const doc = { _id: VALIDATOR_DESIGN_ID, ...(before ? { _rev: before._rev } : {}), validate_doc_update: text };
  try {
    await couch.call('put', { db: name, path, body: doc });
  } catch (error) {
    if (!(error instanceof CouchAnswer) || error.status !== 409) throw error; // another server put it there just now
  }
}

interface Followed {
  names(): string[];
  changed(name: string): void;
}

/** Writes that did not come through this server: `_db_updates` where it is, else sequences compared every 5 s. */
async function follow(couch: Couch, closing: AbortSignal, followed: Followed): Promise<void> {
  let since: string = 'now';
  const seen = new Map<string, Seq>();
  while (!closing.aborted) {
    try {
      const query = { feed: 'longpoll', since, timeout: LONG_POLL };
      const answer = await couch.call<{ results: { db_name: string }[]; last_seq: string }>('get', {
        path: '_db_updates',
        query,
      });
      since = answer.last_seq;
      for (const { db_name: name } of answer.results) {
        if (name.startsWith(couch.prefix)) followed.changed(name.slice(couch.prefix.length));
      }
    } catch {
      await compare(couch, followed, seen).catch(() => undefined);
      await sleep(POLL_EVERY, undefined, { signal: closing }).catch(() => undefined);
    }
  }
}

async function compare(couch: Couch, followed: Followed, seen: Map<string, Seq>): Promise<void> {
  const keys = followed.names().map((name) => couch.prefix + name);
  for (let from = 0; from < keys.length; from += 100) {
    const body = { keys: keys.slice(from, from + 100) };
    const rows = await couch.call<{ key: string; info: { update_seq: Seq } | null }[]>('post', { path: '_dbs_info', body });
    for (const { key, info } of rows) {
      const name = key.slice(couch.prefix.length);
      const before = seen.get(name);
      if (!info) continue;
      seen.set(name, info.update_seq);
      // At first sight, too: whoever reads it may have read it before another server wrote.
      if (before !== info.update_seq) followed.changed(name);
    }
  }
}
