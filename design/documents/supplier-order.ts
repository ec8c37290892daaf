import { z } from 'zod';
import { PAIR_LETTERS, SIDES } from '../orders/words.ts';
import { documentBase, instant, stamps } from './base.ts';
import { orderedLens } from './order-pair.ts';

/**
 * Lenses ordered of one supplier: `supplier-order:<stamp>`. Which orders wait for what, and what came, is in the orders' own events
 * (`step` with `supplierOrder`), so that two tablets that receive one delivery lose nothing. `sent`: how and when it went out; the digest
 * is of the text (SHA-256 hex).
 */
export const supplierOrder = documentBase('supplier-order', 1).extend({
  store: z.string(),
  number: z.string().nullable(),
  supplier: z.string().min(1),
  lines: z.array(
    z.object({ order: z.string(), number: z.string(), pair: z.enum(PAIR_LETTERS), eye: z.enum(SIDES), lens: orderedLens }),
  ),
  sent: z.object({ at: instant, via: z.enum(['file', 'email']), digest: z.string() }).nullable(),
  cancelled: z.object({ at: instant, reason: z.string() }).nullish(),
  stamps,
});
export type SupplierOrder = z.infer<typeof supplierOrder>;
