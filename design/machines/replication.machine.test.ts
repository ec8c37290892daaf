import fc from 'fast-check';
import { createActor, fromPromise, SimulatedClock, waitFor } from 'xstate';
import { describe, expect, it } from 'vitest';
import {
  LEAST_PAUSE,
  LOGIN_RETRY,
  MOST_TOLD,
  ReplicationFailure,
  replicationMachine,
  retryDelay,
  SLOW_AFTER,
  STALLED_AFTER,
  TICK,
  type FailureKind,
} from './replication.machine.ts';

type Step = 'checkSession' | 'pushSales' | 'pushStore' | 'pull' | 'handIn';
type Rest = 'resting' | 'waiting' | 'login' | 'revoked' | 'running';

/** The loop with scripted steps; a step can be held until released, and hears whether it was interrupted. */
function loop(
  run: (step: Step, signal: AbortSignal) => Promise<void> = () => Promise.resolve(),
  hasWork: () => boolean = () => false,
) {
  const calls: Step[] = [];
  const clock = new SimulatedClock();
  let looks = 0;
  const step = (name: Step) =>
    fromPromise<void>(({ signal }) => {
      calls.push(name);
      return run(name, signal);
    });
  const machine = replicationMachine.provide({
    actors: {
      checkSession: step('checkSession'),
      pushSales: step('pushSales'),
      pushStore: step('pushStore'),
      pull: step('pull'),
      handIn: step('handIn'),
    },
    guards: { hasWork },
    actions: { inStep: () => void (looks += 1) },
  });
  const actor = createActor(machine, { clock, input: { random: () => 1 } });
  actor.start();
  const until = (state: Rest) => waitFor(actor, (s) => s.matches(state));
  return { actor, calls, clock, until, looks: () => looks };
}
const ROUND: Step[] = ['checkSession', 'pushSales', 'pushStore', 'pull'];
const fail = (kind: FailureKind, retryAfter: number | null = null) =>
  Promise.reject(new ReplicationFailure(kind, undefined, retryAfter));
const never = () => new Promise<void>(() => undefined);

describe('the replication loop', () => {
  it('checks the session, pushes sales, then the shop’s documents, then pulls', async () => {
    const { actor, calls, until } = loop();
    actor.send({ type: 'LOCAL' });
    await until('resting');
    expect(calls).toEqual(ROUND);
  });

  it('starts nothing by itself while there is nothing to do, and tells that it looked', () => {
    const { calls, clock, looks } = loop();
    for (let n = 0; n < 10; n += 1) clock.increment(TICK);
    expect([calls, looks()]).toEqual([[], 10]);
  });

  it('begins at the tick where something is behind, also when a person comes back to it', async () => {
    let work = true;
    const { actor, calls, clock, until } = loop(undefined, () => work);
    clock.increment(TICK);
    await until('resting');
    actor.send({ type: 'VISIBLE' });
    await until('resting');
    work = false;
    actor.send({ type: 'VISIBLE' });
    expect(calls).toEqual([...ROUND, ...ROUND]);
  });

  it('runs once more where something changed while it pushed', async () => {
    const { actor, calls, until } = loop((step) => {
      if (step === 'pushStore' && calls.length === 3) actor.send({ type: 'LOCAL' });
      return Promise.resolve();
    });
    actor.send({ type: 'LOCAL' });
    await until('resting');
    expect(calls).toEqual([...ROUND, ...ROUND]);
  });

  it('pushes a local change beside a long pull, one push at a time: a sale does not wait for a month of history', async () => {
    const held = Promise.withResolvers<void>();
    const pushing = Promise.withResolvers<void>();
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let interrupted = 0;
    const count = (step: Step) => calls.filter((call) => call === step).length;
    const { actor, calls, until } = loop((step, signal) => {
      signal.addEventListener('abort', () => (interrupted += 1));
      if (step === 'pull') {
        actor.send({ type: 'LOCAL' });
        return held.promise;
      }
      if (step === 'pushSales' && count(step) === 2) {
        first.resolve();
        return pushing.promise;
      }
      if (step === 'pushSales' && count(step) === 3) second.resolve();
      return Promise.resolve();
    });
    actor.send({ type: 'REMOTE' });
    await first.promise;
    actor.send({ type: 'LOCAL' });
    expect(count('pushSales')).toBe(2);
    pushing.resolve();
    await second.promise;
    held.resolve();
    await until('resting');
    const beside: Step[] = ['pushSales', 'pushStore'];
    expect([calls, interrupted]).toEqual([[...ROUND, ...beside, ...beside], 0]);
  });

  it('pushes nothing with a token that is not valid: a 401 must not count as refused documents', async () => {
    const { actor, calls, until } = loop(() => fail('unauthorized'));
    actor.send({ type: 'LOCAL' });
    await until('login');
    expect(calls).toEqual(['checkSession', 'checkSession']);
  });

  it('asks for the session once more after one 401: the token was changed by another tab', async () => {
    let refused = false;
    const { actor, calls, until } = loop((step) => {
      if (step !== 'pushSales' || refused) return Promise.resolve();
      refused = true;
      return fail('unauthorized');
    });
    actor.send({ type: 'LOCAL' });
    await until('resting');
    expect(calls).toEqual(['checkSession', 'pushSales', ...ROUND]);
  });

  it('goes on when the device was paired again, and asks by itself each minute', async () => {
    let valid = false;
    const { actor, calls, clock, until } = loop(() => (valid ? Promise.resolve() : fail('unauthorized')));
    actor.send({ type: 'LOCAL' });
    await until('login');
    actor.send({ type: 'LOCAL' });
    expect(actor.getSnapshot().matches('login')).toBe(true);
    clock.increment(LOGIN_RETRY);
    await until('login');
    expect(calls).toHaveLength(4);
    valid = true;
    actor.send({ type: 'PAIRED' });
    await until('resting');
  });

  it('hands in to the quarantine when the device was switched off, again for what is written later, and never pulls', async () => {
    const { actor, calls, until } = loop((step) => (step === 'handIn' ? Promise.resolve() : fail('revoked')));
    const handed = () => waitFor(actor, (s) => s.matches({ revoked: 'handed' }));
    actor.send({ type: 'LOCAL' });
    await handed();
    actor.send({ type: 'LOCAL' });
    await handed();
    expect(calls).toEqual(['checkSession', 'handIn', 'handIn']);
    actor.send({ type: 'PAIRED' });
    await until('running');
  });

  it('gives up a round without any event as half-open, says before that it is slow, and tries again', async () => {
    let aborted = false;
    const { actor, calls, clock, until } = loop((step, signal) => {
      if (step !== 'pull') return Promise.resolve();
      signal.addEventListener('abort', () => (aborted = true));
      return never();
    });
    actor.send({ type: 'LOCAL' });
    await waitFor(actor, (s) => s.matches({ running: { round: 'pulling' } }));
    clock.increment(SLOW_AFTER);
    expect(actor.getSnapshot().matches({ running: { watch: 'slow' } })).toBe(true);
    actor.send({ type: 'PROGRESS' });
    expect(actor.getSnapshot().matches({ running: { watch: 'alive' } })).toBe(true);
    clock.increment(SLOW_AFTER);
    clock.increment(STALLED_AFTER - 1);
    expect(aborted).toBe(false);
    clock.increment(1);
    expect([aborted, actor.getSnapshot().matches('waiting')]).toEqual([true, true]);
    clock.increment(retryDelay(1));
    await until('running');
    expect(calls.filter((call) => call === 'checkSession')).toHaveLength(2);
  });

  it('waits longer after each failure, and tries at once on a local change', async () => {
    const { actor, calls, clock, until } = loop(() => fail('waiting'));
    actor.send({ type: 'LOCAL' });
    await until('waiting');
    clock.increment(retryDelay(1));
    await until('waiting');
    expect(calls).toHaveLength(2);
    clock.increment(retryDelay(2) - 1);
    expect(calls).toHaveLength(2);
    actor.send({ type: 'LOCAL' });
    await until('waiting');
    expect(calls).toHaveLength(3);
  });

  it('asks at most once a second whatever happens while the server is away (a changed clock asked several times a second)', async () => {
    const { actor, calls, clock, until } = loop(() => fail('waiting'));
    actor.send({ type: 'LOCAL' });
    await until('waiting');
    clock.increment(retryDelay(1));
    await until('waiting');
    const before = calls.length;
    for (let ms = 0; ms < 10_000; ms += 50) {
      for (const type of ['LOCAL', 'ONLINE', 'VISIBLE', 'CLOCK'] as const) actor.send({ type });
      clock.increment(50);
      await until('waiting');
    }
    expect(calls.length - before).toBeLessThanOrEqual(10_000 / LEAST_PAUSE);
    // And what happened meanwhile is not forgotten: a sale is asked about when the second is over, not when the turn comes.
    expect(calls.length - before).toBeGreaterThanOrEqual(9);
  });

  it('honours Retry-After even where something is sold meanwhile, and no longer than five minutes', async () => {
    let asked = 20_000;
    const { actor, calls, clock, until } = loop(() => fail('waiting', asked));
    actor.send({ type: 'LOCAL' });
    await until('waiting');
    for (const type of ['LOCAL', 'ONLINE', 'VISIBLE', 'REMOTE'] as const) actor.send({ type });
    clock.increment(20_000);
    expect(calls).toHaveLength(1);
    asked = 86_400_000;
    clock.increment(2_000);
    await until('waiting');
    expect(calls).toHaveLength(2);
    clock.increment(MOST_TOLD * 1.1);
    await until('waiting');
    expect(calls).toHaveLength(3);
  });

  it('never waits more than half a minute by itself, nor less than half of its turn', () => {
    expect([1, 2, 3, 6, 50].map((n) => retryDelay(n))).toEqual([1_000, 2_000, 4_000, 30_000, 30_000]);
    fc.assert(
      fc.property(fc.nat(2_000), fc.double({ min: 0, max: 1, noNaN: true }), (n, random) => {
        const whole = retryDelay(n);
        const delay = retryDelay(n, random);
        expect(delay).toBeGreaterThanOrEqual(whole / 2);
        expect(delay).toBeLessThanOrEqual(whole);
      }),
    );
  });
});

type Act =
  | { do: 'send'; type: 'LOCAL' | 'REMOTE' | 'ONLINE' | 'PAIRED' | 'VISIBLE' | 'CLOCK' | 'PROGRESS' }
  | { do: 'time'; ms: number }
  | { do: 'end'; which: number; how: 'ok' | FailureKind | 'told' };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    do: fc.constant('send' as const),
    type: fc.constantFrom('LOCAL', 'REMOTE', 'ONLINE', 'PAIRED', 'VISIBLE', 'CLOCK', 'PROGRESS'),
  }),
  fc.record({ do: fc.constant('time' as const), ms: fc.constantFrom(500, 5_000, SLOW_AFTER, STALLED_AFTER, LOGIN_RETRY) }),
  fc.record({
    do: fc.constant('end' as const),
    which: fc.nat(3),
    how: fc.constantFrom('ok', 'ok', 'ok', 'unauthorized', 'revoked', 'waiting', 'told'),
  }),
);

describe('the replication loop, whatever happens in whatever order', () => {
  it('never runs two pushes at once, and comes to rest when the server answers again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), fc.boolean(), async (acts, hasWork) => {
        const open = new Map<object, { step: Step; end: (how: FailureKind | 'ok' | 'told') => void }>();
        let well = false;
        const { actor, clock } = loop(
          (step, signal) => {
            if (well) return Promise.resolve();
            const key = {};
            const { promise, resolve, reject } = Promise.withResolvers<void>();
            signal.addEventListener('abort', () => open.delete(key));
            open.set(key, {
              step,
              end(how) {
                open.delete(key);
                if (how === 'ok') resolve();
                else reject(new ReplicationFailure(how === 'told' ? 'waiting' : how, undefined, how === 'told' ? 7_000 : null));
              },
            });
            const writing = [...open.values()].filter((one) => one.step !== 'pull');
            expect(writing).toHaveLength(step === 'pull' ? 0 : 1);
            return promise;
          },
          () => hasWork && !well,
        );
        const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
        for (const one of acts) {
          if (one.do === 'send') actor.send({ type: one.type });
          else if (one.do === 'time') clock.increment(one.ms);
          else [...open.values()][one.which % Math.max(1, open.size)]?.end(one.how);
          await settle();
          expect(actor.getSnapshot().status).toBe('active');
        }
        well = true;
        for (const { end } of [...open.values()]) end('ok');
        for (let n = 0; n < 8 && !actor.getSnapshot().matches('resting'); n += 1) {
          await settle();
          clock.increment(MOST_TOLD * 1.1);
          await settle();
        }
        expect(actor.getSnapshot().value).toBe('resting');
        actor.stop();
      }),
      { numRuns: 150 },
    );
  });
});
