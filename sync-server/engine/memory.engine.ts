import type { ChangeRow, Database, DocumentInput, Engine, Seq, StoredDocument, WriteResult } from './engine.ts';

/**
 * A test double: an engine in memory without revision trees, validators or durability. It lets the projector, the rollups and the demo
 * data be tested without a disk; what programs rely on beyond this is proved over the embedded engine.
 */
export function createMemoryEngine(): Engine {
  const databases = new Map<string, MemoryDatabase>();
  const listeners = new Set<(name: string, seq: Seq) => void>();
  const announce = (name: string, seq: Seq): void => queueMicrotask(() => listeners.forEach((listener) => listener(name, seq)));
  return {
    kind: 'embedded',
    open(name) {
      let database = databases.get(name);
      if (!database) databases.set(name, (database = new MemoryDatabase(name, announce)));
      return Promise.resolve(database);
    },
    exists: (name) => Promise.resolve(databases.has(name)),
    list: () => Promise.resolve([...databases.keys()].sort()),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => Promise.resolve(),
  };
}

interface Held {
  readonly seq: number;
  readonly doc: StoredDocument;
}

class MemoryDatabase implements Database {
  readonly name: string;
  readonly #announce: (name: string, seq: Seq) => void;
  readonly #held = new Map<string, Held>();
  #seq = 0;

  constructor(name: string, announce: (name: string, seq: Seq) => void) {
    this.name = name;
    this.#announce = announce;
  }

  get(id: string): Promise<StoredDocument | null> {
    const doc = this.#held.get(id)?.doc;
    return Promise.resolve(doc && !doc._deleted ? structuredClone(doc) : null);
  }

  put(doc: DocumentInput): Promise<WriteResult> {
    return Promise.resolve(this.#write(doc, true));
  }

  bulk(docs: readonly DocumentInput[], options: { newEdits?: boolean } = {}): Promise<WriteResult[]> {
    return Promise.resolve(docs.map((doc) => this.#write(doc, options.newEdits ?? true)));
  }

  range(query: Parameters<Database['range']>[0]): Promise<StoredDocument[]> {
    const { keys, startkey = '', endkey = '\uffff', limit = Infinity, descending = false } = query;
    if (keys) {
      const named = keys.map((key) => this.#held.get(key)?.doc);
      return Promise.resolve(named.filter((d) => d !== undefined && !d._deleted).map((d) => structuredClone(d!)));
    }
    const live = [...this.#held.values()].map((h) => h.doc).filter((d) => !d._deleted);
    const [low, high] = descending ? [query.endkey ?? '', query.startkey ?? '\uffff'] : [startkey, endkey];
    const found = live.filter((d) => d._id >= low && d._id <= high).sort((a, b) => (a._id < b._id ? -1 : 1));
    return Promise.resolve((descending ? found.reverse() : found).slice(0, limit).map((d) => structuredClone(d)));
  }

  changes(options: { since?: Seq; limit?: number; includeDocs?: boolean }): Promise<{ rows: ChangeRow[]; lastSeq: Seq }> {
    const since = Number(options.since ?? 0);
    const rows = [...this.#held.values()]
      .filter((h) => h.seq > since)
      .sort((a, b) => a.seq - b.seq)
      .slice(0, options.limit ?? Infinity)
      .map(({ seq, doc }) => ({
        id: doc._id,
        seq,
        rev: doc._rev,
        deleted: doc._deleted === true,
        doc: options.includeDocs ? structuredClone(doc) : null,
      }));
    return Promise.resolve({ rows, lastSeq: rows.at(-1)?.seq ?? since });
  }

  leaves(id: string): Promise<StoredDocument[]> {
    const doc = this.#held.get(id)?.doc;
    return Promise.resolve(doc ? [structuredClone(doc)] : []);
  }

  info(): Promise<{ seq: Seq; count: number }> {
    return Promise.resolve({ seq: this.#seq, count: [...this.#held.values()].filter((h) => !h.doc._deleted).length });
  }

  #write(input: DocumentInput, newEdits: boolean): WriteResult {
    const held = this.#held.get(input._id);
    const generation = (rev: string | undefined): number => Number.parseInt(rev ?? '0', 10);
    if (newEdits) {
      const current = held && !held.doc._deleted ? held.doc._rev : undefined;
      if (current !== (input._rev ?? undefined)) return { id: input._id, ok: false, rev: null, error: 'conflict' };
    } else if (held && generation(input._rev) <= generation(held.doc._rev)) {
      return { id: input._id, ok: true, rev: input._rev ?? null, error: null };
    }
    this.#seq += 1;
    const rev = newEdits ? `${generation(held?.doc._rev) + 1}-${String(this.#seq).padStart(32, '0')}` : input._rev!;
    this.#held.set(input._id, { seq: this.#seq, doc: { ...structuredClone(input), _rev: rev } });
    this.#announce(this.name, this.#seq);
    return { id: input._id, ok: true, rev, error: null };
  }
}
