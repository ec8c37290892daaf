import fc from 'fast-check';
import type { ContactLensContent, ContactLensEye, Eye, GlassesContent } from '../../design/documents/prescription.ts';

/** Factories and arbitraries of prescriptions, for tests. */
export const eighths = (min: number, max: number) => fc.integer({ min: min * 8, max: max * 8 }).map((n) => n / 8 + 0);
const axis = fc.integer({ min: 1, max: 180 });

/** A lens as a person may write it: either cylinder sign, with and without an axis, plano and empty. */
export const lens = fc.oneof(
  fc.record({ sph: eighths(-20, 20), cyl: eighths(-10, 10), axis }),
  fc.record({ sph: eighths(-20, 20), cyl: fc.constantFrom(null, 0), axis: fc.constantFrom(null, 90) }),
  fc.record({ sph: fc.constantFrom(null, 0), cyl: fc.constant(null), axis: fc.constant(null) }),
);
/** With a cylinder that is one. */
export const toric = fc.record({ sph: eighths(-20, 20), cyl: eighths(-10, 10).filter((cyl) => cyl !== 0), axis });

export const eye = (with_: Partial<Eye> = {}): Eye => ({ sph: -2, cyl: null, axis: null, add: null, ...with_ });
export const glasses = (with_: Partial<GlassesContent> = {}): GlassesContent => ({
  date: '2026-11-21',
  doctor: null,
  od: eye(),
  os: eye(),
  pd: { both: 64, od: null, os: null },
  ...with_,
});

export const lensEye = (with_: Partial<ContactLensEye> = {}): ContactLensEye => ({
  ...eye(),
  baseCurve: 8.6,
  diameter: 14.2,
  ...with_,
});
export const contactLenses = (with_: Partial<ContactLensContent> = {}): ContactLensContent => ({
  date: '2026-11-21',
  doctor: null,
  od: lensEye(),
  os: lensEye(),
  ...with_,
});
