import { canonical } from './notation.ts';
import type { AnyPrescription } from './life-cycle.ts';

/** Who writes, and when: everything that a document's head needs. */
export interface Writer {
  readonly hlc: string;
  readonly by: string | null;
  readonly pos: string | null;
}

/** As it is stored: both eyes in one notation, the axis only where a cylinder is. A form calls it before every write. */
export function stored<C extends Pick<AnyPrescription, 'od' | 'os'>>(content: C): C {
  return { ...content, od: canonical(content.od), os: canonical(content.os) };
}

/**
 * A draft that corrects a signed prescription: the same content with an id of its own, bound to the old one by `replaces`. The old one
 * stands until the draft is signed.
 */
export function correctionOf<D extends AnyPrescription>(signed: D, { hlc, by, pos }: Writer): D {
  const { _rev: _r, signed: _s, versions: _v, archived: _a, confirmed: _c, ...content } = signed;
  return { ...content, _id: `${signed.type}:${hlc}`, hlc, by, pos, stamps: {}, replaces: signed._id } as unknown as D;
}

/** The draft, signed as it stands and in stored notation. `at` epoch ms; what is signed already comes back as it is. */
export function signedBy<D extends AnyPrescription>(draft: D, { hlc, pos }: Writer, by: string, at: number): D {
  if (draft.signed) return draft;
  return { ...stored(draft), hlc, by, pos, signed: { hlc, by, at } };
}
