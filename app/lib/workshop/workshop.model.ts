import type { Photo } from '$design/documents/order-pair.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { OrderView } from '$design/folds/order.ts';
import type { NewEvent } from '$design/merge/edit.ts';
import type { BoardCard, BoardColumn, LoadDay } from '$design/workshop/board.ts';
import type { MoveRefusal } from '$design/workshop/move.ts';
import type { ReadyDoubt } from '$design/workshop/bench.ts';
import type { HeldOrder } from '../orders/order-shelf.ts';

/** What became of a card that somebody pulled. */
export type Moved =
  | { readonly kind: 'moved' }
  | { readonly kind: 'none' }
  | { readonly kind: 'rework' }
  | { readonly kind: 'refused'; readonly why: MoveRefusal }
  | { readonly kind: 'doubt'; readonly doubts: readonly ReadyDoubt[] }
  | { readonly kind: 'failed'; readonly code: ErrorCode };

export interface MoveWord {
  /** Why glasses that were ready go back. */
  readonly reason?: string;
  /** A person has seen what speaks against it. */
  readonly sure?: boolean;
}

export interface WorkshopModel {
  readonly state: 'loading' | 'ready' | 'failed';
  /** Every order that the workshop sees. */
  readonly cards: readonly BoardCard[];
  /** Reads the shop's orders; follows them from then on. Never rejects, see `state`. */
  open(): Promise<void>;
  order(id: string): HeldOrder | null;
  /** Initials of a client: a board hangs where others look. '' while unknown. */
  initials(client: string | null): string;
  /** `order:…` of a ticket's barcode or of what was typed; `null`: not here. */
  find(code: string): { readonly id: string; readonly pair: string | null } | null;
  /** What is promised for each day and not ready. */
  load(days: readonly string[]): readonly LoadDay[];
  mayMove(): boolean;
  move(id: string, to: BoardColumn, word?: MoveWord): Promise<Moved>;
  /** Events as the order stands at the moment of the write; none: nothing to do. `null` on success. */
  write(id: string, events: (view: OrderView) => readonly NewEvent[]): Promise<ErrorCode | null>;
  /** Keeps the picture on this device until the server has it; answers what the order holds of it. */
  keepPhoto(order: string, picture: Blob): Promise<Photo | ErrorCode>;
  /** Pictures that the server has not confirmed. */
  readonly photosWaiting: number;
}
