import type { FiscalResult, RefundReason, Sale } from '$design/documents/facts.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { OverrideRole } from '$design/fiscal/refund-override.ts';
import type { ReceiptAnswer } from '$design/fiscal/wire.ts';
import type { RefundOverride, RefundPlan } from '$design/machines/refund.machine.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { DebtOfSale, Payoff } from '$design/refund/debt-back.ts';
import type { ReturnableLine } from '$design/refund/returnable.ts';
import type { Selection } from '$design/refund/selection.ts';
import type { Waiting } from '$design/refund/waiting.ts';
import type { Range, WayBack } from '$design/refund/ways-back.ts';
import type { ReceiptCandidate } from './receipt-candidates.ts';

/** A receipt that something is to be given back of, with everything that is known of it here, in the journal and in the chain. */
export interface RefundOriginal {
  readonly sale: Sale;
  readonly result: FiscalResult;
  readonly storeName: string;
  /** Sold by another shop. */
  readonly isForeign: boolean;
  /** Taken back by a correction: nothing of it goes back any more. The right receipt that stands instead, as far as it is known here. */
  readonly corrected: { readonly sale: string | null; readonly fd: number | null } | null;
  readonly lines: readonly ReturnableLine[];
  readonly ways: readonly WayBack[];
  /** Of a deposit: what of it stands unused. `null`: it is none. */
  readonly depositRest: Kopecks | null;
  /** Of goods sold on credit: how the debt stands. `null`: they were paid at once. */
  readonly debt: DebtOfSale | null;
  /** Has the chain told of refunds at other tills? Without it only this device's are counted. */
  readonly chainKnown: boolean;
  /** Last digits of each card it was paid by, in the order of its card payments. */
  readonly cards: readonly (string | null)[];
}

/** `finding`: no receipt is chosen. `ready`: it waited and may be made now, somebody confirms. */
export type RefundPhase = 'finding' | 'choosing' | 'working' | 'blocked' | 'ready' | 'trouble' | 'done';

/** What is searched: `none` nothing is like it; `offline`: not here, and the chain cannot be asked. */
export type RefundSearch =
  | { readonly state: 'empty' | 'running' | 'none' | 'offline' }
  | { readonly state: 'error'; readonly code: ErrorCode }
  | { readonly state: 'found'; readonly candidates: readonly ReceiptCandidate[] };

/** A refund that is refused for now; it outlives the screen and a reload. */
export interface WaitingRefund extends Waiting {
  readonly plan: RefundPlan;
  readonly total: Kopecks;
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly override: RefundOverride | null;
  /** Nothing is against it any more. */
  readonly ready: boolean;
}

export interface RefundModel {
  readonly phase: RefundPhase;
  /** What goes on while `working`. */
  readonly work: 'checking' | 'card' | 'register' | null;
  readonly search: RefundSearch;
  readonly original: RefundOriginal | null;
  readonly selection: Selection;
  readonly total: Kopecks;
  /** Most that can go back of money without goods. */
  readonly moneyMost: Kopecks;
  /** What goes back by each of `original.ways`, in their order. */
  readonly sums: readonly Kopecks[];
  /** All the money in cash although it came otherwise: a manager signs. What is owed stays what it is. */
  readonly inCash: boolean;
  readonly because: RefundReason | null;
  readonly comment: string;
  /** Cash in the drawer as far as the register tells; `null`: it does not. */
  readonly drawer: Kopecks | null;
  /** May «Вернуть» be pressed? */
  readonly canConfirm: boolean;
  readonly error: { readonly code: ErrorCode; readonly details: Readonly<Record<string, unknown>> } | null;
  /** The least role that lifts `error`. */
  readonly liftedBy: OverrideRole | null;
  readonly receipt: ReceiptAnswer | null;
  /** Of the refund that is made: what went back by each way. */
  readonly given: { readonly cash: Kopecks; readonly card: Kopecks; readonly prepaid: Kopecks };
  /** Payments of the debt that have to go back, too, each by its own receipt, and how much of each (`left`). */
  readonly payoffs: readonly Payoff[];
  /** The waiting refund that is looked at. */
  readonly current: WaitingRefund | null;
  readonly waiting: readonly WaitingRefund[];
  rangeOf(index: number): Range;
  /** A square, marks, a number, a sum, a time, a card's last digits or a client's name. */
  find(text: string): Promise<void>;
  /** Receipts of a client, by their id. */
  findOf(client: string): Promise<void>;
  /** Id of the sale. */
  open(saleId: string): Promise<void>;
  choose(index: number, thousandths: number): void;
  chooseMoney(amount: Kopecks): void;
  /** Takes up one of `payoffs`: its receipt is open and the sum is chosen. */
  openPayoff(payoff: Payoff): Promise<void>;
  chooseAll(): void;
  chooseNone(): void;
  setWay(index: number, amount: Kopecks): void;
  setInCash(wanted: boolean): void;
  setReason(because: RefundReason, comment: string): void;
  /** One press, one refund: resolves when it is made, blocked or refused. */
  confirm(): Promise<void>;
  recheck(): Promise<void>;
  /** Asks a supervisor to sign `what`, a sentence; nothing happens where nobody does. */
  override(what: string): Promise<void>;
  /** Leaves what is blocked waiting. */
  leave(): void;
  retry(): Promise<void>;
  toTray(): void;
  /** From the beginning. */
  reset(): void;
  /** Takes up a waiting refund: it is looked at, nothing is begun. */
  resume(key: string): Promise<void>;
  /** The customer does not want it any more. */
  drop(key: string): void;
}
