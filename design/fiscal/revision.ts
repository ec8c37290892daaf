import { canonicalJson } from '../canonical-json.ts';

/**
 * First revision of a document from its body alone: `1-` + MD5 (hex) of the canonical JSON without `_rev`. Gateway documents are written
 * by till and server alike with `new_edits: false`; the same text makes the same revision, so both writes are one.
 */
export function revisionOf(document: object, md5Hex: (text: string) => string): string {
  const body = Object.fromEntries(Object.entries(document).filter(([field]) => field !== '_rev'));
  return `1-${md5Hex(canonicalJson(body))}`;
}
