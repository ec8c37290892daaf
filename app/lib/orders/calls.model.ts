import type { CallWhy } from '$design/orders/calls.ts';
import type { NoticeChannel, NoticeKind, NoticeStatus } from '$design/orders/words.ts';
import type { SendingFault } from '$design/documents/sending.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { HeldOrder } from './order-shelf.ts';

/** Somebody to telephone. */
export interface Call {
  readonly key: string;
  readonly kind: NoticeKind;
  readonly why: CallWhy;
  /** `order:…`; `null`: about a recall. */
  readonly order: string | null;
  readonly number: string | null;
  readonly client: string;
  readonly name: string;
  readonly phone: string;
  /** What to say. */
  readonly text: string;
  /** When somebody last reached nobody, epoch ms. */
  readonly missed: number | null;
  /** Agreed: not before, epoch ms. */
  readonly again: number | null;
}

/** What became of one notice by one way. */
export interface NoticeLine {
  readonly key: string;
  readonly notice: NoticeKind;
  readonly channel: NoticeChannel;
  readonly status: NoticeStatus;
  readonly at: number;
  /** Why it failed. */
  readonly code: SendingFault | null;
  readonly again: number | null;
}

export interface NoticesOfOrder {
  /** The latest first. */
  readonly lines: readonly NoticeLine[];
  /** The client wants no messages. */
  readonly isSilent: boolean;
}

/** Clients to be called, and what became of messages. Works offline by what this device holds. */
export interface CallsModel {
  readonly mayNote: boolean;
  /** Those agreed for later last. */
  list(): Promise<readonly Call[]>;
  /** `again`: when to call anew, epoch ms. */
  note(call: Call, status: 'reached' | 'unreached', again: number | null): Promise<ErrorCode | null>;
  ofOrder(held: HeldOrder): Promise<NoticesOfOrder>;
}
