import type { Addresses } from '$design/contact/contact.ts';
import type { SendingView } from '$design/contact/sending-view.ts';
import type { Channel } from '$design/documents/sending.ts';
import type { ErrorCode } from '$design/errors.ts';

/** Where the electronic receipt of a sale goes, and how its sending stands. */
export interface ReceiptContact extends Addresses {
  /** `null`: nobody gave one. */
  readonly consent: 'paper' | 'electronic' | null;
  readonly sending: Readonly<Record<Channel, SendingView>>;
}

/** Electronic receipts (requirements A-80…A-82). Everything works offline: a wish is a document that replicates. */
export interface ContactsModel {
  /** Consent to be written with the next contact: said at the till, or signed on paper. */
  consent: 'paper' | 'electronic';
  /** Reactive; `null` until read. */
  of(saleId: string): ReceiptContact | null;
  /** Sends the receipt to these addresses (again, where it was sent before). Checked addresses only: see `readEmail`, `readPhone`. */
  send(saleId: string, addresses: Addresses): Promise<ErrorCode | null>;
  /** The same way once more, to the address that is known. */
  again(saleId: string, channel: Channel): Promise<ErrorCode | null>;
  /** What is known of a client who agreed to electronic receipts; `null` where nothing is. */
  ofClient(clientId: string): Promise<Addresses | null>;
}
