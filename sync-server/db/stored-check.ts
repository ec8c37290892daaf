import { parseDatabaseName } from '../../design/databases.ts';
import { DOCUMENTS, isDocumentType, type DocumentEntry } from '../../design/documents/registry.ts';
import type { ErrorCode } from '../../design/errors.ts';
import { REVS_LIMIT } from '../../design/sync/limits.ts';

type Row = Readonly<Record<string, unknown>>;

/** May a device touch what is stored under this id? `null` where it may. The id says what it *claims* to be; this asks what it is. */
export function judgeStored(stored: Row, database: string): ErrorCode | null {
  const type = stored['type'];
  const entry: DocumentEntry | null = isDocumentType(type) ? DOCUMENTS[type] : null;
  if (!entry?.deviceWrites) return 'DOCUMENT_NOT_WRITABLE';
  if (entry.immutable) return 'DOCUMENT_IMMUTABLE';
  const store = stored['store'];
  return store !== undefined && store !== parseDatabaseName(database)?.store ? 'DOCUMENT_WRONG_STORE' : null;
}

/**
 * The revision that the shown history of a replicated row hangs on, where that history does not reach back to the first: it must be one
 * that the server holds. Without this a device could invent a revision number so high that it wins over every edit of the others for
 * ever. `null` where the history is whole, or as long as anybody keeps one.
 */
export function rootToKnow(doc: Row): string | null {
  const rev = String(doc['_rev']);
  const { start, ids } = (doc['_revisions'] ?? { start: Number.parseInt(rev, 10), ids: [rev.slice(rev.indexOf('-') + 1)] }) as {
    start: number;
    ids: readonly string[];
  };
  if (ids.length >= Math.min(start, REVS_LIMIT)) return null;
  return `${start - ids.length + 1}-${ids.at(-1)!}`;
}
