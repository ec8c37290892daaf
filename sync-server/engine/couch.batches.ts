import { couchJson } from './couch.json.ts';
import type { DocumentInput } from './engine.ts';

/**
 * Documents of one `_bulk_docs`. CouchDB runs its validator over each of a request and gives the whole of it a minute; it writes them one
 * by one anyway, so that a second request takes nothing away.
 */
const MOST_DOCUMENTS = 2_000;
/** Bytes of one: an installation may hold requests far below CouchDB's 4 GB (`max_http_request_size`; ours says 64 MB). */
const MOST_BYTES = 8 << 20;

/** The bodies of `_bulk_docs` that bring these documents, in their order. A document that is larger than a body should be has one of its own. */
export function* bulkBodies(docs: readonly DocumentInput[], newEdits: boolean): Generator<string> {
  let held: string[] = [];
  let bytes = 0;
  const body = (): string => `{"new_edits":${newEdits},"docs":[${held.join(',')}]}`;
  for (const doc of docs) {
    const text = couchJson(doc);
    const size = Buffer.byteLength(text);
    if (held.length === MOST_DOCUMENTS || (held.length > 0 && bytes + size > MOST_BYTES)) {
      yield body();
      held = [];
      bytes = 0;
    }
    held.push(text);
    bytes += size;
  }
  if (held.length > 0) yield body();
}
