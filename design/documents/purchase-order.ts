import { z } from 'zod';
import { documentBase, instant, kopecks, stamp, stamps } from './base.ts';

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

/** What people write of an order, and what its supplier gets. */
const text = z.object({
  supplier: z.string().min(1).max(128),
  lines: z.array(z.object({ sku: z.string().min(1), qty: pieces, price: kopecks.min(0).nullable() })).max(2_000),
  note: z.string().max(512),
  /** `YYYY-MM-DD` */
  due: z.iso.date().nullable(),
});
const ended = moment.extend({ reason: z.string().max(256) });

/** Somebody handed the order to its supplier: the text that he saw then, and the stamps of its fields. `hlc` is its name. */
const handing = text.extend({ hlc: stamp, at: instant, by: z.string().nullable(), stamps });
export type PurchaseHanding = z.infer<typeof handing>;

/**
 * Goods ordered of a supplier: `purchase-order:<stamp>`. `price`: a piece, as it was agreed, kopecks; `null`: nobody said. `placed`: the
 * supplier has it, until then it is a draft; `closed`: nothing more is expected. What came is told by the receipts that name the order; a
 * device keeps those of two months, so the server keeps them all in `receipts`, which no device writes.
 *
 * `handed`: each handing to the supplier with its text, by stamp; the first one is the order (`design/stock/purchase-placing.ts`), and the
 * fields of the text are those of a draft that may have been written on apart. `kept`: keys of such texts that the server has made drafts
 * of; `apart`: of which order this draft is one. `dropped`: closed by somebody who saw a draft; that does not close what was handed over.
 */
export const purchaseOrder = documentBase('purchase-order', 1).extend({
  ...text.shape,
  store: z.string(),
  number: z.string().max(64),
  placed: moment.nullable(),
  handed: z.array(handing).optional(),
  kept: z.array(z.string()).optional(),
  apart: z.object({ order: z.string(), number: z.string(), key: z.string(), handed: moment.nullable() }).optional(),
  dropped: ended.optional(),
  closed: ended.nullable(),
  receipts: z.array(purchaseReceipt),
  stamps,
});
export type PurchaseOrder = z.infer<typeof purchaseOrder>;
