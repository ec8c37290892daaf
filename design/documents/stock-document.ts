import { z } from 'zod';
import { kopecks } from './base.ts';

/**
 * What a stock movement was written for. `receipt` supplier → shelf · `sent` shelf → transit · `accepted` other shop → shelf, in the books of
 * the shop that takes in · `delivered` transit → other shop, the same in the books of the shop that sent (the server's) · `recalled`
 * transit → shelf · `write-off` · `adjustment` count ⇄ shelf · `supplier-return` · `move` within the shop · `hold` and `release` floor ⇄ reserved · `count`
 * shelf → the same shelf: moves nothing and says what lay there, for the nightly reconciliation (C-40).
 */
export const STOCK_DOCUMENT_KINDS = [
  'receipt',
  'sent',
  'accepted',
  'delivered',
  'recalled',
  'write-off',
  'adjustment',
  'supplier-return',
  'move',
  'hold',
  'release',
  'count',
] as const;
export type StockDocumentKind = (typeof STOCK_DOCUMENT_KINDS)[number];

const article = z.object({ sku: z.string().min(1), qty: z.number() });

/**
 * `number`: what people call the paper. `party`: the supplier's name or the other shop's code. `of`: the document that this one answers (a
 * dispatch, an order at a supplier, a stock-take). `expected`: what should have come, where that was known; what lacks and what is too much is
 * the difference. `codes`: barcodes of single pieces.
 */
export const stockDocument = z.object({
  kind: z.enum(STOCK_DOCUMENT_KINDS),
  number: z.string().max(64).nullable(),
  party: z.string().max(128).nullable(),
  of: z.string().max(256).nullable(),
  expected: z.array(article).max(5_000).optional(),
  codes: z
    .array(z.object({ sku: z.string().min(1), code: z.string().min(1).max(128) }))
    .max(5_000)
    .optional(),
  /** What the paper says that a piece costs, kopecks. */
  prices: z
    .array(z.object({ sku: z.string().min(1), price: kopecks.min(0) }))
    .max(5_000)
    .optional(),
});
export type StockDocument = z.infer<typeof stockDocument>;
