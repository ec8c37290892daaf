import type { DocumentInput } from '../engine/engine.ts';
import { badRequest, CouchError } from './couch-error.ts';
import type { CouchDatabase } from './database.ts';
import type { CouchServer } from './embedded.api.ts';
import { newUuid } from './documents.ts';
import { openRevisions } from './reading.ts';
import { isObject, type Json } from './request.ts';

const BATCH = 100;

interface Done {
  docs_read: number;
  docs_written: number;
  doc_write_failures: number;
}

/**
 * `_replicate` between two databases of this server, once and without checkpoints: revisions that the target has are not read again. An
 * address elsewhere is not taken: this server calls nobody on another's word, and what replicates with it comes to it.
 */
export async function replicate(server: CouchServer, asked: Json): Promise<object> {
  const { source, target, doc_ids: docIds, create_target: createTarget, continuous, cancel } = asked;
  if (continuous === true || cancel === true) {
    throw new CouchError(501, 'not_implemented', 'Only one-time replications are made here.');
  }
  const [from, to] = [nameOf(source, 'source'), nameOf(target, 'target')];
  if (createTarget === true && !(await server.names()).includes(to)) await server.create(to);
  const [a, b] = [await server.open(from), await server.open(to)];
  const done: Done = { docs_read: 0, docs_written: 0, doc_write_failures: 0 };
  let since = 0;
  for (;;) {
    const page = await changesOf(a, since, Array.isArray(docIds) ? docIds.map(String) : null);
    await copy(a, b, page.revs, done);
    since = page.last;
    if (page.count < BATCH) break;
  }
  const history = [{ ...done, start_last_seq: 0, end_last_seq: since, recorded_seq: since }];
  return { ok: true, session_id: newUuid(), source_last_seq: since, replication_id_version: 4, history };
}

async function changesOf(db: CouchDatabase, since: number, docIds: string[] | null) {
  const options = { since, limit: BATCH, style: 'all_docs' as const, ...(docIds === null ? {} : { doc_ids: docIds }) };
  const { results, last_seq } = await db.use((pouch) => pouch.changes(options));
  const revs = Object.fromEntries(results.map(({ id, changes }) => [id, changes.map(({ rev }) => rev)]));
  return { revs, count: results.length, last: Number(last_seq) };
}

async function copy(from: CouchDatabase, to: CouchDatabase, revs: Record<string, string[]>, done: Done): Promise<void> {
  const missing = await to.use((pouch) => pouch.revsDiff(revs));
  const docs = await from.use(async (pouch) => {
    const found: DocumentInput[] = [];
    for (const [id, { missing: wanted }] of Object.entries(missing as Record<string, { missing: string[] }>)) {
      const rows = await openRevisions(pouch, id, wanted, { revs: true, attachments: true, latest: true });
      for (const row of rows) if ('ok' in row) found.push(row.ok);
    }
    return found;
  });
  if (docs.length === 0) return;
  const failures = (await to.write(docs, false)).filter(({ fault }) => fault !== null).length;
  done.docs_read += docs.length;
  done.docs_written += docs.length - failures;
  done.doc_write_failures += failures;
}

function nameOf(place: unknown, which: string): string {
  const name = isObject(place) ? place['url'] : place;
  if (typeof name !== 'string' || name === '') throw badRequest(`The \`${which}\` field is missing.`);
  if (name.includes('://')) {
    throw new CouchError(403, 'forbidden', 'Only databases of this server are replicated here, by their names.');
  }
  return name;
}
