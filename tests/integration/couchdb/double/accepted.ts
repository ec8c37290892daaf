import { badRequest, CouchError } from './couch-error.ts';
import type { Doc } from './double.database.ts';

/** CouchDB 3's `max_document_size`, without attachments. */
const MOST_BYTES = 8_000_000;
const REV = /^\d+-[^]+$/;
/** Fields that begin with an underscore and have a meaning; any other of the kind is refused with all that came with it. */
const SPECIAL = new Set(
  '_id _rev _attachments _deleted _revisions _revs_info _conflicts _deleted_conflicts _local_seq _access'.split(' '),
);

/**
 * What CouchDB looks at before it writes any document of a request: one that does not pass refuses the whole of it, whatever the others are.
 * The ids of documents without one are made by the caller.
 */
export function assertAccepted(doc: unknown, newEdits: boolean): asserts doc is Doc {
  if (typeof doc !== 'object' || doc === null || Array.isArray(doc)) throw badRequest('Document must be a JSON object');
  const { _id: id = '', _rev: rev, _attachments: attachments = {}, ...rest } = doc as Record<string, unknown>;
  if (typeof id !== 'string') throw new CouchError(400, 'illegal_docid', 'Document id must be a string');
  if (/^_(?!design\/.|local\/.)/.test(id))
    throw new CouchError(400, 'illegal_docid', 'Only reserved document ids may start with underscore.');
  for (const field of Object.keys(doc)) {
    if (field.startsWith('_') && !SPECIAL.has(field) && !field.startsWith('_replication_'))
      throw new CouchError(400, 'doc_validation', `Bad special document member: ${field}`);
  }
  if (rev !== undefined && (typeof rev !== 'string' || !REV.test(rev))) throw badRequest('Invalid rev format');
  if (!newEdits && rev === undefined && rest['_revisions'] === undefined)
    throw badRequest('When `new_edits: false`, the document needs `_rev` or `_revisions` specified');
  for (const name of Object.keys(attachments as object)) {
    if (name.startsWith('_')) throw badRequest(`Attachment name '${name}' starts with prohibited character '_'`);
  }
  if (Buffer.byteLength(JSON.stringify({ ...rest, _id: id })) > MOST_BYTES) throw new CouchError(413, 'document_too_large', id);
}
