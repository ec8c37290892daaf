import { parseDatabaseName } from '../../design/databases.ts';
import { DOCUMENTS, isDocumentType, type DocumentEntry } from '../../design/documents/registry.ts';
import type { ErrorCode } from '../../design/errors.ts';
import type { ContactLensPrescription, Prescription } from '../../design/documents/prescription.ts';
import { keepsSigned } from '../../design/merge/prescription.ts';
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

type Prescribed = Prescription | ContactLensPrescription;
const PRESCRIPTIONS: readonly unknown[] = ['prescription', 'contact-lens-prescription'];

/** Is this a prescription that somebody answers for with a signature? */
export const isSigned = ({ type, signed }: Row): boolean =>
  PRESCRIPTIONS.includes(type) && typeof signed === 'object' && signed !== null;

/**
 * Would a row that follows the stored revision change or delete what was signed (design §5)? A revision made apart from it is none of
 * this: the merge keeps both signatures. Nor is an erasure, nor the end of a version that a merge took in.
 */
export function rewritesSigned(stored: Row, doc: Row): boolean {
  if (!isSigned(stored) || !follows(doc, String(stored['_rev']))) return false;
  if (doc['_deleted'] === true) return doc['erased'] !== true && doc['merged'] !== true;
  return !keepsSigned(written(stored), written(doc));
}

/** Without what the store keeps beside the body. */
const written = (doc: Row): Prescribed =>
  Object.fromEntries(Object.entries(doc).filter(([field]) => !field.startsWith('_'))) as unknown as Prescribed;

/** Does a row hang on this very revision, or on one after it? */
function follows(doc: Row, rev: string): boolean {
  if (doc['_rev'] === rev || doc['_revisions'] === undefined) return doc['_rev'] === rev;
  const { start, ids } = doc['_revisions'] as { start: number; ids: readonly string[] };
  return ids.some((id, n) => `${start - n}-${id}` === rev);
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
