import { HOUR, SECOND } from '../time/clock.ts';

/** Longest wait that an answer may impose: a header that says next year must not stop the delivery for good. */
const MOST = HOUR;

/**
 * How long the header `Retry-After` (RFC 9110 §10.2.3: seconds, or an HTTP date) asks to wait, ms; `null` where it is absent or unreadable.
 * A date is read against the answer's own `Date`, so that a wrong clock on either side does not stretch the wait; `now`: epoch ms, used
 * where the answer shows none.
 */
export function retryAfterMs(retryAfter: string | undefined, date: string | undefined, now: number): number | null {
  const text = retryAfter?.trim() ?? '';
  if (text === '') return null;
  const within = (ms: number): number => Math.min(Math.max(ms, 0), MOST);
  if (/^\d+(\.\d+)?$/.test(text)) return within(Number(text) * SECOND);
  const until = Date.parse(text);
  if (Number.isNaN(until) || !/[a-z]/i.test(text)) return null;
  const sent = Date.parse(date ?? '');
  return within(until - (Number.isNaN(sent) ? now : sent));
}
