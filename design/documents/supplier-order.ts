import { z } from 'zod';
import { PAIR_LETTERS, SIDES } from '../orders/words.ts';
import { documentBase, instant, stamps } from './base.ts';
import { orderedLens } from './order-pair.ts';
import { sendingOutcome } from './sending.ts';

/**
 * A letter that a person wants sent, as that person saw it: nothing is written anew on its way. `at` (epoch ms) is the wish's own name: the
 * server sends one letter a wish, however often it is told. The address is read from the supplier's card at the moment of sending.
 */
export const supplierLetter = z.object({
  at: instant,
  subject: z.string().min(1).max(256),
  text: z.string().min(1).max(200_000),
  file: z.object({ name: z.string().regex(/^[\w.-]{1,80}$/), text: z.string().max(500_000) }).nullable(),
});
export type SupplierLetter = z.infer<typeof supplierLetter>;

/** What became of a letter; the server's word. `digest`: SHA-256 (hex) of what was sent (`letterBytes`), `null` until it was. */
const letterOutcome = sendingOutcome.extend({ digest: z.string().nullable() });
export type LetterOutcome = z.infer<typeof letterOutcome>;

/**
 * Lenses ordered of one supplier: `supplier-order:<stamp>`. Which orders wait for what, and what came, is in the orders' own events
 * (`step` with `supplierOrder`), so that two tablets that receive one delivery lose nothing. `sent`: how and when it went out last; the
 * digest is of the text (SHA-256 hex).
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
  /** Lenses that were called off one by one: they are needed again. */
  dropped: z.array(z.object({ order: z.string(), pair: z.enum(PAIR_LETTERS), eye: z.enum(SIDES), at: instant })).optional(),
  /** The order as a letter, and what became of it. */
  send: supplierLetter.nullish(),
  mail: letterOutcome.nullish(),
  /** What calls it off, in whole or in part, where the supplier may have it already; and what became of that. */
  withdraw: supplierLetter.nullish(),
  withdrawn: letterOutcome.nullish(),
  stamps,
});
export type SupplierOrder = z.infer<typeof supplierOrder>;
