import { z } from 'zod';
import { GRID, LIMITS } from '../optics/limits.ts';
import { documentBase, instant, localDay, stamp, stamps } from './base.ts';

type Limit = { readonly min: number; readonly max: number };
/** Dioptres on the eighth-step grid that labs accept (the screen steps by quarters); `null` is "not written", 0 is plano. */
const power = (limit: Limit) => z.number().min(limit.min).max(limit.max).multipleOf(GRID.eighth).nullable();
const measure = (limit: Limit, step: number) => z.number().min(limit.min).max(limit.max).multipleOf(step).nullish();
const words = (most: number) => z.string().max(most).nullish();

const refraction = {
  sph: power(LIMITS.sph),
  cyl: power(LIMITS.cyl),
  axis: z.int().min(LIMITS.axis.min).max(LIMITS.axis.max).nullable(),
  add: power(LIMITS.add),
};
const hasAxis = (e: { cyl: number | null; axis: number | null }): boolean => (e.cyl ?? 0) === 0 || e.axis !== null;
const AXIS_REQUIRED = { error: 'AXIS_REQUIRED', path: ['axis'] };

/** Decimal acuity without correction (`sc`), with it (`cc`), through a pinhole (`ph`). */
const acuity = z.number().min(LIMITS.visus.min).max(LIMITS.visus.max);
const visus = z.object({ sc: acuity, cc: acuity, ph: acuity }).partial();

const amount = z.number().min(LIMITS.prism.min).max(LIMITS.prism.max).multipleOf(0.25);
/** Prism in its two components, prism dioptres; a base may be written across and up or down at once. */
export const prism = z.object({
  horizontal: z.object({ amount, base: z.enum(['in', 'out']) }).nullable(),
  vertical: z.object({ amount, base: z.enum(['up', 'down']) }).nullable(),
});
export type Prism = z.infer<typeof prism>;

/** One eye of a pair of glasses. Either cylinder sign comes in; axis 1–180 (TABO), required where the cylinder is not zero. */
export const eye = z
  .object({
    ...refraction,
    /** What is added for the middle distance, where it is not half of `add`. */
    addIntermediate: power(LIMITS.add).optional(),
    prism: prism.nullish(),
    height: measure(LIMITS.height, 0.5),
    visus: visus.nullish(),
  })
  .refine(hasAxis, AXIS_REQUIRED);
export type Eye = z.infer<typeof eye>;

/** Whoever answers for a prescription; what is signed is never changed, a correction is a prescription of its own. */
const signed = z.object({ hlc: stamp, by: z.string().min(1), at: instant });

/** Pupillary distance, mm: binocular, or monocular right and left. */
const pupils = z.object({ both: z.number().nullable(), od: z.number().nullable(), os: z.number().nullable() });
export type Pupils = z.infer<typeof pupils>;

export const SOURCES = ['own', 'external'] as const;

/** What a prescription of either type says besides the figures. */
const written = {
  date: localDay,
  doctor: z.string().nullable(),
  /** Last day; absent: by the rule of `design/optics/prescription/validity.ts`. */
  validUntil: localDay.nullish(),
  source: z.enum(SOURCES).nullish(),
  reason: words(300),
  /** Printed for the client. */
  recommendations: words(1000),
  /** For colleagues. */
  remarks: words(1000),
  /** Findings that whoever signed looked at and found right, each as it stood then. */
  confirmed: z
    .array(
      z.object({
        code: z.string(),
        side: z.enum(['od', 'os']).nullable(),
        field: z.string(),
        values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
        reason: z.string().max(300).nullable(),
      }),
    )
    .optional(),
  /** The signed prescription that this one corrects: from its own signature on, that one is superseded. */
  replaces: z.string().nullish(),
};
const head = {
  client: z.string(),
  stamps,
  archived: z.boolean().optional(),
  /** Absent or null: a draft. */
  signed: signed.nullish(),
};

export const PURPOSES = ['distance', 'near', 'computer', 'progressive', 'bifocal', 'sun'] as const;
export type Purpose = (typeof PURPOSES)[number];

const glasses = {
  ...written,
  od: eye,
  os: eye,
  /** For far. */
  pd: pupils,
  pdNear: pupils.nullish(),
  purpose: z.enum(PURPOSES).nullish(),
  /** At which the powers were measured, mm. */
  vertex: measure(LIMITS.vertex, 0.5),
  /** Pantoscopic tilt and face-form angle of the frame as worn, degrees. */
  tilt: measure(LIMITS.tilt, 0.5),
  wrap: measure(LIMITS.wrap, 0.5),
};
/** What was written for glasses, without the head of the document: what an order keeps as its snapshot. */
export const glassesContent = z.object(glasses);
export type GlassesContent = z.infer<typeof glassesContent>;

export const prescription = documentBase('prescription', 1).extend({
  ...head,
  ...glasses,
  /** Where it was signed twice with different content, apart from each other: all of it, for a person to decide (`design/merge/prescription.ts`). */
  versions: z.array(z.looseObject({ ...glasses, signed })).optional(),
});
export type Prescription = z.infer<typeof prescription>;

export const REPLACEMENTS = ['day', 'two-weeks', 'month', 'quarter', 'half-year', 'year'] as const;
export const WEAR = ['daily', 'flexible', 'extended', 'continuous'] as const;

/** One eye of contact lenses: power at the cornea, so never the figures of the glasses where a meridian reaches ±4 D. */
export const contactLensEye = z
  .object({
    ...refraction,
    /** Multifocal lenses name their addition by a word. */
    addBand: z.enum(['low', 'medium', 'high']).nullish(),
    baseCurve: measure(LIMITS.baseCurve, 0.05),
    diameter: measure(LIMITS.diameter, 0.1),
    brand: words(100),
    sku: z.string().nullish(),
    /** Sphere found over the lens, dioptres. */
    overRefraction: power(LIMITS.sph).optional(),
    visus: visus.nullish(),
  })
  .refine(hasAxis, AXIS_REQUIRED);
export type ContactLensEye = z.infer<typeof contactLensEye>;

const contactLenses = {
  ...written,
  od: contactLensEye,
  os: contactLensEye,
  replacement: z.enum(REPLACEMENTS).nullish(),
  wear: z.enum(WEAR).nullish(),
  dominant: z.enum(['od', 'os']).nullish(),
};
export const contactLensContent = z.object(contactLenses);
export type ContactLensContent = z.infer<typeof contactLensContent>;

export const contactLensPrescription = documentBase('contact-lens-prescription', 1).extend({
  ...head,
  ...contactLenses,
  versions: z.array(z.looseObject({ ...contactLenses, signed })).optional(),
});
export type ContactLensPrescription = z.infer<typeof contactLensPrescription>;
