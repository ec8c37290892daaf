import { canonicalJson } from '../canonical-json.ts';
import type { ContactLensPrescription, Prescription } from '../documents/prescription.ts';
import { HEAD, merge } from './merge.ts';

type Fields = Record<string, unknown>;
type Either = Prescription | ContactLensPrescription;
type Version = NonNullable<Either['versions']>[number];

/** Everything else is what the doctor answers for; a field that a later program adds counts as such. */
const NOT_MEDICAL: ReadonlySet<string> = new Set([...HEAD, 'client', 'archived', 'signed', 'versions']);

/**
 * Two revisions of a prescription. Drafts merge field by field. What was signed stands as it was signed: a draft beside it yields, and two
 * that were signed apart with different content both stay (`versions`), the later one on top, for a person to decide. Signed figures are
 * never mixed: half of one and half of another would be a prescription that nobody wrote.
 */
export function mergePrescriptions<P extends Either>(a: P, b: P): P {
  const { signed: _a, versions: _va, ...one } = a;
  const { signed: _b, versions: _vb, ...other } = b;
  const merged = merge(one, other);
  const versions = signedOf(a, b);
  const top = versions.at(-1);
  if (!top) return merged as unknown as P;
  const rest = Object.fromEntries(Object.entries(merged).filter(([field]) => NOT_MEDICAL.has(field)));
  return { ...rest, ...top, ...(versions.length > 1 ? { versions } : {}) } as unknown as P;
}

/** Does a later revision still hold all that was signed before it, unchanged? Who takes a write asks: what is signed is never rewritten. */
export function keepsSigned(before: Either, after: Either): boolean {
  const kept = new Set(signedOf(after).map((version) => canonicalJson(version)));
  return signedOf(before).every((version) => kept.has(canonicalJson(version)));
}

/** Every signed content, the last signed last. */
function signedOf(...docs: readonly Either[]): Version[] {
  const found = new Map<string, Version>();
  for (const doc of docs) {
    for (const version of doc.versions ?? []) add(version);
    if (doc.signed) add(Object.fromEntries(Object.entries(doc).filter(isSigned)) as Version);
  }
  function add(version: Version): void {
    found.set(`${version.signed.hlc} ${canonicalJson(version)}`, version);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, version]) => version);
}

const isSigned = ([field, value]: [string, Fields[string]]): boolean =>
  field === 'signed' || (!NOT_MEDICAL.has(field) && value !== undefined);
