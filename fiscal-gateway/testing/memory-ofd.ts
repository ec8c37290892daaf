import type { Clock } from '../../design/time/clock.ts';
import type { Timers } from '../timers.ts';
import type { OfdDocument, OfdOutcome, OfdTransport } from '../ofd/ofd.ts';

export type MemoryOfdMode = 'ok' | 'down' | 'hang' | 'deaf' | 'reject' | 'limit' | 'unauthorized';

export interface MemoryOfd extends OfdTransport {
  mode: MemoryOfdMode;
  /** How long it takes to answer, virtual ms. */
  latency: number;
  /** Numbers of documents it refuses for good (422). */
  readonly refuses: Set<number>;
  /** Takes so many documents more and then breaks off in the middle of the next answers (`down`). */
  takes: number;
  /** Keys of documents held, in order of arrival. */
  readonly held: string[];
  /** Every document that arrived, repeats included. */
  readonly arrivals: OfdDocument[];
  /** Everything that happened: `send 3`, `ask 3`, `probe`. */
  readonly calls: string[];
}

/** A test double: the operator in memory. */
export function createMemoryOfd(clock: Clock, timers?: Timers): MemoryOfd {
  const slowly = async (signal: AbortSignal): Promise<void> => {
    if (ofd.latency > 0) await timers?.sleep(ofd.latency, signal);
  };
  const unavailable = (status: number | null, retryAfter: number | null = null): OfdOutcome => ({
    kind: 'unavailable',
    status,
    message: `status ${status}`,
    retryAfter,
    key: status === 401,
  });

  const ofd: MemoryOfd = {
    kind: 'memory',
    mode: 'ok',
    latency: 0,
    refuses: new Set(),
    takes: Infinity,
    held: [],
    arrivals: [],
    calls: [],
    async send(document, signal): Promise<OfdOutcome> {
      ofd.calls.push(`send ${document.fd}`);
      await slowly(signal);
      if (signal.aborted) return { kind: 'unknown', message: 'no answer in time' };
      if (ofd.mode === 'unauthorized') return unavailable(401);
      if (ofd.mode === 'down') return unavailable(503);
      if (ofd.mode === 'limit') return unavailable(429, 7_000);
      if (ofd.mode === 'reject' || ofd.refuses.has(document.fd)) return { kind: 'refused', status: 422, message: 'status 422' };
      if (ofd.mode === 'hang') {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
        return { kind: 'unknown', message: 'no answer in time' };
      }
      if (ofd.takes <= 0) return unavailable(503);
      ofd.takes -= 1;
      const key = `${document.fn}-${document.fd}`;
      ofd.arrivals.push(document);
      if (!ofd.held.includes(key)) ofd.held.push(key);
      if (ofd.mode === 'deaf') return { kind: 'unknown', message: 'answer lost' };
      return { kind: 'accepted', ticket: { fn: document.fn, fd: document.fd, at: clock.now(), sign: 'sign' } };
    },
    async ask(fn, fd, signal) {
      ofd.calls.push(`ask ${fd}`);
      await slowly(signal);
      if (ofd.mode === 'hang' || signal.aborted) return 'unknown';
      if (ofd.mode === 'unauthorized') return 'key-refused';
      if (ofd.mode === 'down' || ofd.takes <= 0) return 'unknown';
      return ofd.held.includes(`${fn}-${fd}`) ? 'held' : 'absent';
    },
    ticket: async (fn, fd) => Promise.resolve({ fn, fd, at: clock.now(), sign: 'sign' }),
    async probe(signal) {
      ofd.calls.push('probe');
      await slowly(signal);
      if (signal.aborted || ofd.mode === 'down' || ofd.mode === 'hang' || ofd.takes <= 0) return null;
      return Math.max(ofd.latency, 1);
    },
    close: async () => Promise.resolve(),
  };
  return ofd;
}
