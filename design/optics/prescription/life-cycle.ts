import type { ContactLensPrescription, Prescription } from '../../documents/prescription.ts';
import { validUntil, type PrescriptionKind } from './validity.ts';

export type AnyPrescription = Prescription | ContactLensPrescription;

/**
 * draft → signed → superseded, or → expired by the calendar. None of it is stored as a word: the signature, the correction's link and the
 * day say it, so that replicas can never disagree.
 */
export const PRESCRIPTION_STATES = ['draft', 'signed', 'superseded', 'expired'] as const;
export type PrescriptionState = (typeof PRESCRIPTION_STATES)[number];

/** `correct`: a new version that replaces it; `renew`: a new prescription begun from its figures; `order`: make something by it. */
export const PRESCRIPTION_ACTIONS = [
  'edit',
  'sign',
  'discard',
  'correct',
  'renew',
  'order',
  'print',
  'export',
  'archive',
] as const;
export type PrescriptionAction = (typeof PRESCRIPTION_ACTIONS)[number];

/** What may be done in which state. What is signed is never edited; an expired one may be ordered by, with a warning (no law sets a term). */
export const PRESCRIPTION_TABLE: Readonly<Record<PrescriptionState, readonly PrescriptionAction[]>> = {
  draft: ['edit', 'sign', 'discard', 'print'],
  signed: ['correct', 'renew', 'order', 'print', 'export', 'archive'],
  superseded: ['renew', 'print', 'export', 'archive'],
  expired: ['correct', 'renew', 'order', 'print', 'export', 'archive'],
};

export const may = (state: PrescriptionState, action: PrescriptionAction): boolean => PRESCRIPTION_TABLE[state].includes(action);

export const kindOf = ({ type }: Pick<AnyPrescription, 'type'>): PrescriptionKind =>
  type === 'prescription' ? 'glasses' : 'contact-lenses';

export interface StateCase {
  /** All that is known of the client, the one in question among them or not. */
  readonly all: readonly AnyPrescription[];
  /** Full years; `null`: not known. */
  readonly age: number | null;
  /** `YYYY-MM-DD` of the shop. */
  readonly today: string;
}

/** Where a prescription stands today. A draft of a correction supersedes nothing: only its signature does. */
export function stateOf(doc: AnyPrescription, { all, age, today }: StateCase): PrescriptionState {
  if (!doc.signed) return 'draft';
  if (all.some((other) => other._id !== doc._id && other.signed && other.replaces === doc._id)) return 'superseded';
  return validUntil(doc, kindOf(doc), age) < today ? 'expired' : 'signed';
}

/**
 * The version chain that a prescription belongs to, oldest first: what it replaces, and what replaces it. Two corrections of the same one,
 * made apart, both belong to it, in the order of their clocks. A ring (no program writes one) ends where it closes.
 */
export function versionsOf<D extends AnyPrescription>(doc: D, all: readonly D[]): D[] {
  const known = new Map(all.map((each) => [each._id, each]));
  let first = doc;
  const above = new Set([doc._id]);
  for (let older = known.get(first.replaces ?? ''); older && !above.has(older._id); older = known.get(older.replaces ?? '')) {
    above.add(older._id);
    first = older;
  }
  const chain = new Map([[first._id, first]]);
  // Sets and maps visit what is added on the way: the chain grows until nobody replaces a member.
  for (const id of chain.keys()) for (const each of all) if (each.replaces === id) chain.set(each._id, each);
  return [...chain.values()].sort(
    (a, b) => Number(b._id === first._id) - Number(a._id === first._id) || (a.hlc < b.hlc ? -1 : 1),
  );
}

/** The one in force: signed, not superseded, the latest by date, then by clock. Expired ones count: they are warned of. `null`: none. */
export function latestSigned<D extends AnyPrescription>(all: readonly D[]): D | null {
  return standing(all).reduce<D | null>((latest, doc) => (!latest || isLater(doc, latest) ? doc : latest), null);
}

/** Signed, not superseded, not archived. */
export function standing<D extends AnyPrescription>(all: readonly D[]): D[] {
  const replaced = new Set(all.flatMap((doc) => (doc.signed && doc.replaces ? [doc.replaces] : [])));
  return all.filter((doc) => doc.signed && !doc.archived && !replaced.has(doc._id));
}

/** Glasses for near or a screen bear the addition within their sphere: beside those for far they would show as a leap of the eye. */
export const isForFar = (doc: AnyPrescription): boolean =>
  doc.type !== 'prescription' || (doc.purpose !== 'near' && doc.purpose !== 'computer');

/**
 * What a prescription is compared with while it is written: the last of its type, and for far or for near as it is, that stands,
 * of the same day or before. Not itself, and not what it corrects: a mistake put right is no leap.
 */
export function previousOf<D extends AnyPrescription>(doc: D, all: readonly D[]): D | null {
  const own = new Set(versionsOf(doc, all).map(({ _id }) => _id));
  const isComparable = (other: D): boolean =>
    !own.has(other._id) && other.type === doc.type && isForFar(other) === isForFar(doc) && !isLater(other, doc);
  return latestSigned(standing(all).filter(isComparable));
}

const isLater = (a: AnyPrescription, b: AnyPrescription): boolean => (a.date === b.date ? a.hlc > b.hlc : a.date > b.date);
