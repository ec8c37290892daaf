import PouchDB from 'pouchdb-core';
import idb from 'pouchdb-adapter-idb';
import { parseDatabaseName } from '$design/databases.ts';
import { forceStrictDurability } from './durability.ts';
import type { OpenLocal } from './database.types.ts';
import { LOCAL_OPTIONS } from './local-options.ts';

/**
 * PouchDB assembled from its core packages: `idb` (the `indexeddb` adapter breaks with two tabs), no map/reduce. What talks with a server
 * joins in `pouch-remote.ts`.
 */
PouchDB.plugin(idb);

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
