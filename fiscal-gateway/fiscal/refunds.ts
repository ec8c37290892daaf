import { DomainError } from '../../design/errors.ts';
import type { ErrorCode } from '../../design/errors.ts';
import type { PaymentSums } from '../../design/fiscal/receipt-lines.ts';
import {
  moneyBackExcess,
  paymentExcess,
  paymentsLeft,
  refundable,
  refundExcess,
  refundLineUnlike,
} from '../../design/fiscal/refund-limit.ts';
import type { LineDigest, Refundable } from '../../design/fiscal/refund-limit.ts';
import { mayLift, overrideRoleFor } from '../../design/fiscal/refund-override.ts';
import type { ReceiptRequest, RefundOverride } from '../../design/fiscal/wire.ts';
import { isRegistered } from '../../design/machines/fiscal-receipt.machine.ts';
import { kopecksFromRoubles } from '../../design/money/kopecks.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { Context } from '../context.ts';
import type { Returned } from '../journal/receipts.store.ts';
import { createOriginals, namesOf, returnedBy } from './originals.ts';
import type { Original, OriginalReference } from './originals.ts';
import type { Draft } from './receipt-request.ts';

/** A refund that may be made: what its sums are kept under, and which refusals somebody lifted. */
export interface Admission {
  readonly original: string;
  readonly lifted: readonly ErrorCode[];
  /** For an original of another till: what to remember of it. */
  readonly foreign: { readonly fp: string; readonly total: number | null } | null;
}

/** What is known of an original's way to the operator. */
export type OriginalState = 'synced' | 'pending' | 'failed' | 'not_found';

/** The first ring of refund limits (design §6): what this journal knows. The shop's replica and the server are the next two. */
export interface Refunds {
  /** `null`: nothing names one that could be refunded. Throws ORIGINAL_UNKNOWN. */
  original(reference: OriginalReference): Original | null;
  /** What a request's refund or reversal is summed under, `null` where nothing names it, or where it takes nothing back. */
  nameOf(request: ReceiptRequest): string | null;
  stateOf(original: Original): OriginalState;
  /** Why an original may not be refunded now, `null` where it may. */
  blocked(original: Original): DomainError | null;
  /** What may still be given back; `null` where the lines are not known here. */
  left(original: Original): { readonly lines: readonly Refundable[]; readonly payments: PaymentSums } | null;
  /** Throws REFUND_EXCEEDS_SALE, REFUND_LINE_DIFFERS where these lines may not go back. `total`: as far as somebody named it. */
  limit(original: Original, lines: readonly LineDigest[], total: number | null, except?: string): void;
  /** Throws where the refund may not be made now; inside the transaction that begins it, so that refunds at once see one another. */
  admit(draft: Draft): Admission;
  /**
   * The same of a correction that takes a wrong receipt back whole: its name among the originals, `null` where nothing says which it is.
   * Throws RECEIPT_CORRECTED, CORRECTION_TOO_LATE. It waits for no operator: a mistake is corrected as soon as it is found.
   */
  admitReversal(draft: Draft): string | null;
  /** Inside the transaction that begins a refund: what was lifted by whom, and the original of another till. */
  note(draft: Draft, admission: Admission): void;
  /** The day (`YYYY-MM-DD`) whose VAT rates hold, as far as it is known. */
  day(request: ReceiptRequest): string | null;
}

const sumOf = (lines: readonly LineDigest[]): number => lines.reduce((sum, { amount }) => sum + amount, 0);

export function createRefunds(context: Context): Refunds {
  const { stores, config, clock } = context;
  const original = createOriginals(context);

  const returned = (of: Original, except = ''): Returned => stores.receipts.returned(namesOf(of), except);

  const soldLines = (of: Original): readonly LineDigest[] | null =>
    of.kind === 'receipt' ? (JSON.parse(of.row.lines) as LineDigest[]) : null;

  /** Of an original whose lines are not known: its total, the least that anybody named. */
  function totalOf(of: Original, named: number | null): number | null {
    if (of.kind === 'document') return of.document.total;
    const remembered = of.kind === 'foreign' ? (stores.originals.find(of.mark)?.total ?? null) : null;
    return named === null || remembered === null ? (named ?? remembered) : Math.min(named, remembered);
  }

  function stateOf(of: Original): OriginalState {
    if (of.kind === 'foreign') return 'not_found';
    const { stage, state } =
      of.kind === 'receipt' ? { stage: of.row.stage, state: null } : { stage: null, state: of.document.state };
    if (stage === 'dead' || state === 'dead') return 'failed';
    return stage === 'delivered' || state === 'delivered' ? 'synced' : 'pending';
  }

  function limit(of: Original, lines: readonly LineDigest[], named: number | null, except = ''): void {
    const before = returned(of, except);
    if (before.corrected) throw new DomainError('RECEIPT_CORRECTED');
    const sold = soldLines(of);
    if (sold === null) {
      const total = totalOf(of, named);
      const [back, asked] = [sumOf(before.lines), sumOf(lines)];
      if (total !== null && back + asked > total) {
        throw new DomainError('REFUND_EXCEEDS_SALE', { sku: null, of: 'amount', sold: total, returned: back, asked });
      }
      return;
    }
    const excess = refundExcess(sold, before.lines, lines);
    if (excess) throw new DomainError('REFUND_EXCEEDS_SALE', { ...excess });
    const unlike = refundLineUnlike(sold, lines);
    if (unlike) throw new DomainError('REFUND_LINE_DIFFERS', { ...unlike });
  }

  /** Throws the refusal, unless somebody who may has lifted it. */
  function demand(error: DomainError, override: RefundOverride | null): ErrorCode[] {
    const needs = overrideRoleFor(error.code);
    if (override === null || needs === null) throw error;
    if (mayLift(override.role, error.code)) return [error.code];
    throw new DomainError('OVERRIDE_NOT_ALLOWED', { needs, role: override.role, refused: error.code });
  }

  function blocked(of: Original): DomainError | null {
    const state = stateOf(of);
    if (state === 'synced' || state === 'not_found') return null;
    const { id, fn, fd } =
      of.kind === 'receipt' ? of.row : { id: null, ...(of.kind === 'document' ? of.document : { fn: null, fd: null }) };
    const code = state === 'failed' ? 'ORIGINAL_DEAD' : 'ORIGINAL_NOT_DELIVERED';
    const retry = state === 'failed' ? undefined : Math.ceil(config.syncInterval / 1000);
    return new DomainError(
      code,
      {
        allowed: false,
        reason: code,
        sync_status: state,
        original_receipt_id: id,
        fn,
        fd,
        override: overrideRoleFor(code),
        ...(retry !== undefined && { retry_after_seconds: retry }),
      },
      retry,
    );
  }

  return {
    original,
    nameOf(request) {
      const reference = returnedBy(request);
      const of = reference && original(reference);
      return of && namesOf(of)[0];
    },
    stateOf,
    blocked,
    limit,
    left(of) {
      if (of.kind !== 'receipt') return null;
      const back = returned(of);
      const lines = refundable(JSON.parse(of.row.lines) as LineDigest[], back.lines);
      return { lines, payments: paymentsLeft(of.row, back.payments) };
    },
    admit({ request, lines, row: { id }, fiscal: { payments } }) {
      const { original_receipt_id, original_fiscal: marks } = request;
      const override = request.override ?? null;
      const of = original(request);
      if (of === null) throw new DomainError('ORIGINAL_UNKNOWN', { original_receipt_id });
      const lifted: ErrorCode[] = [];
      const refusal = blocked(of);
      // Whatever anybody allows: what no drive has committed cannot go back.
      if (refusal && of.kind === 'receipt' && !isRegistered(of.row.stage)) throw refusal;
      if (refusal) lifted.push(...demand(refusal, override));
      const named = typeof marks?.total === 'number' ? kopecksFromRoubles(marks.total) : null;
      limit(of, lines, named, id);
      if (of.kind === 'receipt') {
        const back = returned(of, id).payments;
        const money = moneyBackExcess(of.row, back, payments);
        if (money) throw new DomainError('REFUND_EXCEEDS_SALE', { ...money });
        const excess = paymentExcess(of.row, back, payments);
        if (excess) {
          const details = { ...excess, override: overrideRoleFor('REFUND_PAYMENT_DIFFERS') };
          lifted.push(...demand(new DomainError('REFUND_PAYMENT_DIFFERS', details), override));
        }
      }
      const [name] = namesOf(of);
      return { original: name, lifted, foreign: of.kind === 'foreign' ? { fp: of.fp, total: named } : null };
    },
    admitReversal({ request, row: { id } }) {
      const reference = returnedBy(request);
      const of = reference && original(reference);
      if (!of) return null;
      const before = returned(of, id);
      if (before.corrected) throw new DomainError('RECEIPT_CORRECTED');
      if (before.lines.length > 0) throw new DomainError('CORRECTION_TOO_LATE');
      return namesOf(of)[0];
    },
    note({ request: { override }, row: { id, key } }, { original: mark, lifted, foreign }) {
      const now = clock.now();
      if (foreign) stores.originals.note({ mark, ...foreign }, now);
      if (!override || lifted.length === 0 || stores.receipts.byId(id)?.override) return;
      const { by, name, role, reason } = override;
      stores.receipts.noteOverride(id, JSON.stringify({ by, name: name ?? null, role, reason, lifted, at: now }));
      stores.copy.append({ kind: 'refund-override', receipt: id, key, details: { by, role, reason, lifted } }, now);
      stores.log.append(now, 'WARN', 'refund_override', id, `${role} ${by}: ${lifted.join(', ')}`);
    },
    day(request) {
      const of = original(request);
      if (of?.kind === 'receipt') {
        const { fn, fd, registered_at } = of.row;
        const at = (fn !== null && fd !== null ? stores.documents.get(fn, fd)?.at : null) ?? registered_at ?? clock.now();
        return localDate(at, config.timeZone);
      }
      if (of?.kind === 'document') return localDate(of.document.at, config.timeZone);
      const said = request.sale?.type === 'refund' ? request.sale.original.day : null;
      return said ?? request.original_fiscal?.day ?? null;
    },
  };
}
