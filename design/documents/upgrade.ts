/**
 * The up-migration path (design §4): documents are never rewritten in bulk, readers bring them up to today's shape. `UPGRADES[type][n]` is
 * the pure function from schema n + 1 to n + 2; today's schema of a type is therefore one more than the number of its steps, and a test
 * holds that against the registry. Steps are never changed once released: there are tills that wrote what they read.
 */
type Body = Record<string, unknown>;
export type Up = (doc: Readonly<Body>) => Body;

export const UPGRADES: Readonly<Record<string, readonly Up[]>> = {};

export const currentSchema = (type: string, upgrades = UPGRADES): number => (upgrades[type]?.length ?? 0) + 1;

export interface Upgraded<T> {
  readonly doc: T;
  /** Written by a later program than this one: it may be shown with care but never written back, or fields would be lost. */
  readonly newer: boolean;
}

interface Versioned {
  readonly type?: unknown;
  readonly schema?: unknown;
}

/** The document in today's schema; `newer` where its schema is ahead of this program. What has no type or schema comes back as it is. */
export function upgrade<T extends Versioned>(doc: T, upgrades: Readonly<Record<string, readonly Up[]>> = UPGRADES): Upgraded<T> {
  const { type, schema } = doc;
  if (typeof type !== 'string' || typeof schema !== 'number') return { doc, newer: false };
  const steps = Object.hasOwn(upgrades, type) ? upgrades[type]! : [];
  const current = steps.length + 1;
  if (schema > current) return { doc, newer: true };
  if (schema === current) return { doc, newer: false };
  const upgraded = steps.slice(schema - 1).reduce<Body>((body, up, i) => ({ ...up(body), schema: schema + i + 1 }), doc as Body);
  return { doc: upgraded as T, newer: false };
}
