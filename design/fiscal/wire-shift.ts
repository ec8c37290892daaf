import { z } from 'zod';
import { reportAnswer, roubles } from './wire.ts';

/** The gateway's HTTP contract for closed shifts: the archive of Z reports (requirements A-54: five years). */
export const zQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  /** Local days of the close, both included. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export const zParams = z.object({ fn: z.string().min(1).max(20), number: z.coerce.number().int().min(1).max(1_000_000) });

export const zListed = z.object({
  fn: z.string(),
  number: z.int(),
  /** Epoch ms. */
  closed_at: z.int(),
  /** Null: closed in our books alone. */
  fd: z.int().nullable(),
  total_sales: roubles,
  total_refunds: roubles,
  cash_in_drawer: roubles,
  /** Counted − expected; null where nobody counted. */
  difference: roubles.nullable(),
});
export const zList = z.object({ page: z.int(), limit: z.int(), total: z.int(), items: z.array(zListed) });
export type ZListed = z.infer<typeof zListed>;
/** Word for word as it was answered at the close. */
export const zReport = reportAnswer;
