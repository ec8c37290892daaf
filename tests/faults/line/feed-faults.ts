import type { IncomingMessage, ServerResponse } from 'node:http';

export type FeedFault =
  /** Ends after so many events, in the middle of the next one or between the two. */
  | { readonly kind: 'cut'; readonly after: number; readonly inside: boolean }
  /** A proxy that keeps what streams until it has so many bytes. */
  | { readonly kind: 'buffered'; readonly bytes: number };

export function cutFeed(answer: IncomingMessage, response: ServerResponse, fault: FeedFault & { kind: 'cut' }): void {
  let seen = '';
  answer.setEncoding('utf8');
  answer.on('data', (text: string) => {
    if (response.destroyed) return;
    const before = seen.length;
    seen += text;
    const end = endOf(seen, fault.after);
    // What belongs to the events that pass goes on at once; the next one is waited for, to break in its middle.
    const passes = end === null ? seen.length : end;
    if (passes > before) response.write(seen.slice(before, passes));
    if (end === null || (fault.inside && seen.length === end)) return;
    const begun = fault.inside ? seen.slice(Math.max(before, end), end + Math.ceil((seen.length - end) / 2)) : '';
    response.write(begun || ':', () => response.destroy());
  });
}

/** Where the n-th event ends; `null` where it is not there yet. Heartbeats (comments) are no events. */
function endOf(text: string, n: number): number | null {
  let at = 0;
  for (let events = 0; events < n;) {
    const end = text.indexOf('\n\n', at);
    if (end < 0) return null;
    if (!text.slice(at, end).startsWith(':')) events += 1;
    at = end + 2;
  }
  return at;
}

export function bufferedFeed(answer: IncomingMessage, response: ServerResponse, fault: FeedFault & { kind: 'buffered' }): void {
  let held: Uint8Array[] = [];
  let bytes = 0;
  answer.on('data', (chunk: Uint8Array) => {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < fault.bytes) return;
    response.write(Buffer.concat(held));
    held = [];
    bytes = 0;
  });
  answer.on('end', () => response.end(Buffer.concat(held)));
}
