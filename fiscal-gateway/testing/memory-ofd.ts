import type { Clock } from '../../design/time/clock.ts';
import type { OfdDocument, OfdOutcome, OfdTransport } from '../ofd/ofd.ts';

export type MemoryOfdMode = 'ok' | 'down' | 'hang' | 'deaf' | 'reject' | 'limit';

export interface MemoryOfd extends OfdTransport {
  mode: MemoryOfdMode;
  /** Keys of documents held, in order of arrival. */
  readonly held: string[];
  /** Every document that arrived, repeats included. */
  readonly arrivals: OfdDocument[];
  /** Everything that happened: `send 3`, `ask 3`, `probe`. */
  readonly calls: string[];
}

/** A test double: the operator in memory. */
export function createMemoryOfd(clock: Clock): MemoryOfd {
  const unavailable = (status: number | null, retryAfter: number | null = null): OfdOutcome => ({
    kind: 'unavailable',
    status,
    message: `status ${status}`,
    retryAfter,
    key: false,
  });

  const ofd: MemoryOfd = {
    kind: 'memory',
    mode: 'ok',
    held: [],
    arrivals: [],
    calls: [],
    async send(document, signal): Promise<OfdOutcome> {
      ofd.calls.push(`send ${document.fd}`);
      if (ofd.mode === 'down') return unavailable(503);
      if (ofd.mode === 'limit') return unavailable(429, 7_000);
      if (ofd.mode === 'reject') return { kind: 'refused', status: 422, message: 'status 422' };
      if (ofd.mode === 'hang') {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
        return { kind: 'unknown', message: 'no answer in time' };
      }
      const key = `${document.fn}-${document.fd}`;
      ofd.arrivals.push(document);
      if (!ofd.held.includes(key)) ofd.held.push(key);
      if (ofd.mode === 'deaf') return { kind: 'unknown', message: 'answer lost' };
      return { kind: 'accepted', ticket: { fn: document.fn, fd: document.fd, at: clock.now(), sign: 'sign' } };
    },
    async ask(fn, fd) {
      ofd.calls.push(`ask ${fd}`);
      if (ofd.mode === 'down') return Promise.resolve('unknown');
      return Promise.resolve(ofd.held.includes(`${fn}-${fd}`) ? 'held' : 'absent');
    },
    ticket: async (fn, fd) => Promise.resolve({ fn, fd, at: clock.now(), sign: 'sign' }),
    async probe() {
      ofd.calls.push('probe');
      return Promise.resolve(ofd.mode === 'down' || ofd.mode === 'hang' ? null : 1);
    },
    close: async () => Promise.resolve(),
  };
  return ofd;
}
