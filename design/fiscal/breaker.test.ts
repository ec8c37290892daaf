import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BREAKER } from './limits.ts';
import { admits, CLOSED, nextBreaker } from './breaker.ts';
import type { Breaker, BreakerEvent } from './breaker.ts';

const run = (events: readonly BreakerEvent[], from: Breaker = CLOSED): Breaker => events.reduce(nextBreaker, from);
const failure = (at: number): BreakerEvent => ({ type: 'failure', at });
const opened = run(Array.from({ length: BREAKER.failures }, (_, i) => failure(i)));

it('opens at the fifth failure in a row, not at five with a success between', () => {
  expect(opened).toEqual({ state: 'open', failures: 5, since: 4 });
  expect(run([failure(0), failure(1), failure(2), failure(3), { type: 'success' }, failure(5)]).state).toBe('closed');
});

it('half-opens after 60 s or when a probe is answered, closes after two successes, reopens at any failure', () => {
  expect(run([{ type: 'tick', at: 4 + BREAKER.openFor - 1 }], opened).state).toBe('open');
  const half = run([{ type: 'tick', at: 4 + BREAKER.openFor }], opened);
  expect(half.state).toBe('half-open');
  expect(run([{ type: 'probe-answered' }], opened)).toEqual(half);
  expect(run([{ type: 'success' }], half).state).toBe('half-open');
  expect(run([{ type: 'success' }, { type: 'success' }], half)).toEqual(CLOSED);
  expect(run([{ type: 'success' }, failure(99)], half)).toMatchObject({ state: 'open', since: 99 });
});

it('never admits anything between the opening and a probe, a rest or a reset', () => {
  const event = fc.oneof(fc.constant<BreakerEvent>({ type: 'success' }), fc.nat(1000).map(failure));
  fc.assert(
    fc.property(fc.array(event), (events) => {
      expect(admits(run(events, opened))).toBe(false);
    }),
  );
  expect(admits(run([{ type: 'reset' }], opened))).toBe(true);
});
