import { HEARTBEAT_EVERY } from '../../../design/fiscal/limits.ts';
import { SECOND } from '../../../design/time/clock.ts';
import type { LoadDevice } from './plan.ts';

const COPY_EVERY = 10 * SECOND;

/** What a till's gateway says to the server: its heartbeat, and the copy of its journal every ten seconds while there is something new. */
export function startGatewayCopy(url: string, { till, store, gatewayToken }: LoadDevice) {
  const rows: object[] = [];
  let sent = 0;
  let failures = 0;
  const post = async (path: string, body: object): Promise<boolean> => {
    const headers = { authorization: `Bearer ${gatewayToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return true;
    failures += 1;
    return false;
  };
  const beat = (): Promise<boolean> =>
    post('/api/v1/kkt/heartbeat', {
      timestamp: new Date().toISOString(),
      adapter_id: till,
      pos_id: till,
      store,
      fn: null,
      shift: null,
      buffer_status: {
        ...{ total_capacity: 200, current_queued: 0, percent_full: 0, pending: 0, synced: sent, failed: 0, dlq_size: 0 },
        network_status: 'online',
      },
      circuit_breaker: { state: 'closed', failure_count: 0, success_count: 0 },
    });
  const copy = async (): Promise<void> => {
    const some = rows.slice(sent, sent + 200);
    if (some.length > 0 && (await post('/api/journal', { pos_id: till, store, rows: some }))) sent += some.length;
  };
  // Not all in the same second, as in a chain.
  const timers: NodeJS.Timeout[] = [];
  const every = (ms: number, work: () => Promise<unknown>): void => {
    timers.push(
      setTimeout(() => {
        void work();
        timers.push(setInterval(() => void work(), ms));
      }, Math.random() * ms),
    );
  };
  every(HEARTBEAT_EVERY, beat);
  every(COPY_EVERY, copy);

  return {
    get failures() {
      return failures;
    },
    note(kind: string, at: number, change: object): void {
      const nothing = { receipt: null, key: null, fn: null, fd: null, sale: null, result: null, event: null, cash: null };
      rows.push({ ...nothing, seq: rows.length + 1, at, kind, details: {}, ...change });
    },
    /** Hands in the rest. */
    async end(): Promise<void> {
      for (const timer of timers) clearTimeout(timer);
      while (sent < rows.length) {
        const before = sent;
        await copy();
        if (sent === before) return;
      }
    },
  };
}
export type GatewayCopy = ReturnType<typeof startGatewayCopy>;
