/**
 * JSON text with keys sorted by UTF-16 code unit and no white space: equal values have equal text, so digests and composed revisions
 * agree between programs whatever order a store kept the keys in. `undefined` fields are left out, as JSON does.
 */
export const canonicalJson = (value: unknown): string => (isSorted(value) ? JSON.stringify(value) : sorted(value));

/** A walk without allocation: what was written sorted (catalogue pieces, 200 kB each) goes through the native serialiser. */
function isSorted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let last = '';
  for (const key in value) {
    if (key < last || !isSorted((value as Record<string, unknown>)[key])) return false;
    last = key;
  }
  return true;
}

function sorted(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([k, v]) => `${JSON.stringify(k)}:${sorted(v)}`).join(',')}}`;
}

/** The same value with its keys in canonical order, so that writing it keeps `canonicalJson` on the fast path. */
export const canonical = <T>(value: T): T => JSON.parse(canonicalJson(value)) as T;
