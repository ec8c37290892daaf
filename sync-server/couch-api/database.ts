import type { DocumentInput } from '../engine/engine.ts';
import type { Pouch } from '../engine/pouch.pool.ts';
import { CouchError, couchErrorOf } from './couch-error.ts';

/** What became of one document, in the order in which they came. */
export interface Outcome {
  readonly id: string;
  readonly rev: string | null;
  readonly fault: CouchError | null;
}

/** A database as the administrator's door sees it, ours or one made through the door. */
export interface CouchDatabase {
  readonly name: string;
  use<T>(work: (pouch: Pouch) => Promise<T>): Promise<T>;
  write(docs: readonly DocumentInput[], newEdits: boolean): Promise<Outcome[]>;
  /** `_local` documents: they make no change and no validator sees them. */
  writeLocal(work: (pouch: Pouch) => Promise<unknown>): Promise<void>;
  flush(): Promise<void>;
  compact(): Promise<void>;
  localIds(): Promise<string[]>;
  /** Calls back after each change and when the database is removed. Answers the unsubscriber. */
  watch(listener: () => void): () => void;
}

type Row = { readonly id?: string; readonly rev?: string; readonly error?: unknown };

/** Rows of PouchDB's `bulkDocs` as outcomes. Without new edits PouchDB names the failures only. */
export function outcomesOf(docs: readonly DocumentInput[], rows: readonly unknown[], newEdits: boolean): Outcome[] {
  const failed = new Map((rows as Row[]).filter((row) => row.error).map((row) => [row.id, row]));
  return docs.map((doc, i) => {
    const row = newEdits ? (rows[i] as Row | undefined) : failed.get(doc._id);
    if (!row?.error) return { id: doc._id, rev: row?.rev ?? doc._rev ?? null, fault: null };
    return { id: doc._id, rev: doc._rev ?? null, fault: faultOf(row) };
  });
}

function faultOf(row: Row): CouchError {
  const error = couchErrorOf(row);
  return error instanceof CouchError ? error : new CouchError(500, 'unknown_error', 'the store refused the document');
}

/** Nobody waits for more than one database at a time: a plain set of listeners by name. */
export function listenersByName(): { add(name: string, listener: () => void): () => void; tell(name: string): void } {
  const listeners = new Map<string, Set<() => void>>();
  return {
    add(name, listener) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => {
        known.delete(listener);
        if (known.size === 0 && listeners.get(name) === known) listeners.delete(name);
      };
    },
    tell(name) {
      for (const listener of [...(listeners.get(name) ?? [])]) listener();
    },
  };
}
