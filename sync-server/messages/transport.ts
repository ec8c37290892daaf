import type { FaultKind } from '../../design/messages/message.ts';

/** What goes out. `id` is the same for every try (`design/messages/message.ts`). */
export interface Email {
  /** RFC 5322 message id, with its angle brackets. */
  readonly id: string;
  readonly to: string;
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** PNG, shown by `cid:qr`; `null` where the receipt has none. */
  readonly qr: Uint8Array | null;
  /** Goes with it as a file of text, UTF-8. */
  readonly file?: { readonly name: string; readonly text: string } | null;
  /** Somebody is expected to answer: no machine's letter (RFC 3834). */
  readonly answered?: boolean;
  /** Of the receipt, epoch ms. */
  readonly at: number;
}

export interface Sms {
  readonly id: string;
  /** `+7…` */
  readonly to: string;
  readonly text: string;
}

/** Resolves when the other side has taken the message. @throws DeliveryFault */
export interface Transport<M> {
  readonly via: 'smtp' | 'outbox' | 'sms' | 'console';
  send(message: M, signal: AbortSignal): Promise<void>;
}

/** A message was not taken. `why` is for the log and the administrator: a code or the service's own number, never an address. */
export class DeliveryFault extends Error {
  override readonly name = 'DeliveryFault';
  readonly kind: FaultKind;
  readonly why: string;
  constructor(kind: FaultKind, why: string) {
    super(`${kind}: ${why}`);
    this.kind = kind;
    this.why = why;
  }
}
