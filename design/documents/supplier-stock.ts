import { z } from 'zod';
import { documentBase, instant } from './base.ts';

/** Articles of one part: a change of a supplier's stock sends few of them anew. */
export const SUPPLIER_STOCK_PART = 2_000;

/**
 * What a supplier says that he has, by the newest of his files that is in force: `supplier-stock:<supplier, simplified>:<part>`. Beside the
 * catalogue, not in it: it changes with every file, and a till that only sells never reads it. `lines`: SKU, pieces, and 1 where that is a
 * word or a bound («много», «>10»). `at`: when the file came. By SKU, the parts in that order.
 */
export const supplierStock = documentBase('supplier-stock', 1).extend({
  supplier: z.string().min(1),
  at: instant,
  /** `IMP/00001` */
  job: z.string(),
  lines: z.array(z.tuple([z.string().min(1), z.int().min(0), z.union([z.literal(0), z.literal(1)])])).max(SUPPLIER_STOCK_PART),
});
export type SupplierStock = z.infer<typeof supplierStock>;
