import { MODE_CHECKS } from './limits.ts';
import type { NetworkMode } from './wire.ts';

/**
 * The mode a person is shown (requirements B-01, B-02): online, degraded (server lost), offline (operator lost). It is advice: no sale
 * and no delivery waits for it. A change needs three checks in a row that say otherwise and a minimum stay, so that a flapping link
 * does not flicker; `checking`, the state at start, ends with the third agreeing check.
 */
export interface NetworkState {
  readonly mode: NetworkMode;
  /** Epoch ms. */
  readonly since: number;
  readonly ofd: Streak;
  readonly server: Streak;
}

interface Streak {
  readonly ok: boolean | null;
  /** Checks in a row that said so. */
  readonly count: number;
  /** What counts: the last answer that was given `MODE_CHECKS` times in a row. */
  readonly settled: boolean | null;
}

export interface NetworkCheck {
  readonly of: 'ofd' | 'server';
  readonly ok: boolean;
  readonly at: number;
}

const UNKNOWN: Streak = { ok: null, count: 0, settled: null };

/** `server: false` where no server is configured: it is then never missed. */
export const checkingNetwork = (at: number, watches: { ofd: boolean; server: boolean }): NetworkState => ({
  mode: 'checking',
  since: at,
  ofd: watches.ofd ? UNKNOWN : { ...UNKNOWN, settled: true },
  server: watches.server ? UNKNOWN : { ...UNKNOWN, settled: true },
});

function seen(streak: Streak, ok: boolean): Streak {
  const count = streak.ok === ok ? streak.count + 1 : 1;
  return { ok, count, settled: count >= MODE_CHECKS ? ok : streak.settled };
}

function modeOf(ofd: boolean | null, server: boolean | null): NetworkMode {
  if (ofd === null) return 'checking';
  if (!ofd) return 'offline';
  return server === false ? 'degraded' : 'online';
}

/** `dwell`: minimum stay in a mode, ms. */
export function nextNetwork(state: NetworkState, check: NetworkCheck, dwell: number): NetworkState {
  const next = { ...state, [check.of]: seen(state[check.of], check.ok) };
  const mode = modeOf(next.ofd.settled, next.server.settled);
  const mayLeave = state.mode === 'checking' || check.at - state.since >= dwell;
  return mode === state.mode || mode === 'checking' || !mayLeave ? next : { ...next, mode, since: check.at };
}
