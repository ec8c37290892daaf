import type { ContactLensContent, ContactLensEye, Eye, GlassesContent } from '../../../documents/prescription.ts';

/**
 * The other eye with the figures of this one: refraction only. Prism stays (its bases belong to an eye and often oppose the other's), so
 * do height and acuity, which were measured there.
 */
export function copiedTo(other: Eye, from: Eye): Eye {
  const { sph, cyl, axis, add, addIntermediate } = from;
  return { ...other, sph, cyl, axis, add, ...(addIntermediate === undefined ? {} : { addIntermediate }) };
}

/** The same of contact lenses: refraction and the lens itself; acuity and over-refraction stay with the eye that they were measured on. */
export function copiedLensTo(other: ContactLensEye, from: ContactLensEye): ContactLensEye {
  const { visus: _v, overRefraction: _o, ...lens } = from;
  const { visus, overRefraction } = other;
  return { ...lens, ...(visus === undefined ? {} : { visus }), ...(overRefraction === undefined ? {} : { overRefraction }) };
}

/**
 * A new glasses prescription begun from the last one: its figures and fitting, of `today`. Whoever measures signs for himself, so doctor,
 * reason, validity, acuity and words of the old one stay behind; it corrects nothing.
 */
export function glassesFromLast(last: GlassesContent, today: string): GlassesContent {
  const { od, os, pd, pdNear = null, purpose = null, vertex = null, tilt = null, wrap = null } = last;
  return { date: today, doctor: null, od: unmeasured(od), os: unmeasured(os), pd, pdNear, purpose, vertex, tilt, wrap };
}

/** The same of contact lenses. */
export function contactLensesFromLast(last: ContactLensContent, today: string): ContactLensContent {
  const { od, os, replacement = null, wear = null, dominant = null } = last;
  const lens = ({ visus: _v, overRefraction: _o, ...eye }: ContactLensEye): ContactLensEye => eye;
  return { date: today, doctor: null, od: lens(od), os: lens(os), replacement, wear, dominant };
}

const unmeasured = ({ visus: _, ...eye }: Eye): Eye => eye;
