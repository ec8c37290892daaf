import type { ErrorCode } from '$design/errors.ts';

/** A client as the till shows one. The whole card, with prescriptions and orders, is a place of its own. */
export interface KnownClient {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  /** `YYYY-MM-DD`. */
  readonly birth: string | null;
}

/** What is asked of a new client at the till. `consent`: to keep their data and to electronic receipts; `null`: not given. */
export interface NewClient {
  readonly name: string;
  /** As `readPhone` gives it. */
  readonly phone: string | null;
  readonly consent: 'paper' | 'electronic' | null;
}

/** The shop's clients on this device. Works offline; nothing of it is on the way of a sale. */
export interface ClientsModel {
  /** By a phone or a part of it, or by words of the name; slips and the other keyboard layout are understood. At most `most`. */
  find(text: string, most?: number): Promise<readonly KnownClient[]>;
  add(client: NewClient): Promise<{ readonly client: KnownClient } | { readonly code: ErrorCode }>;
  /** Puts the client into the cart, with the address they agreed to get receipts at; `null` takes both out. */
  choose(client: Pick<KnownClient, 'id' | 'name'> | null): Promise<void>;
}
