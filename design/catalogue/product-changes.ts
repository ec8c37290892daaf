import { canonicalJson } from '../canonical-json.ts';

export type FieldChanges = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

const HEAD = new Set(['_id', '_rev', 'type', 'schema', 'hlc', 'by', 'pos', 'stamps', 'history']);

/** Most fields are words and numbers: they need no text made of them. */
const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b));

/** What differs between two states of a product or its cost, but for what every document carries; `null` before stands for a new one. */
export function fieldChanges(before: object | null, after: object): FieldChanges {
  const [was, is] = [(before ?? {}) as Readonly<Record<string, unknown>>, after as Readonly<Record<string, unknown>>];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((field) => !HEAD.has(field));
  return Object.fromEntries(
    fields
      .filter((field) => !same(was[field] ?? null, is[field] ?? null))
      .map((field) => [field, { from: was[field] ?? null, to: is[field] ?? null }]),
  );
}

/**
 * What an article was made with: it as it stands now (`cost` among its fields), with everything that changed since taken back.
 * @param later all changes since, the newest first
 */
export function creationChanges(now: object, later: readonly FieldChanges[]): FieldChanges {
  const was: Record<string, unknown> = { ...now };
  for (const changes of later) for (const [field, { from }] of Object.entries(changes)) was[field] = from;
  return fieldChanges(null, was);
}

export type Typed = Readonly<Record<string, string>>;

export interface ThreeWay {
  /** What to show: one's own changes over what is there now. */
  readonly merged: Typed;
  /** Fields that somebody else changed meanwhile. */
  readonly theirs: readonly string[];
  /** Of these the ones that both changed, and not to the same. */
  readonly both: readonly string[];
}

/** Two people edit one form: `was` as it was opened, `now` as it is kept by now, `typed` as it comes in. An absent field is empty. */
export function threeWay(was: Typed, now: Typed, typed: Typed): ThreeWay {
  const fields = [...new Set([...Object.keys(was), ...Object.keys(now), ...Object.keys(typed)])];
  const of = (state: Typed, field: string): string => (state[field] ?? '').trim();
  const theirs = fields.filter((field) => of(now, field) !== of(was, field));
  const own = fields.filter((field) => field in typed && of(typed, field) !== of(was, field));
  return {
    merged: { ...now, ...Object.fromEntries(own.map((field) => [field, of(typed, field)])) },
    theirs,
    both: theirs.filter((field) => own.includes(field) && of(typed, field) !== of(now, field)),
  };
}
