import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/**
 * The trace of a request (W3C Trace Context): 32 hexadecimal digits that the till sends with everything it asks about one sale, so that
 * its way can be followed from the till's call to the operator's answer. Kept beside the code instead of being handed through it.
 */
const current = new AsyncLocalStorage<string>();

/** `00-<trace id>-<parent id>-<flags>`; later versions may append fields. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;

export const newTrace = (): string => randomUUID().replaceAll('-', '');

/** The trace id of a `traceparent` header, `null` where there is none or it is not well formed: the standard says to begin anew then. */
export const traceOfHeader = (header: string | readonly string[] | undefined): string | null =>
  typeof header === 'string' ? (TRACEPARENT.exec(header)?.[1] ?? null) : null;

/** A `traceparent` for a call that we make, or an answer that we give, within the trace. */
export const traceparent = (trace: string): string => `00-${trace}-${newTrace().slice(16)}-01`;

/** The trace that this code runs for; `undefined` in the background. */
export const currentTrace = (): string | undefined => current.getStore();

export const withTrace = <T>(trace: string, work: () => T): T => current.run(trace, work);

/** Work that will be run by somebody else's hand (a queue) keeps the trace of whoever asked for it. */
export function carryingTrace<T>(work: () => T): () => T {
  const trace = current.getStore();
  return trace === undefined ? () => current.exit(work) : () => current.run(trace, work);
}
