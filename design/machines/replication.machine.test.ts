import { createActor, fromPromise, SimulatedClock, waitFor } from 'xstate';
import { describe, expect, it } from 'vitest';
import { ReplicationFailure, replicationMachine, retryDelay } from './replication.machine.ts';

type Step = 'checkSession' | 'pushSales' | 'pushStore' | 'pull';

/** The loop with scripted steps; a step can be held until released, and tells whether it was interrupted. */
function loop(run: (step: Step, signal: AbortSignal) => Promise<void> = () => Promise.resolve()) {
  const calls: string[] = [];
  const clock = new SimulatedClock();
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
    },
  });
  const actor = createActor(machine, { clock });
  actor.start();
  const until = (state: 'resting' | 'waiting' | 'login') => waitFor(actor, (s) => s.matches(state));
  return { actor, calls, clock, until };
}
const ROUND: Step[] = ['checkSession', 'pushSales', 'pushStore', 'pull'];

describe('the replication loop', () => {
  it('checks the session, pushes sales, then the shop’s documents, then pulls', async () => {
    const { actor, calls, until } = loop();
    actor.send({ type: 'LOCAL' });
    await until('resting');
    expect(calls).toEqual(ROUND);
  });

  it('starts nothing by itself', () => {
    const { calls, clock } = loop();
    clock.increment(3_600_000);
    expect(calls).toEqual([]);
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

  it('pushes a local change beside a long pull: a sale does not wait for a month of history', async () => {
    let interrupted = false;
    const [pulling, rest] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const pushed = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { actor, calls, until } = loop((step, signal) => {
      if (step === 'pushStore') pushed[calls.filter((call) => call === step).length - 1]?.resolve();
      if (step !== 'pull' || calls.filter((call) => call === step).length > 1) return Promise.resolve();
      signal.addEventListener('abort', () => (interrupted = true));
      pulling.resolve();
      return rest.promise;
    });
    actor.send({ type: 'REMOTE' });
    await pulling.promise;
    actor.send({ type: 'LOCAL' });
    await pushed[1]!.promise;
    actor.send({ type: 'LOCAL' });
    await pushed[2]!.promise;
    expect([interrupted, calls.filter((call) => call === 'pull').length]).toEqual([false, 1]);
    rest.resolve();
    await until('resting');
    const beside = ['checkSession', 'pushSales', 'pushStore'];
    expect(calls).toEqual([...ROUND, ...beside, ...beside, ...ROUND]);
  });

  it('pushes nothing with a token that is not valid: a 401 must not count as refused documents', async () => {
    const { actor, calls, until } = loop(() => Promise.reject(new ReplicationFailure('login')));
    actor.send({ type: 'LOCAL' });
    await until('login');
    expect(calls).toEqual(['checkSession']);
  });

  it('goes on when the device was paired again', async () => {
    let valid = false;
    const { actor, until } = loop(() => (valid ? Promise.resolve() : Promise.reject(new ReplicationFailure('login'))));
    actor.send({ type: 'LOCAL' });
    await until('login');
    valid = true;
    actor.send({ type: 'PAIRED' });
    await until('resting');
  });

  it('waits longer after each failure, and tries at once on a local change', async () => {
    const { actor, calls, clock, until } = loop(() => Promise.reject(new ReplicationFailure('waiting')));
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

  it('never waits more than half a minute', () => {
    expect([1, 2, 3, 6, 50].map(retryDelay)).toEqual([1_000, 2_000, 4_000, 30_000, 30_000]);
  });
});
