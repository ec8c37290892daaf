import { z } from 'zod';
import { SUPPLIER_FORMATS } from '../orders/words.ts';
import { documentBase, stamps } from './base.ts';

/**
 * How a shop orders of a supplier: `supplier:<name, simplified>` (`supplierId`), so that two tablets that enter the same one offline write
 * one card. `customer` is the number that the supplier knows this shop by. No e-mail: the order goes out as a file.
 */
export const supplier = documentBase('supplier', 1).extend({
  store: z.string(),
  name: z.string().min(1).max(80),
  email: z.email().max(120).nullable(),
  format: z.enum(SUPPLIER_FORMATS),
  customer: z.string().max(64).nullable(),
  stamps,
});
export type Supplier = z.infer<typeof supplier>;
