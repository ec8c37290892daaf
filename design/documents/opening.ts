import { z } from 'zod';
import { documentBase, instant, kopecks } from './base.ts';

const month = z.string().regex(/^\d{4}(0[1-9]|1[0-2])$/, { error: 'a month is yyyymm' });

/** What is counted from month to month; what is nothing is not written. */
const balance = {
  /** Place → SKU → thousandths of a piece. */
  stock: z.record(z.string(), z.record(z.string(), z.int())),
  /** Till → cash in its drawer, kopecks. */
  cash: z.record(z.string(), kopecks),
  /** Client, or the receipt where it names none → what was paid in advance and not yet settled, kopecks. */
  deposits: z.record(z.string(), kopecks),
};
export const balanceShape = z.object(balance);
export type Balance = z.infer<typeof balanceShape>;

/**
 * What a shop had at the start of a month: `opening:<yyyymm>` in its `store-<code>`, written by the server when the month before is over
 * and never changed. It is the opening before plus that month's facts plus the corrections named in it; the start of a month is the
 * moment before its first shift opened, because everything of a shift belongs to the month of its opening.
 */
export const opening = documentBase('opening', 1).extend({
  store: z.string(),
  month,
  ...balance,
  /** What the facts of the month before moved, as far as known when it was sealed. */
  moved: balanceShape,
  previous: z.string().nullable(),
  /** Corrections of earlier openings that are contained in this one, beyond those contained in `previous`. */
  corrections: z.array(z.string()),
  sealed: instant,
  /** Every till of the shop had handed in; otherwise it was sealed because the time was up. */
  complete: z.boolean(),
});
export type Opening = z.infer<typeof opening>;

/** Facts that came after the sealing: what they add to an opening and all after it. `opening-correction:<yyyymm>:<nnnn>`. */
export const openingCorrection = documentBase('opening-correction', 1).extend({
  store: z.string(),
  /** The first opening that lacks them. */
  month,
  at: instant,
  ...balance,
});
export type OpeningCorrection = z.infer<typeof openingCorrection>;
