/**
 * The document store behind the sync server, one interface over two back ends: the embedded engine (PouchDB on LevelDB) and CouchDB
 * (`COUCHDB_URL`). Programs inside the server (projector, rollups, recovery, people) use this; devices use `/db`.
 */
export interface Engine {
  readonly kind: 'embedded' | 'couchdb';
  /** Opens a database, creating it (`q=1`, validator installed) where it is missing. */
  open(name: string): Promise<Database>;
  exists(name: string): Promise<boolean>;
  list(): Promise<string[]>;
  /** Calls back with the name and update sequence of whatever changed, at most a few times a second a database. Returns the unsubscriber. */
  watch(listener: (name: string, seq: Seq) => void): () => void;
  close(): Promise<void>;
}

/** Opaque to callers but comparable for equality. The embedded engine counts 1, 2, 3; CouchDB answers text. */
export type Seq = number | string;

export interface StoredDocument {
  _id: string;
  _rev: string;
  _deleted?: boolean;
  [field: string]: unknown;
}

export interface DocumentInput {
  _id: string;
  _rev?: string;
  _deleted?: boolean;
  [field: string]: unknown;
}

export interface WriteResult {
  readonly id: string;
  readonly ok: boolean;
  readonly rev: string | null;
  /** `conflict`, `forbidden`, … where not ok. */
  readonly error: string | null;
}

export interface RangeQuery {
  readonly startkey?: string;
  readonly endkey?: string;
  readonly keys?: readonly string[];
  readonly limit?: number;
  readonly descending?: boolean;
}

export interface ChangeRow {
  readonly id: string;
  readonly seq: Seq;
  readonly rev: string;
  readonly deleted: boolean;
  readonly doc: StoredDocument | null;
  /** With `leaves`: every revision that nothing follows, deleted ones included, the winner first. */
  readonly revs?: readonly string[];
}

export interface ChangesOptions {
  readonly since?: Seq;
  readonly limit?: number;
  readonly includeDocs?: boolean;
  readonly leaves?: boolean;
}

export interface Database {
  readonly name: string;
  /** The winning revision, `null` where missing or deleted. */
  get(id: string): Promise<StoredDocument | null>;
  put(doc: DocumentInput): Promise<WriteResult>;
  /** `newEdits: false` stores the very revisions given (replication semantics: a revision already there is a no-op). */
  bulk(docs: readonly DocumentInput[], options?: { newEdits?: boolean }): Promise<WriteResult[]>;
  /** Winning revisions in id order, bodies included, deleted ones left out. With `keys`, missing ones are left out. */
  range(query: RangeQuery): Promise<StoredDocument[]>;
  changes(options: ChangesOptions): Promise<{ rows: ChangeRow[]; lastSeq: Seq }>;
  /** Every revision of a document that nothing follows, bodies included, tombstones too; empty where it was never there. */
  leaves(id: string): Promise<StoredDocument[]>;
  info(): Promise<{ seq: Seq; count: number }>;
  /** Resolves when everything written so far survives a power cut. A back end that writes through (CouchDB, test doubles) has none. */
  flush?(): Promise<void>;
}
