/**
 * JSON text with keys sorted by UTF-16 code unit and no white space: equal values have equal text, so digests and composed revisions
 * agree between programs whatever order a store kept the keys in. `undefined` fields are left out, as JSON does.
 */
export function canonicalJson(value: unknown): string {
  if (isSorted(value)) return JSON.stringify(value);
  const found = { odd: false };
  const copy = ordered(value, found);
  return found.odd ? sorted(value) : JSON.stringify(copy);
}

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

/** Keys that an object does not keep in the order they were set: array indices. `__proto__` would set the prototype. */
const ODD_KEY = /^\d|^__proto__$/;

/** A copy that the native serialiser writes in order: three times quicker than joining the text by hand, for every receipt's hash. */
function ordered(value: unknown, found: { odd: boolean }): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => ordered(item, found));
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    if (ODD_KEY.test(key)) found.odd = true;
    else copy[key] = ordered((value as Record<string, unknown>)[key], found);
  }
  return copy;
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
