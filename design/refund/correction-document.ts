import type { Correction, CorrectionKind, OriginalReceipt, Payment, SaleLine, Signature } from '../documents/facts.ts';
import type { ReceiptPlace } from './refund-document.ts';
import { totalOf } from './selection.ts';

/** Tags 1173, 1178 and 1179: whose finding it is, the day that is corrected, the act's or the order's number. */
export interface CorrectionReason {
  readonly type: 'self' | 'instruction';
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly number: string | null;
  /** Why, in words, for the shop's own books. */
  readonly reason: string;
}

/** One receipt of a correction: its lines as they are registered, and how they were paid. */
export interface CorrectionContent {
  readonly lines: readonly SaleLine[];
  readonly payments: readonly Payment[];
}

export interface CorrectionStamp {
  readonly stamp: string;
  /** UUIDv4: the `Idempotency-Key`. */
  readonly key: string;
}

/** Something is wrong with what was entered; `null`: it may be made. */
export type CorrectionFault = 'lines' | 'payments' | 'date' | 'number' | 'reason' | 'sign';

/** What a correction must say before anybody signs it (fiscal rules §6.3). `today`: `YYYY-MM-DD` in the shop's zone. */
export function correctionEntryFault(
  basis: CorrectionReason,
  contents: readonly CorrectionContent[],
  originalFp: string | null,
  today: string,
): CorrectionFault | null {
  if (basis.date > today || !/^\d{4}-\d\d-\d\d$/.test(basis.date)) return 'date';
  if (basis.type === 'instruction' && !basis.number?.trim()) return 'number';
  if (basis.reason.trim() === '') return 'reason';
  if (contents.length === 2 && originalFp === null) return 'sign';
  for (const { lines, payments } of contents) {
    const total = totalOf(lines);
    if (lines.length === 0 || total <= 0 || lines.some((line) => line.qty <= 0 || line.amount < 0)) return 'lines';
    if (payments.reduce((sum, { amount }) => sum + amount, 0) !== total) return 'payments';
  }
  return null;
}

/** What was paid by each way, cash and card even where nothing was, the others where something was. */
export function paymentParts(payments: readonly Payment[]): Payment[] {
  const by = new Map<Payment['method'], number>([
    ['cash', 0],
    ['card', 0],
  ]);
  for (const { method, amount } of payments) by.set(method, (by.get(method) ?? 0) + amount);
  return [...by].map(([method, amount]) => ({ method, amount }));
}

interface Entry extends ReceiptPlace {
  readonly at: number;
  readonly basis: CorrectionReason;
  readonly original: OriginalReceipt | null;
  readonly client: string | null;
  readonly signed: Signature;
}

function compose(
  entry: Entry,
  { stamp, key }: CorrectionStamp,
  kind: CorrectionKind,
  { lines, payments }: CorrectionContent,
  pair: string | null,
): Correction {
  const { at, store, pos, by, shift, basis, original, client, signed } = entry;
  const { type, date, number, reason } = basis;
  return {
    _id: `correction:${stamp}`,
    type: 'correction',
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
    kind,
    operation: kind === 'reversal' ? 'refund' : 'sale',
    basis: { type, date, number: number?.trim() || null, originalFp: original ? original.fp.replace(/\D/g, '') : null },
    original,
    reason: reason.trim(),
    pair,
    signed,
  };
}

/** A sale that nobody recorded: one receipt (1054 = 1). */
export const composeUnrecorded = (entry: Entry, stamp: CorrectionStamp, content: CorrectionContent): Correction =>
  compose(entry, stamp, 'unrecorded', content, null);

/**
 * A wrong receipt (FFD 1.2): first the reversal with its very lines, then the right one; both name the wrong one's sign and each other. The
 * right one comes first in the answer: it is written first, so that a reversal never stands alone.
 */
export function composePair(
  entry: Entry,
  stamps: { readonly reversal: CorrectionStamp; readonly right: CorrectionStamp },
  wrong: CorrectionContent,
  right: CorrectionContent,
): readonly [right: Correction, reversal: Correction] {
  const idOf = ({ stamp }: CorrectionStamp): string => `correction:${stamp}`;
  return [
    compose(entry, stamps.right, 'right', right, idOf(stamps.reversal)),
    compose(entry, stamps.reversal, 'reversal', wrong, idOf(stamps.right)),
  ];
}
