import { z } from 'zod';
import { VAT_RATES } from '../money/vat.ts';
import { documentBase, instant, kopecks, stamps } from './base.ts';

export const PRODUCT_KINDS = ['frame', 'lens', 'contact-lens', 'sunglasses', 'care', 'accessory', 'service'] as const;
export type ProductKind = (typeof PRODUCT_KINDS)[number];

export const vat = z.enum(VAT_RATES);
/** Tag 1212: what is sold. */
export const subject = z.enum(['goods', 'work', 'service', 'payment', 'other']);
/** Tag 1214: how the settlement relates to the hand-over. */
export const method = z.enum(['full-prepayment', 'prepayment', 'advance', 'full', 'partial', 'credit', 'credit-payment']);

/** Frame sizes by the boxing system (GOST R 71007-2023), mm: `54-18-140`. */
export const frameAttributes = z.object({
  a: z.number(),
  dbl: z.number(),
  temple: z.number(),
  colour: z.string(),
  material: z.string(),
  rim: z.enum(['full', 'half', 'rimless']),
  group: z.enum(['men', 'women', 'unisex', 'children']),
});

/** A lens family: a matrix of powers with price bands, never a product a power. Dioptres; price bands in kopecks a piece. */
export const lensAttributes = z.object({
  index: z.number(),
  design: z.enum(['single-vision', 'bifocal', 'progressive', 'office']),
  material: z.string(),
  coatings: z.array(z.string()),
  diameter: z.number(),
  sph: z.object({ min: z.number(), max: z.number(), step: z.number() }),
  cyl: z.object({ min: z.number(), max: z.number(), step: z.number() }),
  add: z.object({ min: z.number(), max: z.number(), step: z.number() }).nullable(),
  bands: z.array(z.object({ sphTo: z.number(), cylTo: z.number(), price: kopecks })),
});

export const contactLensAttributes = z.object({
  bc: z.number(),
  dia: z.number(),
  pack: z.int(),
  replacement: z.enum(['day', 'two-weeks', 'month', 'quarter']),
  sph: z.object({ min: z.number(), max: z.number(), step: z.number() }),
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
  subject,
  frame: frameAttributes.optional(),
  lens: lensAttributes.optional(),
  contactLens: contactLensAttributes.optional(),
});
export type CatalogueEntry = z.infer<typeof catalogueEntry>;

export const product = documentBase('product', 1).extend({
  ...catalogueEntry.shape,
  supplier: z.string().nullable(),
  archived: z.boolean(),
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
  /** A receipt's total is rounded down to so many kopecks, in the customer's favour; absent: to the kopeck. */
  rounding: z.union([z.literal(1), z.literal(10), z.literal(100)]).optional(),
  /** Whom a cashier calls when the till needs a person: name and telephone as the shop writes them. */
  administrator: z.string().max(120).nullish(),
  /** How cash is counted: what must be there shown only afterwards; kopecks that it may differ by without a supervisor's signature. */
  cash: z.object({ blindCount: z.boolean(), differenceLimit: kopecks.min(0) }).optional(),
  stamps,
});
export type Settings = z.infer<typeof settings>;
