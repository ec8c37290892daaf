import type { EmbeddedEngine } from '../engine/embedded.engine.ts';
import type { DocumentInput, WriteResult } from '../engine/engine.ts';
import { refusalOf } from '../engine/validators.ts';
import { conflict, CouchError } from './couch-error.ts';
import type { CouchDatabase, Outcome } from './database.ts';

/** One of the server's own databases: written through the engine, so that its validator stands before the administrator, too. */
export async function ownDatabase(engine: EmbeddedEngine, name: string): Promise<CouchDatabase> {
  const database = await engine.open(name);
  return {
    name,
    use: (work) => database.use(work),
    async write(docs, newEdits) {
      const results = await database.bulk(docs, { newEdits });
      return results.map((result, i) => outcomeOf(name, docs[i]!, result));
    },
    async writeLocal(work) {
      await database.use(work);
      database.wrote();
    },
    flush: () => database.flush!(),
    compact: () => engine.compact(name),
    localIds: () => engine.localIds(name),
    watch: (listener) => engine.watch((changed) => changed === name && listener()),
  };
}

function outcomeOf(name: string, doc: DocumentInput, { id, ok, rev, error }: WriteResult): Outcome {
  if (ok) return { id, rev, fault: null };
  const given = doc._rev ?? null;
  if (error === 'conflict') return { id, rev: given, fault: conflict() };
  if (error === 'forbidden') {
    const reason = refusalOf(name, doc, null) ?? 'DOCUMENT_IMMUTABLE: a fact has one revision';
    return { id, rev: given, fault: new CouchError(403, 'forbidden', reason) };
  }
  return { id, rev: given, fault: new CouchError(500, error ?? 'unknown_error', 'the store refused the document') };
}
