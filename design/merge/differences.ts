import { canonicalJson } from '../canonical-json.ts';
import type { Difference } from '../documents/conflict.ts';
import type { OrderEvent } from '../documents/order.ts';
import type { MergeKind } from '../documents/registry.ts';
import { replayOrder } from '../folds/order.ts';
import { HEAD } from './merge.ts';
import type { Body } from './rules.ts';

/** Never quoted outside the document itself. */
const SECRET = new Set(['pin', 'tokens']);
/** What replaces a secret in a record. */
export const NOT_SHOWN = '…';

/** What people must know about a merge: contested fields, and events that cannot have happened together. Empty: nothing was lost from sight. */
export function differencesOf(kind: MergeKind, leaves: readonly Body[], merged: Body): Difference[] {
  if (kind === 'note') return [];
  if (kind === 'order') return impossibleEvents(leaves, merged);
  const contested = contestedFields(leaves, merged);
  return kind === 'prescription' ? [...contested.filter(({ field }) => field !== 'signed'), ...signedTwice(merged)] : contested;
}

interface Said {
  readonly text: string;
  readonly value: unknown;
  readonly hlc: string | null;
  readonly by: string | null;
  readonly rev: string | null;
}

/**
 * A field is contested where versions differ and more than one of them wrote it after they parted. The moment of parting is not kept
 * anywhere; it is no earlier than the latest stamp that all versions share, and a value not younger than that is the one both began
 * with. So a quarrel is never overlooked; a field may be listed that only one of them touched.
 */
function contestedFields(leaves: readonly Body[], merged: Body): Difference[] {
  const stamps = leaves.map((leaf) => (leaf['stamps'] ?? {}) as Readonly<Record<string, string>>);
  const shared = Object.entries(stamps[0] ?? {}).filter(([field, at]) => stamps.every((one) => one[field] === at));
  const parted = shared.reduce((latest, [, at]) => (at > latest ? at : latest), '');
  const fields = new Set(leaves.flatMap((leaf) => Object.keys(leaf)).filter((field) => !HEAD.has(field) && field !== 'versions'));
  return [...fields].sort().flatMap((field) => {
    const said = new Map<string, Said>();
    leaves.forEach((leaf, i) => {
      const hlc = stamps[i]![field] ?? null;
      if (hlc !== null && hlc <= parted) return;
      const value = SECRET.has(field) ? NOT_SHOWN : (leaf[field] ?? null);
      const by = hlc !== null && hlc === leaf['hlc'] ? ((leaf['by'] as string | null) ?? null) : null;
      const text = canonicalJson(leaf[field] ?? null);
      const known = said.get(text);
      if (!known || (known.hlc ?? '') < (hlc ?? ''))
        said.set(text, { text, value, hlc, by, rev: (leaf['_rev'] as string) ?? null });
    });
    if (said.size < 2) return [];
    const values = [...said.values()].sort((a, b) => compare(a.hlc ?? '', b.hlc ?? '') || compare(a.text, b.text));
    const chosen = values.findIndex(({ text }) => text === canonicalJson(merged[field] ?? null));
    return [differenceOf(field, values, chosen === -1 ? null : chosen)];
  });
}

/** Events possible in each version by itself, impossible together: two people took the order different ways. */
function impossibleEvents(leaves: readonly Body[], merged: Body): Difference[] {
  const eventsOf = (body: Body): readonly OrderEvent[] => (body['events'] ?? []) as OrderEvent[];
  const before = new Set(leaves.flatMap((leaf) => replayOrder(eventsOf(leaf)).illegal.map(({ id }) => id)));
  const found = new Set(replayOrder(eventsOf(merged)).illegal.flatMap(({ id }) => (before.has(id) ? [] : [id])));
  const values = eventsOf(merged).flatMap((event) =>
    found.has(event.id) ? [{ value: event, hlc: event.id, by: event.by, rev: null }] : [],
  );
  return values.length === 0 ? [] : [differenceOf('events', values, null)];
}

function signedTwice(merged: Body): Difference[] {
  const versions = (merged['versions'] ?? []) as readonly { signed: { hlc: string; by: string } }[];
  if (versions.length < 2) return [];
  const values = versions.map((value) => ({ value, hlc: value.signed.hlc, by: value.signed.by, rev: null }));
  return [differenceOf('versions', values, null)];
}

const differenceOf = (field: string, values: readonly Omit<Said, 'text'>[], chosen: number | null): Difference => ({
  field,
  values: values.map(({ value, hlc, by, rev }) => ({ value, hlc, by, rev })),
  chosen,
});

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
