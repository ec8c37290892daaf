import { backoff } from '../../design/fiscal/backoff.ts';
import { admits, CLOSED, nextBreaker } from '../../design/fiscal/breaker.ts';
import type { Breaker, BreakerEvent } from '../../design/fiscal/breaker.ts';
import type { Context } from '../context.ts';

/** When the next document may go out: the circuit breaker and the backoff between attempts (requirements B-61, B-63). */
export interface Pace {
  readonly breaker: Breaker;
  readonly admits: boolean;
  /** When the operator last did not serve, epoch ms; `null` since the start. */
  readonly lastFailure: number | null;
  /** Not before this instant by itself, epoch ms. */
  readonly notBefore: number;
  /** The operator served a document or a question. */
  served(): void;
  /**
   * Not served. `counted`: not reached, or answered 5xx; a 4xx ("not now", "not you") backs off without opening the breaker.
   * Returns how long to wait, ms; `retryAfter` (ms) is never undercut.
   */
  failed(counted: boolean, retryAfter?: number | null): number;
  /** Waits `ms` before the next document. */
  hold(ms: number): void;
  /** An uncounted probe was answered, or not. True where a document may go out now that could not before. */
  probed(answered: boolean): boolean;
  tick(): void;
  /** A person says: now. */
  force(): void;
  reset(): void;
}

export function createPace({ clock, random, events, journal, stores, log, metrics }: Context): Pace {
  let breaker: Breaker = CLOSED;
  let failures = 0;
  let notBefore = 0;
  /** When it was set: a clock that stands before this was set back, and the instant means nothing any more. */
  let heldAt = 0;
  /** When it opened; of a half-open one too. */
  let openedAt = 0;
  /** A probe failed since the operator last served something. */
  let wasGone = false;
  let lastFailure: number | null = null;

  function step(event: BreakerEvent): void {
    const before = breaker;
    const now = clock.now();
    breaker = nextBreaker(before, event);
    if (before.state === breaker.state) return;
    const { state } = breaker;
    if (state === 'open') metrics.breakerOpened();
    if (state === 'open' && before.state === 'closed') openedAt = now;
    if (state === 'closed') [failures, notBefore] = [0, 0];
    const down = Math.round((now - openedAt) / 1000);
    const name = state === 'open' ? 'opened' : state === 'closed' ? 'closed' : 'half_open';
    log[state === 'open' ? 'warn' : 'info'](`circuit_breaker_${name}`, {
      from: before.state,
      ...(state === 'closed' ? { downtime_seconds: down } : {}),
    });
    events.emit({ type: 'buffer' });
    // Half-open comes and goes with every trial of a long night; people account for the opening and the closing.
    if (state === 'half-open' || before.state === 'half-open' ? state !== 'closed' : false) return;
    const level = state === 'open' ? 'ERROR' : 'INFO';
    const said = state === 'open' ? 'оператор не принимает чеки' : `приём восстановлен через ${down} с`;
    journal
      .commitLater(() => stores.log.append(now, level, `circuit_${name}`, null, said, { downtime_seconds: down }))
      .catch((error: unknown) => log.error('mark_not_written', { message: String(error) }));
  }

  return {
    get breaker() {
      return breaker;
    },
    get admits() {
      return admits(breaker);
    },
    get lastFailure() {
      return lastFailure;
    },
    get notBefore() {
      return clock.now() < heldAt ? 0 : notBefore;
    },
    served() {
      failures = 0;
      wasGone = false;
      step({ type: 'success' });
    },
    failed(counted, retryAfter = null) {
      failures += 1;
      lastFailure = clock.now();
      if (counted) metrics.breakerFailed();
      if (counted) step({ type: 'failure', at: clock.now() });
      // While closed an even pace, so that an operator that is gone opens the breaker within half a minute (requirements K-24).
      return backoff(counted && breaker.state === 'closed' ? 1 : failures, random.unit(), retryAfter);
    },
    hold(ms) {
      heldAt = clock.now();
      notBefore = heldAt + ms;
    },
    probed(answered) {
      // Half-open too: a trial that waits for its backoff must not outwait an operator that is back.
      if (!answered) wasGone = true;
      if (!answered || breaker.state === 'closed') return false;
      const back = wasGone || breaker.state === 'open';
      // Back from an absence: go on at once. Where questions were answered all the time and only documents fail, the backoff stands.
      if (wasGone) [failures, notBefore] = [0, 0];
      wasGone = false;
      step({ type: 'probe-answered' });
      return back;
    },
    tick: () => step({ type: 'tick', at: clock.now() }),
    force() {
      step({ type: 'probe-answered' });
      notBefore = 0;
    },
    reset() {
      step({ type: 'reset' });
      [failures, notBefore] = [0, 0];
    },
  };
}
