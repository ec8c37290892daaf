import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { Order } from '$design/documents/order.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { NewEvent } from '$design/merge/edit.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { OrderAction } from '$design/orders/actions.ts';
import type { handOverCart } from '$design/orders/order-cart.ts';
import type { DraftLens, PairDraft } from '$design/orders/pair-draft.ts';
import type { Claim } from '$design/orders/remake.ts';
import type { Held } from '$design/orders/reservations.ts';
import type { PairLetter, Side } from '$design/orders/words.ts';
import type { LensMatch } from '$design/optics/lens-search.ts';
import type { OpenDeposit } from '$design/folds/open-deposits.ts';
import type { PaidCart } from '$design/sale/sale-document.ts';
import type { Alternative, Promised } from '$design/workshop/promise.ts';
import type { KeptOrder, KeptOrders } from './kept-orders.ts';
import type { HeldOrder } from './order-shelf.ts';

export type { HeldOrder };

/** An order or the code of what kept it from being written. */
export type OrderWritten = { readonly order: HeldOrder } | { readonly code: ErrorCode };

/** What an order form hands in: the pair as it was put together, and what was told to the client. */
export interface OrderWish {
  readonly client: string | null;
  readonly pair: PairLetter;
  readonly draft: PairDraft;
  /** `YYYY-MM-DD`; `null`: nothing is promised yet. */
  readonly promised: string | null;
  /** Why the day is another one than was computed. */
  readonly because: string | null;
  readonly confirm: boolean;
}

/** How many of an article lie here, by the books, and how many are promised already; `null`: nobody counts it. */
export interface Shelved {
  readonly pieces: number;
  readonly held: number;
}

/** Glasses orders of the shop as the screens see them. Everything works offline. */
export interface OrdersModel {
  /** Goes up whenever an order or its money is another one: who reads it follows. */
  readonly changes: number;
  readonly mayEdit: boolean;
  all(): Promise<readonly HeldOrder[]>;
  get(id: string): Promise<HeldOrder | null>;
  byNumber(number: string): Promise<HeldOrder | null>;
  onChange(listener: (ids: readonly string[]) => void): () => void;
  /** Money, moves, locations: whatever the machine allows; what it does not is written all the same and flagged, so ask it first. */
  write(id: string, events: readonly NewEvent[]): Promise<OrderWritten>;
  actions(held: HeldOrder): readonly OrderAction[];
  /** A new order, or a pair of one that is not in production yet. */
  place(wish: OrderWish, id?: string): Promise<OrderWritten>;
  /** Forms of new orders that nobody finished on this device. */
  readonly kept: Pick<KeptOrders, 'keep' | 'drop' | 'newId'>;
  /** Those that may be gone on with, the latest first, with the articles of today. @param client of this one only; `null`: of all */
  unfinished(client: string | null): Promise<readonly KeptOrder[]>;
  /** What the pair costs and why. */
  lenses(draft: PairDraft, options: readonly string[]): Promise<readonly LensMatch[]>;
  frames(text: string): Promise<readonly CatalogueEntry[]>;
  services(): Promise<readonly CatalogueEntry[]>;
  /** The articles of a pair of an order again, to change it; lenses and frames that are not sold any more are left out. */
  draftOf(held: HeldOrder, pair: PairLetter): Promise<PairDraft | null>;
  shelved(sku: string): Shelved | null;
  shelvedLens(lens: DraftLens, draft: PairDraft, side: Side): Shelved | null;
  /** When the glasses can be ready, and what would make it another day. `beside`: other pairs of the same order. */
  promise(drafts: readonly PairDraft[]): Promise<{ readonly promised: Promised; readonly instead: readonly Alternative[] }>;
  /** The glasses anew: another order, linked both ways, free of charge. */
  again(held: HeldOrder, claim: Omit<Claim, 'original' | 'again'>): Promise<OrderWritten>;
  /** The order whose receipts pay for these glasses: made anew, they are paid for by the order that they replace. */
  paidBy(held: HeldOrder): Promise<HeldOrder>;
  cartForDeposit(held: HeldOrder, clientName: string): PaidCart;
  cartForAdvance(held: HeldOrder, clientName: string): PaidCart;
  cartForHandOver(held: HeldOrder, clientName: string, deposits: readonly OpenDeposit[]): ReturnType<typeof handOverCart>;
  /** What our stock holds for orders, by article. */
  reserved(): Promise<ReadonlyMap<string, Held>>;
  /** What is to be given back of a cancelled order, receipt by receipt. */
  refunds(held: HeldOrder): readonly { readonly sale: string | null; readonly amount: Kopecks }[];
  /** What people call the shop's staff: `null` where nobody knows. */
  staffName(id: string | null): Promise<string | null>;
}

export type { Order };
