import type { DocumentInput, Seq, StoredDocument, WriteResult } from '../engine/engine.ts';

export interface ChangesQuery {
  readonly since: Seq;
  readonly limit: number;
  readonly includeDocs: boolean;
  readonly allLeaves: boolean;
  readonly descending: boolean;
}

export interface ChangesAnswer {
  readonly results: readonly { readonly id: string; readonly seq: Seq; readonly changes: readonly { readonly rev: string }[] }[];
  readonly last_seq: Seq;
  readonly pending?: number;
}

export interface DocumentQuery {
  readonly rev?: string;
  readonly revs?: boolean;
  readonly conflicts?: boolean;
}

/** What replication needs of a back end, beyond the server's own `Database`. The `/db` front is written once over this. */
export interface ReplicationStore {
  info(name: string): Promise<{ seq: Seq; count: number }>;
  changes(name: string, query: ChangesQuery): Promise<ChangesAnswer>;
  /** With `_revisions`; what is missing is omitted: one error row would make PouchDB drop the whole batch. */
  bulkGet(name: string, wanted: readonly { id: string; rev?: string }[], latest: boolean): Promise<readonly BulkGetRow[]>;
  /** Which revisions of an id the database holds at its leaves. Ids that it does not know are absent. */
  bodies(name: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>>;
  write(name: string, docs: readonly DocumentInput[], newEdits: boolean): Promise<WriteResult[]>;
  revsDiff(name: string, revs: Readonly<Record<string, readonly string[]>>): Promise<Record<string, { missing: string[] }>>;
  get(name: string, id: string, query: DocumentQuery): Promise<object | null>;
  getLocal(name: string, id: string): Promise<object | null>;
  /** The new `_rev`, or `null` at a conflict. */
  putLocal(name: string, id: string, doc: Readonly<Record<string, unknown>>): Promise<string | null>;
}

export interface BulkGetRow {
  readonly id: string;
  readonly docs: readonly { readonly ok: object }[];
}
