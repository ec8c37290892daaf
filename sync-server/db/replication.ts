import type { DocumentInput, Seq, StoredDocument, WriteResult } from '../engine/engine.ts';

export interface ChangesQuery {
  readonly since: Seq;
  /** `Infinity` where the device names none. */
  readonly limit: number;
  readonly includeDocs: boolean;
  readonly allLeaves: boolean;
  readonly descending: boolean;
  readonly conflicts: boolean;
  readonly attachments: boolean;
  /** CouchDB may leave out all but every n-th sequence: they cost it time. */
  readonly seqInterval: number | null;
}

/** A row of JSON as it goes to the device. */
export type RowText = string | Uint8Array;
/** What stands behind the rows of `_changes`. */
export interface ChangesEnd {
  readonly last_seq: Seq;
  readonly pending: number;
}

export interface DocumentQuery {
  readonly rev?: string;
  readonly revs?: boolean;
  readonly conflicts?: boolean;
  readonly latest?: boolean;
  readonly attachments?: boolean;
  readonly openRevs?: 'all' | readonly string[];
  /** Attachments added since these revisions inline, the others as stubs. */
  readonly attsSince?: readonly string[];
}

export interface BulkGetQuery {
  readonly revs: boolean;
  readonly latest: boolean;
  readonly attachments: boolean;
}

export interface StoredAttachment {
  readonly contentType: string;
  readonly length: number | null;
  readonly digest: string | null;
  readonly body: AsyncIterable<Uint8Array> | readonly Uint8Array[];
}

/**
 * What replication needs of a back end, beyond the server's own `Database`. The `/db` front is written once over this. Long answers come
 * as rows, read at the pace of the device; a generator that throws half way breaks the device's connection.
 */
export interface ReplicationStore {
  info(name: string): Promise<{ seq: Seq; count: number }>;
  changes(name: string, query: ChangesQuery): AsyncGenerator<RowText, ChangesEnd>;
  /** What is missing is omitted: one error row would make PouchDB drop the whole batch. */
  bulkGet(name: string, wanted: readonly { id: string; rev?: string }[], query: BulkGetQuery): AsyncGenerator<RowText, void>;
  /** The winning revision of each id, deleted ones left out. */
  bodies(name: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>>;
  write(name: string, docs: readonly DocumentInput[], newEdits: boolean): Promise<WriteResult[]>;
  revsDiff(name: string, revs: Readonly<Record<string, readonly string[]>>): Promise<RevsDiff>;
  /** The document as JSON, `null` where it is missing. */
  get(name: string, id: string, query: DocumentQuery): Promise<AsyncIterable<RowText> | null>;
  attachment(name: string, id: string, attachment: string, rev: string | null): Promise<StoredAttachment | null>;
  getLocal(name: string, id: string): Promise<object | null>;
  /** The new `_rev`, or `null` at a conflict. */
  putLocal(name: string, id: string, doc: Readonly<Record<string, unknown>>): Promise<string | null>;
}

export type RevsDiff = Record<string, { readonly missing: readonly string[]; readonly possible_ancestors?: readonly string[] }>;
