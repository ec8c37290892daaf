import { z } from 'zod';
import { RECEIPT_STAGES, RECEIPT_TYPES, roubles } from './wire.ts';

/** The list of requirement A-69: what waits for the operator, and before it what is not settled at all. */
export const openReceiptsQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
export const openReceipt = z.object({
  /** Null: a document of the drive that no receipt of ours fits. */
  receipt_id: z.string().nullable(),
  created_at: z.string(),
  type: z.enum(RECEIPT_TYPES),
  total: roubles,
  status: z.enum(['pending', 'syncing']),
  stage: z.enum(RECEIPT_STAGES),
  fd: z.int().nullable(),
  attempts: z.int(),
  last_error: z.string().nullable(),
  /** Documents of the drive that fit an uncertain receipt: a person chooses (settle). Empty where nobody is asked. */
  candidates: z.array(z.int()),
});
/** `total`: how many there are, beyond `limit` too. */
export const openReceipts = z.object({ total: z.int(), items: z.array(openReceipt) });
