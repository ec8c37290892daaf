import { randomBytes } from 'node:crypto';
import type { DocumentInput } from '../engine/engine.ts';
import { badRequest, illegalId, invalidDocument } from './couch-error.ts';
import { isObject, type Json } from './request.ts';

/** CouchDB's own fields that a document may bring along; the last three are dropped. */
const FIELDS = new Set(['_id', '_rev', '_deleted', '_revisions', '_attachments']);
const DROPPED = new Set(['_revs_info', '_local_seq', '_conflicts', '_deleted_conflicts']);
const REPLICATOR = /^_replication_(id|state|state_time|state_reason|stats)$/;

export const newUuid = (): string => randomBytes(16).toString('hex');

/** @throws CouchError illegal_docid */
export function checkId(id: unknown): asserts id is string {
  if (typeof id !== 'string') throw illegalId('Document id must be a string');
  if (id === '') throw illegalId('Document id must not be empty');
  if (id === '_design/' || id === '_local/') throw illegalId(`Illegal document id \`${id}\``);
  if (id.startsWith('_design/') || id.startsWith('_local/')) return;
  if (id.startsWith('_')) throw illegalId('Only reserved document ids may start with underscore.');
}

/** @throws CouchError bad_request */
export function checkRev(rev: unknown): asserts rev is string {
  if (typeof rev !== 'string' || !/^\d{1,9}-./.test(rev)) throw badRequest('Invalid rev format');
}

/**
 * A document as it came, checked as CouchDB checks it before it looks at what is stored. Without an id it gets one.
 * @throws CouchError
 */
export function documentOf(json: unknown, id?: string): DocumentInput {
  if (!isObject(json)) throw badRequest('Document must be a JSON object');
  const doc: Json = {};
  for (const [field, value] of Object.entries(json)) {
    if (!field.startsWith('_') || REPLICATOR.test(field)) doc[field] = value;
    else if (FIELDS.has(field)) doc[field] = value;
    else if (!DROPPED.has(field)) throw invalidDocument(`Bad special document member: ${field}`);
  }
  if (id !== undefined) doc['_id'] = id;
  else if (doc['_id'] === undefined) doc['_id'] = newUuid();
  checkId(doc['_id']);
  if (doc['_rev'] === undefined || doc['_rev'] === null || doc['_rev'] === '') delete doc['_rev'];
  else checkRev(doc['_rev']);
  if (doc['_deleted'] !== true) delete doc['_deleted'];
  checkRevisions(doc);
  checkAttachments(doc);
  return doc as DocumentInput;
}

/** `_revisions` says the revision where `_rev` is absent. */
function checkRevisions(doc: Json): void {
  const revisions = doc['_revisions'];
  if (revisions === undefined) return;
  if (!isObject(revisions) || !Number.isInteger(revisions['start'])) throw invalidDocument("_revisions.start isn't an integer.");
  const { ids } = revisions;
  if (!Array.isArray(ids) || ids.length === 0) throw invalidDocument("_revisions.ids isn't a array.");
  if (!ids.every((one) => typeof one === 'string')) throw invalidDocument('RevId isn’t a string');
  doc['_rev'] ??= `${Number(revisions['start'])}-${String(ids[0])}`;
}

function checkAttachments(doc: Json): void {
  const attachments = doc['_attachments'];
  if (attachments === undefined) return;
  if (!isObject(attachments)) throw badRequest('Attachments must be a JSON object');
  for (const [name, attachment] of Object.entries(attachments)) {
    checkAttachmentName(name);
    if (!isObject(attachment)) throw badRequest(`Attachment '${name}' must be a JSON object`);
    if (attachment['stub'] === true) continue;
    if (attachment['data'] === undefined) throw badRequest(`Attachment '${name}' has no data`);
    attachment['content_type'] ??= 'application/octet-stream';
    delete attachment['length'];
    delete attachment['follows'];
  }
  if (Object.keys(attachments).length === 0) delete doc['_attachments'];
}

/** @throws CouchError bad_request */
export function checkAttachmentName(name: string): void {
  if (name.startsWith('_')) throw badRequest(`Attachment name '${name}' starts with prohibited character '_'`);
}

/** @throws CouchError bad_request where revisions are given but this document names none */
export function checkNamesRevision(doc: DocumentInput): void {
  if (doc._rev === undefined) throw badRequest('When `new_edits: false`, the document needs `_rev` or `_revisions` specified');
}
