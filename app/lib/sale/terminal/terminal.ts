import type { Kopecks } from '$design/money/kopecks.ts';

/** One operation at the terminal. Its name is chosen and written down before the terminal hears of it, and never used twice. */
export interface TerminalOperation {
  readonly operation: string;
  readonly amount: Kopecks;
}

export interface Approval {
  readonly outcome: 'approved';
  /** Retrieval reference number of the bank, where the terminal tells it. */
  readonly rrn: string | null;
  /** Masked by the terminal; masked again before it is kept. */
  readonly pan: string | null;
  readonly code: string | null;
}
/** `code`: the terminal's own word. */
export interface Refusal {
  readonly outcome: 'declined';
  readonly code: string | null;
}
/** No answer, or one that leaves it open: only `status` may follow. */
export interface Unknown {
  readonly outcome: 'unknown';
  readonly code: string | null;
}

export type ChargeOutcome = Approval | Refusal | Unknown;
/** `absent`: the terminal never had such an operation, which proves that nothing was charged. */
export type StatusOutcome = Approval | Refusal | Unknown | { readonly outcome: 'absent' } | { readonly outcome: 'reversed' };
export type ReverseOutcome =
  { readonly outcome: 'reversed' } | { readonly outcome: 'failed'; readonly code: string | null } | Unknown;

/** Money of an earlier charge that goes back, whole or in part; what is known of that charge, where it was made here. */
export interface TerminalRefund extends TerminalOperation {
  readonly of: { readonly operation: string; readonly rrn: string | null } | null;
}

/**
 * A card terminal (requirements A-20). It may lose an answer, but it knows its operations by name: whatever was unknown is asked by
 * `status`. None of these rejects; what goes wrong is `unknown`.
 */
export interface Terminal {
  readonly id: string;
  /** Can it be asked, or does only the slip in the cashier's hand know? */
  readonly answers: boolean;
  charge(of: TerminalOperation): Promise<ChargeOutcome>;
  /** An operation of its own: it has a name, may be lost and is asked like a charge. */
  refund(of: TerminalRefund): Promise<ChargeOutcome>;
  status(of: TerminalOperation): Promise<StatusOutcome>;
  /** Takes the whole charge back. */
  reverse(of: TerminalOperation): Promise<ReverseOutcome>;
}
