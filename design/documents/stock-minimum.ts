import { z } from 'zod';
import { documentBase, stamps } from './base.ts';

/**
 * How little of an article a shop lets its stock come down to, up to what it is filled then, and in what packs it is bought:
 * `stock-minimum:<sku>`. Pieces.
 */
export const stockMinimum = documentBase('stock-minimum', 1).extend({
  store: z.string(),
  sku: z.string().min(1),
  minimum: z.number().min(0).max(100_000).nullable(),
  maximum: z.number().min(0).max(100_000).nullable().optional(),
  pack: z.number().min(1).max(10_000),
  stamps,
});
export type StockMinimum = z.infer<typeof stockMinimum>;
