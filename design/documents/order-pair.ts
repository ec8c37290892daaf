import { z } from 'zod';
import { OWN_FRAME_CONDITIONS, PURPOSES } from '../orders/words.ts';
import { instant, kopecks } from './base.ts';
import { PRODUCT_KINDS, vat } from './catalogue.ts';
import { glassesContent, prism } from './prescription.ts';

const millimetres = z.number().min(0).max(300).nullable();

/** Thumbnail ≤ 20 kB of image bytes, base64 (design §4); the photo itself goes by POST under its digest. */
const THUMBNAIL_BASE64 = Math.ceil(20_480 / 3) * 4;
export const photo = z.object({
  digest: z.string().regex(/^[0-9a-f]{64}$/, { error: 'SHA-256 in hex' }),
  thumbnail: z.base64().max(THUMBNAIL_BASE64),
});
export type Photo = z.infer<typeof photo>;

/**
 * What is to be made for one eye: of near glasses not what the prescription says but what follows from it. Dioptres; the cylinder in
 * either notation.
 */
export const orderedPower = z.object({
  sph: z.number(),
  cyl: z.number().nullable(),
  axis: z.int().min(1).max(180).nullable(),
  add: z.number().nullable(),
  prism: prism.nullish(),
});
export type OrderedPower = z.infer<typeof orderedPower>;

/** One lens of a pair. `source`: taken from our stock, ordered of `supplier`, or brought by the client. */
export const orderedLens = z.object({
  sku: z.string().min(1),
  name: z.string(),
  source: z.enum(['stock', 'supplier', 'client']),
  supplier: z.string().nullable(),
  power: orderedPower,
  /** mm */
  diameter: millimetres,
  coatings: z.array(z.string()),
  tint: z.string().nullable(),
});
export type OrderedLens = z.infer<typeof orderedLens>;

/** Boxing sizes, mm (GOST R 71007-2023). */
export const orderedSizes = z.object({
  a: millimetres,
  b: millimetres,
  ed: millimetres,
  dbl: millimetres,
  temple: millimetres,
  rim: z.enum(['full', 'half', 'rimless']),
  material: z.enum(['plastic', 'metal', 'other']).optional(),
});

export const orderedFrame = z.discriminatedUnion('whose', [
  z.object({
    ...{ whose: z.literal('ours'), sku: z.string().min(1), name: z.string(), sizes: orderedSizes.nullable() },
    /** Which piece of it, by a code of its own (`design/stock/piece-code.ts`): the one that was tried on goes into the tray. */
    piece: z.string().max(128).nullish(),
  }),
  /** A client's own: what was taken in and in what condition, so that nobody argues afterwards. `value`: kopecks, as agreed. */
  z.object({
    whose: z.literal('own'),
    description: z.string().min(1).max(256),
    condition: z.array(z.enum(OWN_FRAME_CONDITIONS)),
    note: z.string().max(512).nullable(),
    value: kopecks.min(0).nullable(),
    photo: photo.nullish(),
    sizes: orderedSizes.nullable(),
  }),
]);
export type OrderedFrame = z.infer<typeof orderedFrame>;

/** Where the lens is centred: monocular PD and height above the lower boxing tangent, mm. */
const centration = z.object({ pd: millimetres, height: millimetres });
export const fitting = z.object({
  od: centration,
  os: centration,
  /** mm; tilt and wrap in degrees. */
  vertex: millimetres,
  tilt: z.number().nullable(),
  wrap: z.number().nullable(),
});
export type Fitting = z.infer<typeof fitting>;

/** What the prescription said when the pair was ordered, whatever becomes of the document. `id`: `prescription:…`. */
export const prescriptionSnapshot = glassesContent.extend({ id: z.string().nullable(), signedAt: instant.nullable() });
export type PrescriptionSnapshot = z.infer<typeof prescriptionSnapshot>;

/**
 * All of one pair of glasses. It is written whole, never field by field: what one person chose must not be mixed with what another did.
 */
export const pairDetails = z.object({
  purpose: z.enum(PURPOSES),
  prescription: prescriptionSnapshot.nullable(),
  frame: orderedFrame.nullable(),
  od: orderedLens.nullable(),
  os: orderedLens.nullable(),
  fitting: fitting.nullable(),
  /** `minutes` of the bench. */
  work: z.array(z.object({ sku: z.string().min(1), name: z.string(), minutes: z.number().min(0) })),
  /** One lens only is wanted (the other stays in the frame): the pair is complete without its other lens. */
  only: z.enum(['od', 'os']).nullish(),
  tray: z.string().max(32).nullish(),
  rush: z.boolean().optional(),
});
export type PairDetails = z.infer<typeof pairDetails>;

/** What the order costs, line by line, kopecks: `amount` = price × qty − discount. */
export const orderLine = z.object({
  sku: z.string().min(1),
  name: z.string().min(1).max(128),
  kind: z.enum(PRODUCT_KINDS),
  qty: z.number().positive(),
  price: kopecks.min(0),
  discount: kopecks.min(0),
  amount: kopecks.min(0),
  vat: vat.optional(),
  pair: z.string().nullish(),
  part: z.enum(['frame', 'lens-right', 'lens-left', 'work']).nullish(),
});
export type OrderLine = z.infer<typeof orderLine>;
