import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONTROL } from '../../design/databases.ts';
import { HOUR } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { silentLog } from '../log.ts';
import { guardedEngine } from './guarded.engine.ts';
import { createLease, LeaseLost, type Lease } from './lease.ts';

const TTL = 15_000;
const leases: Lease[] = [];

beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
  await Promise.all(leases.splice(0).map((lease) => lease.stop()));
  vi.useRealTimers();
});

/** A server's process: its clock may jump, and it may be frozen, as by SIGSTOP or a suspended machine. */
function serverOn(shared: Engine, holder: string, exclusive = false) {
  const state = { offset: 0, thaw: null as Promise<void> | null, running: 0, begun: 0, release: () => undefined as void };
  const engine: Engine = {
    ...shared,
    async open(name) {
      await state.thaw;
      return shared.open(name);
    },
  };
  const clock = { now: () => Date.now() + state.offset };
  const lease = createLease(engine, clock, { name: 'jobs', ttl: TTL, holder, exclusive, log: silentLog });
  lease.whenHeld(() => {
    state.running += 1;
    state.begun += 1;
    return () => {
      state.running -= 1;
      return Promise.resolve();
    };
  });
  leases.push(lease);
  return {
    lease,
    state,
    write: async (id: string) => (await guardedEngine(shared, lease).open('chain')).put({ _id: id }),
    freeze() {
      state.thaw = new Promise((resolve) => (state.release = resolve));
    },
    thaw() {
      state.release();
      state.thaw = null;
    },
  };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('the lease of the server’s jobs', () => {
  it('lets one of two servers work, and the other at once when it stops', async () => {
    const engine = createMemoryEngine();
    const [a, b] = [serverOn(engine, 'a'), serverOn(engine, 'b')];
    await pass(10 * TTL);
    expect([a.state.running, b.state.running]).toEqual([1, 0]);
    expect(a.state.begun).toBe(1);
    await a.lease.stop();
    await pass(TTL / 3);
    expect([a.state.running, b.state.running]).toEqual([0, 1]);
    expect([a.lease.held(), b.lease.held()]).toEqual([false, true]);
    expect(b.lease.fence()).toBeGreaterThan(a.lease.fence());
  });

  it('is renewed at a third of its ttl', async () => {
    const engine = createMemoryEngine();
    serverOn(engine, 'a');
    await pass(0);
    const control = await engine.open(CONTROL);
    const before = Number((await control.info()).seq);
    await pass(TTL);
    expect(Number((await control.info()).seq) - before).toBe(3);
  });

  it('passes on when its holder was killed, after a ttl and not before', async () => {
    const engine = createMemoryEngine();
    const [a, b] = [serverOn(engine, 'a'), serverOn(engine, 'b')];
    await pass(TTL);
    a.freeze();
    await pass(TTL - 1);
    expect(b.state.running).toBe(0);
    await pass(TTL);
    expect(b.state.running).toBe(1);
    a.thaw();
  });

  it('a holder that slept past its ttl notices before it writes, and its work ends', async () => {
    const engine = createMemoryEngine();
    const [a, b] = [serverOn(engine, 'a'), serverOn(engine, 'b')];
    await pass(TTL);
    a.freeze();
    await pass(3 * TTL);
    expect(a.lease.held()).toBe(false);
    const written = expect(a.write('late')).rejects.toThrow(LeaseLost);
    a.thaw();
    await written;
    await pass(TTL);
    expect([a.state.running, b.state.running]).toEqual([0, 1]);
    expect(await (await engine.open('chain')).get('late')).toBeNull();
  });

  it('a holder that slept goes on where nobody took its place', async () => {
    const engine = createMemoryEngine();
    const a = serverOn(engine, 'a');
    await pass(TTL);
    a.freeze();
    await pass(3 * TTL);
    expect(a.lease.held()).toBe(false);
    a.thaw();
    await pass(TTL);
    expect(a.lease.held()).toBe(true);
    expect(await a.write('again')).toMatchObject({ ok: true });
  });

  it.each([
    ['ahead', HOUR],
    ['back', -HOUR],
  ])('a clock that jumps %s by an hour neither loses nor takes it', async (_, jump) => {
    const engine = createMemoryEngine();
    const [a, b] = [serverOn(engine, 'a'), serverOn(engine, 'b')];
    await pass(TTL);
    b.state.offset = jump;
    await pass(5 * TTL);
    a.state.offset = jump;
    expect(await a.write('after the jump')).toMatchObject({ ok: true });
    await pass(5 * TTL);
    expect([a.state.running, b.state.running]).toEqual([1, 0]);
    expect([a.state.begun, a.lease.fence()]).toEqual([1, 1]);
  });

  it('with the data folder locked, a restarted server does not wait for its own dead lease', async () => {
    const engine = createMemoryEngine();
    const a = serverOn(engine, 'a', true);
    await pass(TTL);
    a.freeze();
    const again = serverOn(engine, 'a again', true);
    await again.lease.asked;
    expect([again.state.running, again.lease.fence()]).toEqual([1, 2]);
    a.thaw();
  });

  it('ends its work when the store stays away for a ttl, and begins again when it is back', async () => {
    const engine = createMemoryEngine();
    let away = false;
    const flaky: Engine = { ...engine, open: (name) => (away ? Promise.reject(new Error('away')) : engine.open(name)) };
    const a = serverOn(flaky, 'a');
    await pass(TTL);
    away = true;
    await pass(2 * TTL);
    expect(a.state.running).toBe(0);
    await expect(a.write('x')).rejects.toThrow();
    away = false;
    await pass(TTL);
    expect([a.state.running, a.state.begun]).toEqual([1, 2]);
  });
});
