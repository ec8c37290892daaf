import { z } from 'zod';
import { correction, fiscalResult, refund, sale } from './documents/facts.ts';
import { parseQr } from './fiscal/qr.ts';

/**
 * GET /api/receipts: a receipt of the chain, for a return. By the marks on the paper (`fp` is the proof that somebody holds it), by the
 * text of its square, or, in the own shop, by the key of its sale. `day` narrows the search.
 */
export const receiptQuery = z.union([
  z.strictObject({
    fn: z.string().regex(/^\d{8,16}$/),
    fd: z.coerce.number().int().min(1).max(9_999_999_999),
    fp: z.string().regex(/^\d{1,10}$/),
    day: z.iso.date().optional(),
  }),
  z.strictObject({ qr: z.string().min(10).max(300) }),
  z.strictObject({ key: z.string().regex(/^\d{13}-[0-9a-z]{4}-[0-9a-z]{4}$/) }),
]);
export type ReceiptQuery = z.infer<typeof receiptQuery>;

/** `sale`: null where the register's journal alone knows of the receipt. Of another shop's receipt the client is left out. */
export const receiptAnswer = z.object({
  store: z.string(),
  sale: z.union([sale, refund, correction]).nullable(),
  result: fiscalResult.nullable(),
  voided: z.boolean(),
  /**
   * All refunds of it that the chain knows; one without a result may still be registered, one that was given up is none. The reversal of a
   * corrected receipt is among them in the shape of a refund (`design/refund/returns.ts`).
   */
  refunds: z.array(z.object({ refund, result: fiscalResult.nullable() })),
  /** Does the operator have it, as far as the copies of the journals tell? `null`, or absent: they do not. */
  delivery: z.enum(['delivered', 'pending', 'refused']).nullable().optional(),
  /** Of a receipt that took money in advance: how much of it sales of the chain have set off, kopecks. */
  settled: z.int().optional(),
  /** The same, and what paid off a debt, by the receipts that did it, less what went back: for whoever knows some of them already. */
  uses: z.array(z.object({ sale: z.string(), amount: z.int() })).optional(),
});
export type FoundReceipt = z.infer<typeof receiptAnswer>;

/**
 * What a cashier scans or types into one field: the text of the square, or ФН, ФД and ФП as they stand on the paper, in any words and
 * separators between them. `null` where it is neither.
 */
export function receiptQueryOf(text: string): ReceiptQuery | null {
  const square = text.trim();
  if (parseQr(square)) return { qr: square };
  const [fn, fd, fp, ...more] = text.match(/\d+/g) ?? [];
  if (!fn || !fd || !fp || more.length > 0 || !/^\d{16}$/.test(fn) || fd.length > 10 || fp.length > 10) return null;
  return { fn, fd: Number(fd), fp };
}
