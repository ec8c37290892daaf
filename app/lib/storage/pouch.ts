import PouchDB from 'pouchdb-core';
import idb from 'pouchdb-adapter-idb';
import http from 'pouchdb-adapter-http';
import replication from 'pouchdb-replication';
import { parseDatabaseName } from '$design/databases.ts';
import { forceStrictDurability } from './durability.ts';
import type { LocalDatabase, OpenLocal, OpenRemote } from './database.types.ts';
import { LOCAL_OPTIONS } from './local-options.ts';

/** PouchDB assembled from its core packages: `idb` (the `indexeddb` adapter breaks with two tabs), http, replication; no map/reduce. */
PouchDB.plugin(idb).plugin(http).plugin(replication);

const PREFIX = '_pouch_';
export const indexedDbName = (name: string): string => `${PREFIX}${name}`;
export const databaseName = (indexedDb: string): string => indexedDb.slice(indexedDb.startsWith(PREFIX) ? PREFIX.length : 0);

let patched = false;

export const openLocal: OpenLocal = (name) => {
  if (!patched) {
    patched = true;
    forceStrictDurability((db) => db.startsWith(PREFIX) && parseDatabaseName(db.slice(PREFIX.length))?.kind === 'sales');
  }
  return new PouchDB(name, { adapter: 'idb', ...LOCAL_OPTIONS });
};

/** `request` bears the device's token and a time limit: a half-open socket must not hang a replication. */
export const openRemote: OpenRemote = (url, request): LocalDatabase =>
  new PouchDB(url, { adapter: 'http', skip_setup: true, fetch: (input, init) => request(input, init) });
