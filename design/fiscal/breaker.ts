import { BREAKER } from './limits.ts';

/**
 * The circuit breaker in front of the operator as a pure state machine (requirements B-63, L-03). Only failures to be served count;
 * a refusal of one document is an answer and counts as success.
 */
export type Breaker =
  | { readonly state: 'closed'; readonly failures: number }
  | { readonly state: 'open'; readonly failures: number; readonly since: number }
  | { readonly state: 'half-open'; readonly failures: number; readonly successes: number };

export const CLOSED: Breaker = { state: 'closed', failures: 0 };

export type BreakerEvent =
  | { readonly type: 'success' }
  | { readonly type: 'failure'; readonly at: number }
  /** The uncounted probe while open was answered. */
  | { readonly type: 'probe-answered' }
  | { readonly type: 'tick'; readonly at: number }
  | { readonly type: 'reset' };

export function nextBreaker(breaker: Breaker, event: BreakerEvent): Breaker {
  switch (event.type) {
    case 'reset':
      return CLOSED;
    case 'failure': {
      const failures = breaker.failures + 1;
      if (breaker.state === 'open') return breaker;
      if (breaker.state === 'half-open' || failures >= BREAKER.failures) return { state: 'open', failures, since: event.at };
      return { state: 'closed', failures };
    }
    case 'success':
      if (breaker.state === 'closed') return breaker.failures === 0 ? breaker : CLOSED;
      if (breaker.state === 'open') return breaker;
      return breaker.successes + 1 >= BREAKER.successes ? CLOSED : { ...breaker, successes: breaker.successes + 1 };
    case 'probe-answered':
      return breaker.state === 'open' ? { state: 'half-open', failures: breaker.failures, successes: 0 } : breaker;
    case 'tick': {
      const rested = breaker.state === 'open' && event.at - breaker.since >= BREAKER.openFor;
      return rested ? { state: 'half-open', failures: breaker.failures, successes: 0 } : breaker;
    }
  }
}

/** May a document go out now? */
export const admits = (breaker: Breaker): boolean => breaker.state !== 'open';
