/**
 * JSON with sorted keys and without `undefined`, so that two programs that hold the same data hold the same text: body hashes of
 * idempotent requests, revisions of documents that till and server both write.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    const source = inner as Record<string, unknown>;
    return Object.fromEntries(
      Object.keys(source)
        .sort()
        .map((key) => [key, source[key]]),
    );
  });
}

/** First revision of a document from its body alone: `1-` + MD5 (hex) of the canonical JSON without `_rev`. */
export function revisionOf(document: object, md5Hex: (text: string) => string): string {
  const body = Object.fromEntries(Object.entries(document).filter(([field]) => field !== '_rev'));
  return `1-${md5Hex(canonicalJson(body))}`;
}
