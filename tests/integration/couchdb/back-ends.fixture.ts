import { randomBytes } from 'node:crypto';
import type { SyncConfig } from '../../../sync-server/config.ts';
import { startCouchDouble } from './double/couch.double.ts';

export interface BackEnd {
  readonly couchdb: SyncConfig['couchdb'];
  /** Leaves nothing behind. */
  end(): Promise<void>;
}

export interface BackEndKind {
  readonly name: string;
  start(): Promise<BackEnd>;
}

const embedded: BackEndKind = {
  name: 'the embedded engine',
  start: () => Promise.resolve({ couchdb: null, end: () => Promise.resolve() }),
};

const double: BackEndKind = {
  name: 'a CouchDB double',
  async start() {
    const couch = await startCouchDouble();
    return { couchdb: { url: couch.url, prefix: 'test-' }, end: () => couch.close() };
  },
};

const real = (url: string): BackEndKind => ({
  name: 'CouchDB',
  start() {
    const prefix = `t${randomBytes(5).toString('hex')}-`;
    return Promise.resolve({ couchdb: { url, prefix }, end: () => removeDatabases(url, prefix) });
  },
});

/** Deletes every database whose name begins with the prefix. */
async function removeDatabases(address: string, prefix: string): Promise<void> {
  const { origin, pathname, username, password } = new URL(address);
  const base = `${origin}${pathname.replace(/\/$/, '')}`;
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers = { authorization: `Basic ${Buffer.from(user).toString('base64')}`, accept: 'application/json' };
  const range = new URLSearchParams({ startkey: JSON.stringify(prefix), endkey: JSON.stringify(`${prefix}\ufff0`) });
  const names = (await (await fetch(`${base}/_all_dbs?${range.toString()}`, { headers })).json()) as string[];
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const { status } = await fetch(`${base}/${encodeURIComponent(name)}`, { method: 'DELETE', headers });
    if (status > 299 && status !== 404) throw new Error(`the database ${name} could not be removed from CouchDB: ${status}`);
  }
}

const url = process.env['COUCHDB_URL'];
/** One suite, every back end: a real CouchDB where COUCHDB_URL names one (its databases are removed after), else the double. */
export const backEnds: readonly BackEndKind[] = [embedded, url ? real(url) : double];
