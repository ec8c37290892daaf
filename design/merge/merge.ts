import { canonicalJson } from '../canonical-json.ts';

/** A document that merges field by field: `stamps` tells when each field was last written. */
export interface Stamped {
  readonly _id: string;
  readonly hlc: string;
  readonly by: string | null;
  readonly pos: string | null;
  readonly stamps: Readonly<Record<string, string>>;
}

/** What every document carries; not merged field by field. */
export const HEAD: ReadonlySet<string> = new Set(['_id', '_rev', 'type', 'schema', 'hlc', 'by', 'pos', 'stamps']);

/**
 * Two revisions of one document, both in today's schema: each field from whoever wrote it last. A field without a stamp is older than any
 * stamped one; of equal stamps the value whose canonical text is greater wins, so that every replica comes to the same. `hlc`, `by` and
 * `pos` come together from the later revision; `_rev` is the store's business and is left out. Pure, commutative, associative,
 * idempotent.
 */
export function merge<T extends Stamped>(a: T, b: T): T {
  const [one, other] = [fieldsOf(a), fieldsOf(b)];
  const merged: Record<string, unknown> = {};
  const stamps: Record<string, string> = {};
  for (const field of new Set([...Object.keys(a), ...Object.keys(b), ...Object.keys(a.stamps), ...Object.keys(b.stamps)])) {
    if (HEAD.has(field)) continue;
    const value = later(a.stamps[field], one[field], b.stamps[field], other[field]) ? one[field] : other[field];
    if (value !== undefined) merged[field] = value;
  }
  for (const field of [...Object.keys(a.stamps), ...Object.keys(b.stamps)]) {
    const [x, y] = [a.stamps[field] ?? '', b.stamps[field] ?? ''];
    stamps[field] = x > y ? x : y;
  }
  const head = later(a.hlc, [a.by, a.pos], b.hlc, [b.by, b.pos]) ? one : other;
  const { _id, type, hlc, by, pos } = head;
  const schema = Math.max(Number(one['schema']), Number(other['schema']));
  return { _id, type, schema, hlc, by, pos, ...merged, stamps } as unknown as T;
}

const fieldsOf = (doc: object): Record<string, unknown> => ({ ...doc });

function later(stampA: string | undefined, a: unknown, stampB: string | undefined, b: unknown): boolean {
  const [x, y] = [stampA ?? '', stampB ?? ''];
  return x === y ? textOf(a) >= textOf(b) : x > y;
}

const textOf = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));
