const HALF = /\\ud[89a-f]/;
const ESCAPES = /\\(?:ud[89a-f][0-9a-f]{2}|[^])/g;

/**
 * JSON text without halves of signs: `JSON.stringify` writes half a surrogate pair (an emoji cut by a limit on length) as an escape of its
 * own. CouchDB's reader refuses the *whole* request for one (400 «invalid UTF-8 JSON»), so that one such name would hold up a batch for
 * ever; PouchDB keeps it. U+FFFD stands in its place.
 */
export function wellFormedJson(text: string): string {
  if (!HALF.test(text)) return text;
  // Escapes are read one after another: in `\\ud83d` the backslash is what is escaped.
  return text.replace(ESCAPES, (escape) => (escape.length === 6 ? '\ufffd' : escape));
}

/** A body as CouchDB takes it. */
export const couchJson = (body: object): string => wellFormedJson(JSON.stringify(body));
