import type { CardStanding } from '$design/sale/card-ledger.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { PaidCart } from '$design/sale/sale-document.ts';
import type { Settlement } from '$design/sale/settlement.ts';
import type { RestMethod, Tender } from '$design/sale/tenders.ts';
import type { TerminalQuestion, TerminalReply } from './terminal/manual-terminal.svelte.ts';

/** What a card is doing while the payment runs; `null`: nothing. */
export type CardWork = 'charging' | 'asking' | 'reversing';

/** How the open sale is paid: part of `SaleModel`. Money is kopecks. */
export interface PaymentModel {
  readonly settlement: Settlement;
  /** Number or name of the order that is paid; of credit, who owes. */
  readonly order: string | null;
  /** Lines of a deposit are among what is paid: they are handed over now. */
  readonly handsOver: boolean;
  readonly tenders: readonly Tender[];
  /** What the rest is paid by. */
  readonly method: RestMethod;
  /** What the receipt comes to by its settlement. */
  readonly due: Kopecks;
  /** What is still to be paid after the parts. */
  readonly rest: Kopecks;
  /** What stays owed. */
  readonly credit: Kopecks;
  /** Does the payment as it stands take a card? */
  readonly takesCard: boolean;
  readonly cardWork: CardWork | null;
  /** A terminal that stands by itself waits for the cashier's word. */
  readonly question: TerminalQuestion | null;
  /** After a trouble: how the sale's cards stand; `null` where it has none or it is not known yet. */
  readonly cards: CardStanding | null;
  /** Can the terminal be asked, or does only the slip know? */
  readonly terminalAnswers: boolean;
  reply(reply: TerminalReply): void;
  setMethod(method: RestMethod): void;
  setSettlement(settlement: Settlement): void;
  setOrder(order: string): void;
  mayAddTender(tender: Tender): boolean;
  addTender(tender: Tender): void;
  dropTender(index: number): void;
  /** Pays for something that is no cart of goods: a hand-over, an advance, a debt. The cart's own lines come with a hand-over. */
  payFor(cart: PaidCart, settlement: Settlement, tenders?: readonly Tender[]): boolean;
  /** The cards' money goes back and the sale ends without a receipt. */
  giveBack(): Promise<void>;
  /** A supervisor decides by the slip; `null` on success or where nobody signed. */
  settleBySlip(charged: boolean): Promise<ErrorCode | null>;
}
