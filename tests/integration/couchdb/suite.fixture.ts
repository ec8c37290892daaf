import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import { afterAll, beforeAll } from 'vitest';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import type { BackEnd, BackEndKind } from './back-ends.fixture.ts';
import { CouchClient } from './couch.client.ts';

/** A sync server over one back end, and its two doors: a paired device's and the administrator's. */
export class Suite {
  readonly server: ServerFixture;
  readonly #folder = mkdtempSync(join(tmpdir(), 'optics-suite-'));
  readonly #open: PouchDB.Database[] = [];
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(server: ServerFixture) {
    this.server = server;
  }

  get #db(): string {
    return `${this.server.server.url}/db`;
  }

  /** The administrator's door to a database by its name; `''` is the server itself. */
  admin(name = ''): CouchClient {
    const token = readFileSync(join(this.server.folder, 'sync/admin.token'), 'utf8').trim();
    const authorization = `Basic ${Buffer.from(`admin:${token}`).toString('base64')}`;
    return new CouchClient(name === '' ? this.#db : `${this.#db}/${encodeURIComponent(name)}`, authorization);
  }

  /** A new, empty database behind the administrator's door, of one shard: only so is the order of changes promised. */
  async database(): Promise<CouchClient> {
    const client = this.admin(`suite-${randomBytes(6).toString('hex')}`);
    await client.json('PUT', '', { query: { q: 1 } });
    return client;
  }

  /** A database of ours behind the door of a paired device. Pairs once a till. */
  async device(name: string, till = 'POS-001'): Promise<CouchClient> {
    let token = this.#tokens.get(till);
    if (!token) this.#tokens.set(till, (token = this.server.pair(till).then((device) => device.token)));
    return new CouchClient(`${this.#db}/${name}`, `Bearer ${await token}`);
  }

  /** An empty PouchDB of a device without a browser. */
  local(): PouchDB.Database {
    const pouch = new PouchDB(join(this.#folder, String(this.#open.length)), { adapter: 'leveldb' });
    this.#open.push(pouch);
    return pouch;
  }

  async end(): Promise<void> {
    await this.server.end();
    for (const pouch of this.#open) await pouch.close().catch(() => undefined);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Starts a suite for the tests of a `describe`; whatever they leave on a real CouchDB is removed, also after a failure. */
export function useSuite(kind: BackEndKind): { readonly current: Suite } {
  const held: { suite: Suite | null; backEnd: BackEnd | null } = { suite: null, backEnd: null };
  beforeAll(async () => {
    held.backEnd = await kind.start();
    held.suite = new Suite(await startFixture({ couchdb: held.backEnd.couchdb }));
  });
  afterAll(async () => {
    try {
      await held.suite?.end();
    } finally {
      await held.backEnd?.end();
    }
  });
  return {
    get current(): Suite {
      if (!held.suite) throw new Error('the suite has not begun');
      return held.suite;
    },
  };
}
