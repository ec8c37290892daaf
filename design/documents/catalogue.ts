import { z } from 'zod';
import { VAT_RATES } from '../money/vat.ts';
import { MATRIX_TEXT, matrixFault } from '../optics/lens-matrix.ts';
import { documentBase, instant, kopecks, stamps } from './base.ts';
import { opticsSettings } from './optics-settings.ts';

export const PRODUCT_KINDS = ['frame', 'lens', 'contact-lens', 'sunglasses', 'care', 'accessory', 'service'] as const;
export type ProductKind = (typeof PRODUCT_KINDS)[number];

export const vat = z.enum(VAT_RATES);
/** Tag 1212: what is sold. */
export const subject = z.enum(['goods', 'work', 'service', 'payment', 'other']);
/** Tag 1214: how the settlement relates to the hand-over. */
export const method = z.enum(['full-prepayment', 'prepayment', 'advance', 'full', 'partial', 'credit', 'credit-payment']);

/**
 * Frame sizes by the boxing system (GOST R 71007-2023, ISO 8624), mm: `54-18-140` is A, DBL and temple. What came later is optional: `b`
 * is the height of the box, `ed` the effective diameter (twice the longest radius from the boxed centre).
 */
export const frameAttributes = z.object({
  a: z.number(),
  dbl: z.number(),
  temple: z.number(),
  colour: z.string(),
  material: z.string(),
  rim: z.enum(['full', 'half', 'rimless']),
  group: z.enum(['men', 'women', 'unisex', 'children']),
  b: z.number().positive().optional(),
  ed: z.number().positive().optional(),
  model: z.string().optional(),
  colourCode: z.string().optional(),
  shape: z.string().optional(),
});

const range = z.object({ min: z.number(), max: z.number(), step: z.number() });

/** What may be had on a lens beyond what it comes with (`coatings`); `excludes` and `requires` name options or coatings by code. */
export const lensOption = z.object({
  code: z.string().min(1),
  kind: z.enum(['coating', 'tint', 'photochromic', 'polarised', 'edge']),
  name: z.string(),
  /** Surcharge a piece. */
  price: kopecks.min(0),
  excludes: z.array(z.string()).optional(),
  requires: z.array(z.string()).optional(),
  /** Also on a finished lens; otherwise the lens is made to order with it. */
  onFinished: z.boolean().optional(),
});

/**
 * A lens family: a matrix of powers with price bands, never a product a power. Dioptres, mm; kopecks a piece. `matrix` says for every
 * sphere and (minus) cylinder of the ranges whether it is made, in which band, and whether it is a finished lens
 * (`design/optics/lens-matrix.ts`); without it every power within the ranges is made to order in the cheapest band that reaches it.
 */
export const lensAttributes = z
  .object({
    index: z.number(),
    design: z.enum(['single-vision', 'bifocal', 'progressive', 'office']),
    material: z.string(),
    coatings: z.array(z.string()),
    diameter: z.number(),
    sph: range,
    cyl: range,
    add: range.nullable(),
    bands: z.array(z.object({ sphTo: z.number(), cylTo: z.number(), price: kopecks })),
    matrix: z.string().regex(MATRIX_TEXT).optional(),
    geometry: z.enum(['spherical', 'aspheric', 'double-aspheric', 'freeform', 'individual']).optional(),
    options: z.array(lensOption).optional(),
    /** Blanks besides `diameter`, each for the powers (minus cylinder) that it is made in. */
    diameters: z
      .array(
        z.object({
          mm: z.number().positive(),
          sph: z.object({ min: z.number(), max: z.number() }).optional(),
          cylTo: z.number().optional(),
        }),
      )
      .optional(),
    /** Least height of the fitting cross or the segment over the lowest point of the box, mm. */
    minHeight: z.number().positive().optional(),
    /** Surcharge a piece for prescribed prism by how much of it (Δ, resultant); more than the last `to` is not made. Absent: not stated. */
    prism: z.array(z.object({ to: z.number().positive(), price: kopecks.min(0) })).optional(),
    /** Thickness that a minus lens has at its centre, mm. */
    centre: z.number().positive().optional(),
  })
  .refine((lens) => matrixFault(lens) === null, { error: 'the matrix does not fit the ranges and the bands', path: ['matrix'] });

export const contactLensAttributes = z.object({
  bc: z.number(),
  dia: z.number(),
  pack: z.int(),
  replacement: z.enum(['day', 'two-weeks', 'month', 'quarter', 'half-year', 'year']),
  sph: range,
  /**
   * Where not every sphere of `sph` is made, or cylinders are: blocks of powers (dioptres, minus cylinder, axes 1–180). The same cylinders
   * and axes are made at every sphere of a block; without cylinders a block is spherical.
   */
  powers: z
    .array(
      z.object({
        sph: range,
        cyl: z.array(z.number().negative()).optional(),
        axes: z.array(z.int().min(1).max(180)).optional(),
      }),
    )
    .optional(),
  /** Adds of a multifocal lens as the maker calls them, and for which prescribed adds (dioptres). */
  adds: z.array(z.object({ code: z.string().min(1), from: z.number(), to: z.number() })).optional(),
  material: z.string().optional(),
  water: z.number().optional(),
  dkt: z.number().optional(),
});

/** What tills need to know of a product. The same shape lives in `products` documents and in catalogue shards. */
export const catalogueEntry = z.object({
  sku: z.string().min(1),
  name: z.string().min(1).max(128),
  brand: z.string(),
  kind: z.enum(PRODUCT_KINDS),
  category: z.string(),
  ean: z
    .string()
    .regex(/^\d{13}$/)
    .nullable(),
  price: kopecks.min(0),
  vat,
  /** Other rates from days to come, the earliest first (`vatOn`). */
  vatPlan: z.array(z.object({ from: z.string().regex(/^\d{4}-\d\d-\d\d$/), vat })).optional(),
  subject,
  /** Sold with its mark code only (requirement E-02); absent: without. */
  markRequired: z.boolean().optional(),
  frame: frameAttributes.optional(),
  lens: lensAttributes.optional(),
  contactLens: contactLensAttributes.optional(),
});
export type CatalogueEntry = z.infer<typeof catalogueEntry>;

export const product = documentBase('product', 1).extend({
  ...catalogueEntry.shape,
  supplier: z.string().nullable(),
  /** What the supplier calls it: on his price lists and delivery notes. */
  supplierCode: z.string().max(64).nullish(),
  archived: z.boolean(),
  /** Kopecks by the name of a price type (`design/catalogue/price-type.ts`). Tills are told of it through their shop's price list. */
  typePrices: z.record(z.string(), kopecks.min(0)).optional(),
  /** SHA-256 (hex) of its picture, which the server keeps; tills are not told of it yet. */
  picture: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullish(),
  stamps,
});
export type Product = z.infer<typeof product>;

/** Purchase cost, apart from the product: for managers and accountants only. */
export const cost = documentBase('cost', 1).extend({
  sku: z.string(),
  cost: kopecks.min(0),
  /** Additive: what it cost before, each from an instant on (`withCost`); the present cost is in force since its stamp. */
  history: z.array(z.object({ cost: kopecks.min(0), from: instant })).optional(),
  supplier: z.string().nullable(),
  stamps,
});
export type Cost = z.infer<typeof cost>;

/** About 500 products placed by hash. `digest` is SHA-256 (hex) of the canonical JSON of `entries`. */
export const catalogueShard = documentBase('catalogue-shard', 1).extend({
  shard: z.int().min(0),
  digest: z.string(),
  entries: z.array(catalogueEntry),
});
export type CatalogueShard = z.infer<typeof catalogueShard>;

/** At most 200 changed entries (and removed SKUs) that stand over the shards until they are rewritten. */
export const DELTA_LIMIT = 200;
export const catalogueDelta = documentBase('catalogue-delta', 1).extend({
  version: z.int().min(1),
  digest: z.string(),
  entries: z.array(catalogueEntry).max(DELTA_LIMIT),
  removed: z.array(z.string()).max(DELTA_LIMIT),
});
export type CatalogueDelta = z.infer<typeof catalogueDelta>;

/** Written last: a till applies a manifest whole or not at all. Id `manifest:catalogue`. Deltas apply in the order listed. */
export const manifest = documentBase('manifest', 1).extend({
  version: z.int().min(1),
  products: z.int().min(0),
  shardCount: z.int().min(1),
  /** `at`: when the shard was written, epoch ms; absent in manifests of earlier programs. */
  shards: z.array(z.object({ id: z.string(), digest: z.string(), at: instant.optional() })),
  deltas: z.array(z.object({ id: z.string(), digest: z.string() })),
});
export type Manifest = z.infer<typeof manifest>;

/** A price of a shop that differs from the catalogue's, valid from an instant on (epoch ms, server-corrected). */
export const shopPrice = z.object({ sku: z.string(), price: kopecks.min(0), from: instant });
export type ShopPrice = z.infer<typeof shopPrice>;

/**
 * Prices of a shop. Id `price-list:<store>`. A long list stands in parts (`design/folds/price-list.ts`) that are written before it, each
 * named with its digest: a till applies them whole or not at all.
 */
export const priceList = documentBase('price-list', 1).extend({
  store: z.string(),
  prices: z.array(shopPrice),
  parts: z.array(z.object({ id: z.string(), digest: z.string() })).optional(),
  /** Parts named by earlier lists and when they ceased to be (epoch ms): they go after two days. */
  retired: z.array(z.object({ id: z.string(), at: instant })).optional(),
  stamps,
});
export type PriceList = z.infer<typeof priceList>;

/** Some hundred prices of a long list: SKU, kopecks, from (epoch ms). `digest` is SHA-256 (hex) of the canonical JSON of `prices`. */
export const pricePart = documentBase('price-part', 1).extend({
  store: z.string(),
  digest: z.string(),
  prices: z.array(z.tuple([z.string(), kopecks.min(0), instant])),
});
export type PricePart = z.infer<typeof pricePart>;

/** Id `settings:store-<code>` or `settings:chain`, in `catalog`. */
export const settings = documentBase('settings', 1).extend({
  store: z.string().nullable(),
  name: z.string(),
  address: z.string(),
  timeZone: z.string(),
  company: z.object({ name: z.string(), inn: z.string() }),
  cashierMayCloseShift: z.boolean(),
  /** What clients call: in notices and on orders. */
  phone: z.string().max(32).nullish(),
  /** A receipt's total is rounded down to so many kopecks, in the customer's favour; absent: to the kopeck. */
  rounding: z.union([z.literal(1), z.literal(10), z.literal(100)]).optional(),
  /** Whom a cashier calls when the till needs a person: name and telephone as the shop writes them. */
  administrator: z.string().max(120).nullish(),
  /** How cash is counted: what must be there shown only afterwards; kopecks that it may differ by without a supervisor's signature. */
  cash: z.object({ blindCount: z.boolean(), differenceLimit: kopecks.min(0) }).optional(),
  /** Glasses orders: promises, calendars, notices. */
  optics: opticsSettings.optional(),
  stamps,
});
export type Settings = z.infer<typeof settings>;
