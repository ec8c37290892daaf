import PouchDB from 'pouchdb-core';
import http from 'pouchdb-adapter-http';
import replication from 'pouchdb-replication';
import type { LocalDatabase, OpenRemote } from './database.types.ts';

/** PouchDB's half that talks with a server; a till that sells without one does not wait for it. */
PouchDB.plugin(http).plugin(replication);

/** `request` bears the device's token and a time limit: a half-open socket must not hang a replication. */
export const openRemote: OpenRemote = (url, request): LocalDatabase =>
  new PouchDB(url, { adapter: 'http', skip_setup: true, fetch: (input, init) => request(input, init) });
