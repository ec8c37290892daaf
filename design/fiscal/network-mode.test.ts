import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkingNetwork, nextNetwork } from './network-mode.ts';
import type { NetworkCheck, NetworkState } from './network-mode.ts';

const DWELL = 90_000;
const both = { ofd: true, server: true };
const run = (checks: readonly NetworkCheck[], from: NetworkState = checkingNetwork(0, both)): NetworkState =>
  checks.reduce((state, check) => nextNetwork(state, check, DWELL), from);
const thrice = (of: 'ofd' | 'server', ok: boolean, at: number): NetworkCheck[] => [0, 1, 2].map((i) => ({ of, ok, at: at + i }));

it('checks at start and is online after three answers, without waiting out the stay', () => {
  expect(run([{ of: 'ofd', ok: true, at: 1 }]).mode).toBe('checking');
  expect(run(thrice('ofd', true, 1))).toMatchObject({ mode: 'online', since: 3 });
});

it('goes offline after three failures and 90 s, and comes back the same way', () => {
  const online = run(thrice('ofd', true, 1));
  expect(run(thrice('ofd', false, 10), online).mode).toBe('online');
  const offline = run([...thrice('ofd', false, 10), { of: 'ofd', ok: false, at: 3 + DWELL }], online);
  expect(offline).toMatchObject({ mode: 'offline', since: 3 + DWELL });
  expect(run(thrice('ofd', true, 4 + 2 * DWELL), offline).mode).toBe('online');
});

it('names a lost server degraded, a lost operator offline whatever the server does', () => {
  const online = run([...thrice('ofd', true, 1), ...thrice('server', true, 1)]);
  const degraded = run(thrice('server', false, 200_000), online);
  expect(degraded.mode).toBe('degraded');
  expect(run(thrice('ofd', false, 400_000), degraded).mode).toBe('offline');
});

it('does not miss a server that is not configured', () => {
  expect(run(thrice('ofd', true, 1), checkingNetwork(0, { ofd: true, server: false })).mode).toBe('online');
});

it('never changes twice within the stay, whatever the link does', () => {
  const check = fc.record({ of: fc.constantFrom('ofd' as const, 'server' as const), ok: fc.boolean(), after: fc.nat(40_000) });
  fc.assert(
    fc.property(fc.array(check, { maxLength: 200 }), (checks) => {
      let at = 0;
      let state = checkingNetwork(0, both);
      for (const { of, ok, after } of checks) {
        at += after;
        const next = nextNetwork(state, { of, ok, at }, DWELL);
        if (next.mode !== state.mode && state.mode !== 'checking') expect(at - state.since).toBeGreaterThanOrEqual(DWELL);
        state = next;
      }
    }),
  );
});
