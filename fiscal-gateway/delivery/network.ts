import { OFD_TIMEOUT } from '../../design/fiscal/limits.ts';
import { checkingNetwork, nextNetwork } from '../../design/fiscal/network-mode.ts';
import type { NetworkCheck, NetworkState } from '../../design/fiscal/network-mode.ts';
import type { Context } from '../context.ts';

/** Between two questions to the operator, ms: quick while nothing is known yet. */
const EVERY = { checking: 500, settled: 5_000 } as const;

/** What people are shown of the links (design §6). Nothing waits for it. */
export interface Network {
  readonly state: NetworkState;
  /** Answer time of the last probe, ms; `null` where there was none. */
  readonly latency: number | null;
  note(check: Omit<NetworkCheck, 'at'>): void;
  watch(signal: AbortSignal): Promise<void>;
}

export function createNetwork(context: Context): Network {
  const { ofd, config, clock, timers, events, journal, stores, log } = context;
  let state = checkingNetwork(clock.now(), { ofd: ofd !== null, server: config.syncUrl !== null });
  let latency: number | null = null;

  function note(check: Omit<NetworkCheck, 'at'>): void {
    const before = state;
    state = nextNetwork(before, { ...check, at: clock.now() }, config.modeDwell);
    if (state.mode === before.mode) return;
    log.info('network_mode_change', { from: before.mode, to: state.mode });
    events.emit({ type: 'buffer' });
    const { mode, since } = state;
    journal
      .commit(() => stores.log.append(since, 'INFO', 'network_mode_change', null, `${before.mode} → ${mode}`))
      .catch((error: unknown) => log.error('log_not_written', { message: String(error) }));
  }

  return {
    get state() {
      return state;
    },
    get latency() {
      return latency;
    },
    note,
    async watch(signal) {
      while (!signal.aborted && ofd !== null) {
        latency = await ofd.probe(AbortSignal.any([signal, timers.deadline(OFD_TIMEOUT)])).catch(() => null);
        if (signal.aborted) return;
        note({ of: 'ofd', ok: latency !== null });
        await timers.sleep(state.mode === 'checking' ? EVERY.checking : EVERY.settled, signal);
      }
    },
  };
}
