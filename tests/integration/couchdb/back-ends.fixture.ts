import { randomBytes } from 'node:crypto';
import { createCouch } from '../../../sync-server/engine/couch.client.ts';
import type { SyncConfig } from '../../../sync-server/config.ts';
import { startCouchDouble } from './couch.double.ts';

export interface BackEnd {
  readonly couchdb: SyncConfig['couchdb'];
  end(): Promise<void>;
}

const embedded = {
  name: 'the embedded engine',
  start: (): Promise<BackEnd> => Promise.resolve({ couchdb: null, end: () => Promise.resolve() }),
};

const double = {
  name: 'a CouchDB double',
  async start(): Promise<BackEnd> {
    const couch = await startCouchDouble();
    return { couchdb: { url: couch.url, prefix: 'test-' }, end: () => couch.close() };
  },
};

const real = (url: string) => ({
  name: 'CouchDB',
  start(): Promise<BackEnd> {
    const prefix = `t${randomBytes(5).toString('hex')}-`;
    const couch = createCouch(url, prefix);
    return Promise.resolve({
      couchdb: { url, prefix },
      async end() {
        const query = { startkey: prefix, endkey: `${prefix}\ufff0` };
        const names = await couch.call<string[]>('get', { path: '_all_dbs', query });
        for (const name of names) if (name.startsWith(prefix)) await couch.call('delete', { db: name.slice(prefix.length) });
      },
    });
  },
});

const url = process.env['COUCHDB_URL'];
/** One suite, every back end: a real CouchDB where COUCHDB_URL names one (its databases are removed after), else the double. */
export const backEnds = [embedded, url ? real(url) : double];
