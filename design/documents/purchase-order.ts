import { z } from 'zod';
import { documentBase, instant, kopecks, stamps } from './base.ts';

const moment = z.object({ at: instant, by: z.string().nullable() });
const pieces = z.number().positive().max(99_999);
const price = z.object({ sku: z.string().min(1), price: kopecks });

/** What came for an order by one paper; with it as `stock-movement:…`. */
export const purchaseReceipt = z.object({
  id: z.string(),
  at: instant,
  number: z.string().nullable(),
  lines: z.array(z.object({ sku: z.string().min(1), qty: z.number() })),
  prices: z.array(price).optional(),
});
export type PurchaseReceipt = z.infer<typeof purchaseReceipt>;

/**
 * Goods ordered of a supplier: `purchase-order:<stamp>`. `price`: a piece, as it was agreed, kopecks; `null`: nobody said. `placed`: the
 * supplier has it, until then it is a draft; `closed`: nothing more is expected. What came is told by the receipts that name the order; a
 * device keeps those of two months, so the server keeps them all in `receipts`, which no device writes.
 */
export const purchaseOrder = documentBase('purchase-order', 1).extend({
  store: z.string(),
  number: z.string().max(64),
  supplier: z.string().min(1).max(128),
  lines: z.array(z.object({ sku: z.string().min(1), qty: pieces, price: kopecks.min(0).nullable() })).max(2_000),
  note: z.string().max(512),
  /** `YYYY-MM-DD` */
  due: z.iso.date().nullable(),
  placed: moment.nullable(),
  closed: moment.extend({ reason: z.string().max(256) }).nullable(),
  receipts: z.array(purchaseReceipt),
  stamps,
});
export type PurchaseOrder = z.infer<typeof purchaseOrder>;
