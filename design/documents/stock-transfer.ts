import { z } from 'zod';
import { documentBase, instant } from './base.ts';
import { STOCK_DOCUMENT_KINDS } from './stock-document.ts';

const lines = z.array(z.object({ sku: z.string().min(1), qty: z.number() }));

/**
 * Goods on their way from one shop to another, `stock-transfer:<from>:<number>`, in the `store-` of both: the server writes it from the
 * facts of either (`withFact`), because a shop's devices see only their own. `sent` is null where the acceptance came first. `answers`:
 * what was accepted there, and what went back or was written off here; each fact once.
 */
export const stockTransfer = documentBase('stock-transfer', 1).extend({
  store: z.string(),
  from: z.string(),
  to: z.string(),
  number: z.string(),
  sent: z.object({ id: z.string(), at: instant, lines }).nullable(),
  answers: z.array(z.object({ id: z.string(), kind: z.enum(STOCK_DOCUMENT_KINDS), at: instant, lines })),
});
export type StockTransfer = z.infer<typeof stockTransfer>;
