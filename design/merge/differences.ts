import { canonicalJson } from '../canonical-json.ts';
import type { Difference } from '../documents/conflict.ts';
import type { OrderEvent } from '../documents/order.ts';
import type { MergeKind } from '../documents/merge-kinds.ts';
import { replayOrder } from '../folds/order.ts';
import { parseHlc } from '../time/hlc.ts';
import { HEAD } from './merge.ts';
import type { Body } from './rules.ts';

/**
 * Who brought two cards together, and when: two people who did the same apart are no quarrel (`mergedInto` says whether they were). Nor are
 * lists that keep what everybody said (an order handed to its supplier: `placed` tells of the quarrel).
 */
const NO_QUARREL = new Set(['merged', 'versions', 'handed', 'kept']);
/** Never quoted outside the document itself. */
const SECRET = new Set(['pin', 'tokens']);
/** What replaces a secret in a record. */
export const NOT_SHOWN = '…';

/** What people must know about a merge: contested fields, and events that cannot have happened together. Empty: nothing was lost from sight. */
export function differencesOf(kind: MergeKind, leaves: readonly Body[], merged: Body): Difference[] {
  if (kind === 'note' || kind === 'sheet') return [];
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
 * A field is contested where two versions differ and neither writer had seen what the other wrote: last writer wins, but a person should
 * know. A version has seen a value where it bears a stamp of the same device that is not older. What was written over leaves no stamp, so
 * now and then a field is listed that only one of them touched; a quarrel is not overlooked.
 */
function contestedFields(leaves: readonly Body[], merged: Body): Difference[] {
  const seen = leaves.map(seenBy);
  const fields = new Set(
    leaves.flatMap((leaf) => Object.keys(leaf)).filter((field) => !HEAD.has(field) && !NO_QUARREL.has(field)),
  );
  return [...fields].sort().flatMap((field) => {
    const said = leaves.map((leaf) => saidBy(leaf, field));
    const isContested = (one: Said, i: number): boolean =>
      said.some((other, j) => other.text !== one.text && !hasSeen(seen[j]!, one.hlc) && !hasSeen(seen[i]!, other.hlc));
    if (!said.some(isContested)) return [];
    // What stands belongs to the record, also where its writer had seen what the others quarrelled about.
    const standing = canonicalJson(merged[field] ?? null);
    const values = new Map<string, Said>();
    for (const one of said.filter((each, i) => isContested(each, i) || each.text === standing).sort(byTime))
      values.set(one.text, one);
    const listed = [...values.values()].sort(byTime);
    const chosen = listed.findIndex(({ text }) => text === standing);
    return [differenceOf(field, listed, chosen === -1 ? null : chosen)];
  });
}

function saidBy(leaf: Body, field: string): Said {
  const { hlc: written, by = null, _rev: rev = null } = leaf as { hlc?: string; by?: string | null; _rev?: string };
  const hlc = stampsOf(leaf)[field] ?? null;
  const value = SECRET.has(field) ? NOT_SHOWN : (leaf[field] ?? null);
  return { text: canonicalJson(leaf[field] ?? null), value, hlc, by: hlc !== null && hlc === written ? by : null, rev };
}

const byTime = (a: Said, b: Said): number =>
  compare(a.hlc ?? '', b.hlc ?? '') || compare(a.text, b.text) || compare(a.rev ?? '', b.rev ?? '');

const stampsOf = (body: Body): Readonly<Record<string, string>> => (body['stamps'] ?? {}) as Record<string, string>;

interface Seen {
  readonly stamps: ReadonlySet<string>;
  readonly latest: ReadonlyMap<number, string>;
}

/** Server programs share this number, and there may be two of them: of a stamp of theirs only that very stamp is evidence. */
const SERVER = 0;

function seenBy(body: Body): Seen {
  const stamps = new Set([String(body['hlc']), ...Object.values(stampsOf(body))]);
  const latest = new Map<number, string>();
  for (const stamp of stamps) {
    const device = parseHlc(stamp)?.device ?? SERVER;
    if (stamp > (latest.get(device) ?? '')) latest.set(device, stamp);
  }
  return { stamps, latest };
}

function hasSeen({ stamps, latest }: Seen, stamp: string | null): boolean {
  if (stamp === null) return false;
  const device = parseHlc(stamp)?.device ?? SERVER;
  return device === SERVER ? stamps.has(stamp) : (latest.get(device) ?? '') >= stamp;
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
