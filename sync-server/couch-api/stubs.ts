import type { DocumentInput } from '../engine/engine.ts';
import type { Pouch } from '../engine/pouch.pool.ts';
import { CouchError } from './couch-error.ts';
import type { Attachment } from './reading.ts';

/**
 * An attachment given as a stub is the one of that name in the revision that is changed: CouchDB goes by the name, PouchDB by the digest.
 * @throws CouchError missing_stub
 */
export async function resolveStubs(pouch: Pouch, doc: DocumentInput): Promise<DocumentInput> {
  const attachments = (doc['_attachments'] ?? {}) as Record<string, Attachment>;
  const stubs = Object.entries(attachments).filter(([, { stub }]) => stub === true);
  if (stubs.length === 0) return doc;
  const before = await pouch.get(doc._id, doc._rev === undefined ? {} : { rev: doc._rev }).catch(() => null);
  if (before === null && doc._rev !== undefined) return withoutStubs(doc, attachments); // a conflict, as the write will tell
  const stored = (before?._attachments ?? {}) as Record<string, Attachment>;
  const resolved: Record<string, Attachment> = { ...attachments };
  for (const [name] of stubs) {
    const found = Object.hasOwn(stored, name) ? stored[name] : undefined;
    if (!found) throw new CouchError(412, 'missing_stub', `Invalid attachment stub in ${doc._id} for ${name}`);
    resolved[name] = found;
  }
  return { ...doc, _attachments: resolved };
}

const withoutStubs = (doc: DocumentInput, attachments: Record<string, Attachment>): DocumentInput => ({
  ...doc,
  _attachments: Object.fromEntries(Object.entries(attachments).filter(([, { stub }]) => stub !== true)),
});
