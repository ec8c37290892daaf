import type { DocumentInput } from '../engine/engine.ts';
import type { Pouch } from '../engine/pouch.pool.ts';
import { CouchError } from './couch-error.ts';
import { isObject } from './request.ts';
import { ThrownInside, type Sandbox } from './sandbox.ts';
import type { Security } from './security.ts';

/** Who writes through the administrator's door. */
const ADMIN = { name: 'admin', roles: ['_admin'] };

/** `validate_doc_update` of the database's design documents: they bind the administrator too, as in CouchDB. */
export async function readValidators(pouch: Pouch): Promise<string[]> {
  const { rows } = await pouch.allDocs({ startkey: '_design/', endkey: '_design0', include_docs: true });
  return rows.flatMap(({ doc }) => {
    const source = (doc as { validate_doc_update?: unknown } | undefined)?.validate_doc_update;
    return typeof source === 'string' ? [source] : [];
  });
}

/** What the validators say to a document, `null` where they say nothing. */
export function judge(
  sandbox: Sandbox,
  validators: readonly string[],
  write: { readonly doc: DocumentInput; readonly old: object | null; readonly db: string; readonly security: Security },
): CouchError | null {
  for (const source of validators) {
    try {
      sandbox.call(source, [write.doc, write.old, { db: write.db, ...ADMIN }, write.security]);
    } catch (error) {
      return faultOf(error);
    }
  }
  return null;
}

function faultOf(error: unknown): CouchError {
  const thrown = error instanceof ThrownInside ? error.thrown : { error: String(error) };
  if (isObject(thrown) && thrown['forbidden'] !== undefined) return new CouchError(403, 'forbidden', textOf(thrown['forbidden']));
  if (isObject(thrown) && thrown['unauthorized'] !== undefined) {
    return new CouchError(401, 'unauthorized', textOf(thrown['unauthorized']));
  }
  return new CouchError(500, 'unknown_error', isObject(thrown) ? textOf(thrown['error']) : textOf(thrown));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined'));
