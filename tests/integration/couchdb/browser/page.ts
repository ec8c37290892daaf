import PouchDB from 'pouchdb-core';
import idb from 'pouchdb-adapter-idb';
import http from 'pouchdb-adapter-http';
import replication from 'pouchdb-replication';

/** Runs in the browser: PouchDB put together as the app has it. */
PouchDB.plugin(idb).plugin(http).plugin(replication);

const local = (name: string): PouchDB.Database => new PouchDB(name, { adapter: 'idb', auto_compaction: true });

const remote = (url: string, authorization: string): PouchDB.Database =>
  new PouchDB(url, {
    skip_setup: true,
    fetch: (to: string | Request, options: RequestInit = {}) => {
      const headers = new Headers(options.headers);
      headers.set('authorization', authorization);
      return fetch(to, { ...options, headers });
    },
  });

const suite = { local, remote };
export type BrowserSuite = typeof suite;
Object.assign(window, { suite });
