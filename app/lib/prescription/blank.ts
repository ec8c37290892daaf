import type { ContactLensContent, GlassesContent } from '$design/documents/prescription.ts';
import type { AnyPrescription } from '$design/optics/prescription/life-cycle.ts';
import type { Writer } from '$design/optics/prescription/correction.ts';

const EYE = { sph: null, cyl: null, axis: null, add: null } as const;
/** `today`: `YYYY-MM-DD`. */
const written = (today: string) => ({ date: today, doctor: null, source: 'own' as const });

/** Glasses with nothing written. */
export const blankGlasses = (today: string): GlassesContent => ({
  ...written(today),
  ...{ od: EYE, os: EYE, pd: { both: null, od: null, os: null }, purpose: 'distance' },
});

export const blankContactLenses = (today: string): ContactLensContent => ({ ...written(today), od: EYE, os: EYE });

/** The head of a new document. */
export const headOf = (id: string, client: string, { hlc, by, pos }: Writer): Head => ({
  ...{ _id: id, schema: 1, hlc, by, pos, client, stamps: {} },
});
type Head = Pick<AnyPrescription, '_id' | 'schema' | 'hlc' | 'by' | 'pos' | 'client' | 'stamps'>;
