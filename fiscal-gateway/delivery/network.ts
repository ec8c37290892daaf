import { OFD_SLOW, OFD_TIMEOUT, BREAKER } from '../../design/fiscal/limits.ts';
import { median } from '../../design/fiscal/median.ts';
import { checkingNetwork, nextNetwork } from '../../design/fiscal/network-mode.ts';
import type { NetworkCheck, NetworkState } from '../../design/fiscal/network-mode.ts';
import { SECOND } from '../../design/time/clock.ts';
import type { Context } from '../context.ts';

/** Between two questions to the operator, ms: quick while nothing is known yet. */
const EVERY = { checking: 500, settled: BREAKER.probeEvery } as const;
/** One slow answer is chance, two of three are a slow link. */
const LATENCIES = 3;

/** What people are shown of the links (design §6). Nothing waits for it. */
export interface Network {
  readonly state: NetworkState;
  /** How long the operator takes to answer, ms (median of the last three); `null` while it does not. */
  readonly latency: number | null;
  note(check: Omit<NetworkCheck, 'at'>): void;
  /** The operator took so long for a document, ms. */
  readonly noteLatency: (ms: number) => void;
  /** Hears of every question to the operator: was it answered? Returns how to stop listening. */
  onProbe(listener: (answered: boolean) => void): () => void;
  watch(signal: AbortSignal): Promise<void>;
}

export function createNetwork(context: Context): Network {
  const { ofd, config, clock, timers, events, alarms, journal, stores, log } = context;
  let state = checkingNetwork(clock.now(), { ofd: ofd !== null, server: config.syncUrl !== null });
  let latencies: readonly number[] = [];
  const listeners = new Set<(answered: boolean) => void>();

  function noteLatency(ms: number): void {
    latencies = [...latencies, ms].slice(-LATENCIES);
    const typical = median(latencies);
    // Slow is not gone (requirements B-03, POC-5): it is said, and changes nothing.
    alarms.set('OFD_SLOW', typical >= OFD_SLOW, { latency_ms: Math.round(typical) });
  }

  function note(check: Omit<NetworkCheck, 'at'>): void {
    const before = state;
    state = nextNetwork(before, { ...check, at: clock.now() }, config.modeDwell);
    if (state.mode === before.mode) return;
    const { mode, since } = state;
    context.standing.network = mode;
    const lasted = Math.round((since - before.since) / SECOND);
    log.info('network_mode_change', { from: before.mode, to: mode, lasted_seconds: lasted });
    events.emit({ type: 'buffer' });
    const details = { from: before.mode, to: mode, lasted_seconds: lasted };
    journal
      .commitLater(() => stores.log.append(since, 'INFO', 'network_mode_change', null, `${before.mode} → ${mode}`, details))
      .catch((error: unknown) => log.error('log_not_written', { message: String(error) }));
  }

  return {
    get state() {
      return state;
    },
    get latency() {
      return latencies.length === 0 ? null : median(latencies);
    },
    note,
    noteLatency,
    onProbe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async watch(signal) {
      while (!signal.aborted && ofd !== null) {
        const took = await ofd.probe(AbortSignal.any([signal, timers.deadline(OFD_TIMEOUT)])).catch(() => null);
        if (signal.aborted) return;
        if (took === null) latencies = [];
        else noteLatency(took);
        note({ of: 'ofd', ok: took !== null });
        for (const listener of listeners) listener(took !== null);
        await timers.sleep(state.mode === 'checking' ? EVERY.checking : EVERY.settled, signal);
      }
    },
  };
}
