import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import replication from 'pouchdb-replication';
import { createChangeHub } from '../../../app/lib/storage/change-hub.ts';
import { Databases } from '../../../app/lib/storage/databases.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { LOCAL_OPTIONS } from '../../../app/lib/storage/local-options.ts';
import { createMemoryStore } from '../../../app/lib/storage/local-store.ts';
import { CATALOG } from '../../../design/databases.ts';
import type { Clock } from '../../../design/time/clock.ts';
import type { DocumentInput, Engine } from '../../../sync-server/engine/engine.ts';

const Pouch = PouchDB.plugin(leveldbAdapter).plugin(httpAdapter).plugin(replication);

export type Leaf = Record<string, unknown> & { _id: string; _rev: string; _deleted?: boolean };

export interface TabletOptions {
  readonly number: number;
  readonly token: string;
  readonly url: string;
  readonly folder: string;
  readonly clock: Clock;
  readonly store: string;
  /** Devices only read `catalog`; what the office changes there is carried past `/db`, as between two servers. */
  readonly engine: Engine;
}

/** A device of a shop: the app's own way to change documents over a real PouchDB, replicating through `/db`. */
export class Tablet {
  readonly number: number;
  readonly databases: Databases;
  readonly documents: Documents;
  private readonly options: TabletOptions;
  private carried: number | string = 0;

  constructor(options: TabletOptions) {
    this.options = options;
    this.number = options.number;
    const store = createMemoryStore();
    this.databases = new Databases(
      (name) =>
        new Pouch(join(options.folder, `${options.number}-${name}`), {
          adapter: 'leveldb',
          ...LOCAL_OPTIONS,
        }),
      store,
      createChangeHub(),
    );
    this.documents = new Documents(
      this.databases,
      createStamps(options.clock, () => options.number, store),
    );
  }

  async push(): Promise<void> {
    const { store } = this.options;
    const denied: unknown[] = [];
    const running = this.databases.open(store).replicate.to(this.remote(store));
    void running.on('denied', (error) => denied.push(error));
    await running;
    if (denied.length > 0) throw new Error(`refused: ${JSON.stringify(denied)}`);
    await this.carry();
  }

  async pull(): Promise<void> {
    for (const name of [this.options.store, CATALOG]) await this.databases.open(name).replicate.from(this.remote(name));
  }

  /** Every live version of a document that this device holds. */
  async live(database: string, id: string): Promise<Leaf[]> {
    return (await this.databases.leaves(database, id)).filter((leaf) => leaf._deleted !== true);
  }

  private remote(name: string): PouchDB.Database {
    const headers = { authorization: `Bearer ${this.options.token}`, 'content-type': 'application/json' };
    return new Pouch(`${this.options.url}/db/${name}`, {
      adapter: 'http',
      skip_setup: true,
      fetch: (input: string | Request, init?: RequestInit) =>
        fetch(input, { ...init, headers: { ...headers, accept: 'application/json' } }),
    });
  }

  private async carry(): Promise<void> {
    const local = this.databases.open(CATALOG);
    const { results, last_seq: end } = await local.changes({ since: this.carried, style: 'all_docs' });
    const wanted = results.flatMap(({ id, changes }) => changes.map(({ rev }) => ({ id, rev })));
    if (wanted.length > 0) {
      const { results: rows } = await local.bulkGet({ docs: wanted, revs: true });
      const docs = rows.flatMap((row) => row.docs.flatMap((doc) => ('ok' in doc ? [doc.ok as unknown as DocumentInput] : [])));
      await (await this.options.engine.open(CATALOG)).bulk(docs, { newEdits: false });
    }
    this.carried = end;
  }
}
