import type { ErrorCode } from '$design/errors.ts';
import type { OpenDebt, OpenDeposit } from '$design/folds/open-deposits.ts';

/** What a search found. `offline`: older receipts and those of other shops are known to the server alone, and it does not answer. */
export type DepositSearch =
  | { readonly state: 'found'; readonly deposit: OpenDeposit; readonly where: 'here' | 'chain' }
  | { readonly state: 'debt'; readonly debt: OpenDebt }
  | { readonly state: 'none' | 'used' | 'offline' }
  | { readonly state: 'error'; readonly code: ErrorCode };

/** Prepayments, advances and debts that this till knows of: those of this month and the last. */
export interface DepositsModel {
  readonly state: 'empty' | 'loading' | 'ready';
  /** With something left, the newest first. */
  readonly deposits: readonly OpenDeposit[];
  readonly debts: readonly OpenDebt[];
  load(): Promise<void>;
  /** By the text of a receipt's square, its ФН ФД ФП, or its ФД alone where it is known here; then in the chain. */
  find(text: string): Promise<DepositSearch>;
}
