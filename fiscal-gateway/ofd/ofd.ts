import type { OfdTicket } from '../register/register.ts';

/** A document on its way to the operator. `body` is what the register hands out (here: JSON of the document). */
export interface OfdDocument {
  readonly fn: string;
  readonly fd: number;
  readonly type: string;
  readonly total: number | null;
  readonly at: number;
  readonly body: unknown;
  /** W3C trace id of the till's request, where there was one. */
  readonly trace?: string | undefined;
}

/**
 * Phase 2's way to the tax data operator. Delivery is at least once with the key `<fn>-<fd>`; after an unknown outcome the operator is
 * asked before anything is repeated. `device` registers send by themselves: then the transport only watches the drive's counter.
 */
export interface OfdTransport {
  readonly kind: string;
  send(document: OfdDocument, signal: AbortSignal): Promise<OfdOutcome>;
  /** Is the document held? `unknown` where the operator cannot be asked now, `key-refused` where it does not talk to us. */
  ask(fn: string, fd: number, signal: AbortSignal): Promise<OfdHolding>;
  /** The ticket of a held document, where the operator shows it again; `null` where not: the same key sent again then brings it. */
  ticket?(fn: string, fd: number, signal: AbortSignal): Promise<OfdTicket | null>;
  /** A cheap question to see whether the operator answers at all. Returns latency in ms, `null` where it does not. */
  probe(signal: AbortSignal): Promise<number | null>;
  close(): Promise<void>;
}

export type OfdHolding = 'held' | 'absent' | 'unknown' | 'key-refused';

export type OfdOutcome =
  | { readonly kind: 'accepted'; readonly ticket: OfdTicket }
  /** A definite refusal of this one document (4xx but for 401, 403, 408, 425, 429): to the dead letters, the next one goes out. */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  /** Nothing reached the operator or it said "not now" (connection refused, 5xx, 408, 425, 429, 401, 403): never uses up tries. */
  | {
      readonly kind: 'unavailable';
      readonly status: number | null;
      readonly message: string;
      /** What the operator asked us to wait, ms. */
      readonly retryAfter: number | null;
      readonly key: boolean;
    }
  /** Sent, answer lost: ask before repeating, not before sent + 10 s. */
  | { readonly kind: 'unknown'; readonly message: string };
