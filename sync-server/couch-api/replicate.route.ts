import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { badRequest, CouchError } from './couch-error.ts';
import type { CouchServer } from './embedded.api.ts';
import { isObject, type Json } from './request.ts';

// Plugged in once a process: a second time would throw.
if (!('replicate' in PouchDB.prototype)) PouchDB.plugin(replication);

/**
 * `_replicate` between two databases of this server, once. An address elsewhere is not taken: this server calls nobody on another's
 * word, and what replicates with it comes to it.
 */
export async function replicate(
  server: CouchServer,
  { source, target, doc_ids, create_target, continuous, cancel }: Json,
): Promise<object> {
  if (continuous === true || cancel === true)
    throw new CouchError(501, 'not_implemented', 'Only one-time replications are made here.');
  const [from, to] = [nameOf(source, 'source'), nameOf(target, 'target')];
  if (create_target === true && !(await server.names()).includes(to)) await server.create(to);
  const [a, b] = [await server.open(from), await server.open(to)];
  const started = new Date().toUTCString();
  const options = Array.isArray(doc_ids) ? { doc_ids: doc_ids.map(String) } : {};
  const done = await a.use((pouch) =>
    b.use(async (other) => {
      // Through the target's own writing, so that its validators stand before what comes.
      const into = Object.create(other) as typeof other;
      Object.assign(into, {
        async bulkDocs({ docs }: { docs: { _id: string; _rev: string }[] }) {
          const outcomes = await b.write(docs, false);
          return outcomes.flatMap(({ id, rev, fault }) =>
            fault === null
              ? []
              : [{ id, rev, error: fault.error, name: fault.error, reason: fault.reason, status: fault.status }],
          );
        },
      });
      return PouchDB.replicate(pouch, into, options);
    }),
  );
  return {
    ok: done.ok,
    session_id: server.uuid.replaceAll('-', ''),
    source_last_seq: done.last_seq,
    replication_id_version: 4,
    history: [
      {
        start_time: started,
        end_time: new Date().toUTCString(),
        docs_read: done.docs_read,
        docs_written: done.docs_written,
        doc_write_failures: done.doc_write_failures,
      },
    ],
  };
}

function nameOf(place: unknown, which: string): string {
  const name = isObject(place) ? place['url'] : place;
  if (typeof name !== 'string' || name === '') throw badRequest(`The \`${which}\` field is missing.`);
  if (name.includes('://'))
    throw new CouchError(403, 'forbidden', 'Only databases of this server are replicated here, by their names.');
  return name;
}
