import PouchDB from 'pouchdb-core';
import idb from 'pouchdb-adapter-idb';
import http from 'pouchdb-adapter-http';
import replication from 'pouchdb-replication';

/** Runs in the browser: one pull of a document a product, as plainly as PouchDB's own guide writes it (big batches, in its favour). */
PouchDB.plugin(idb).plugin(http).plugin(replication);

const run = async (): Promise<{ first: number; all: number; documents: number }> => {
  const start = performance.now();
  const local = new PouchDB('plain', { adapter: 'idb' });
  let first = 0;
  const pull = PouchDB.replicate(`${location.origin}/db`, local, { batch_size: 1_000 });
  void pull.on('change', () => {
    first ||= performance.now() - start;
  });
  const { docs_written: documents } = await pull;
  return { first, all: performance.now() - start, documents };
};

Object.assign(window, { plainReplication: run });
