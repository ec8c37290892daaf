import type { FiscalResult, OriginalReceipt, Refund, RefundReason, Sale, SaleLine, ShiftRef } from '../documents/facts.ts';
import { localDate } from '../time/local-time.ts';
import { totalOf } from './selection.ts';

/** Who sits at the till, where, in which shift. */
export interface ReceiptPlace {
  readonly store: string;
  readonly pos: string;
  readonly by: { readonly id: string; readonly name: string; readonly inn: string | null };
  readonly shift: ShiftRef;
}

export interface RefundInput extends ReceiptPlace {
  readonly stamp: string;
  /** UUIDv4: the `Idempotency-Key`, chosen once and kept. */
  readonly key: string;
  readonly at: number;
  readonly original: OriginalReceipt;
  readonly client: string | null;
  readonly lines: readonly SaleLine[];
  readonly payments: Refund['payments'];
  readonly cards: NonNullable<Refund['cards']>;
  readonly because: RefundReason;
  /** In words. */
  readonly reason: string;
  readonly override: Refund['override'] | null;
}

/** How a refund names the receipt that it gives back. `timeZone`: of the shop that sold. */
export function originalOf(
  sale: Pick<Sale, '_id' | 'store'> | null,
  result: Pick<FiscalResult, 'receipt' | 'fn' | 'fd' | 'fp' | 'at' | 'total' | 'store'>,
  { store, timeZone }: { readonly store: string; readonly timeZone: string },
): OriginalReceipt {
  const { receipt, fn, fd, fp, total } = result;
  const day = localDate(result.at, timeZone);
  return { sale: sale?._id ?? null, receipt, fn, fd, fp, day, total, ...(result.store !== store && { store: result.store }) };
}

/** The refund as it is written before anything else happens: complete and final. */
export function composeRefund(input: RefundInput): Refund {
  const { stamp, key, at, store, pos, by, shift, original, client, lines, payments, cards, because, reason, override } = input;
  return {
    _id: `refund:${stamp}`,
    type: 'refund',
    schema: 1,
    hlc: stamp,
    by: by.id,
    pos,
    store,
    key,
    fn: shift.fn,
    shift,
    at,
    cashier: { name: by.name, inn: by.inn },
    lines: [...lines],
    payments: [...payments],
    total: totalOf(lines),
    client,
    original,
    reason,
    because,
    ...(cards.length > 0 && { cards: [...cards] }),
    ...(override && { override }),
  };
}
