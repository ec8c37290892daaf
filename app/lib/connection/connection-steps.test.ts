import { describe, expect, it } from 'vitest';
import { connectionSteps, type Findings, type Health } from './connection-steps.ts';
import { probeGateway, probeToken, type ProbeDeps } from './gateway-probe.ts';

const health = {
  status: 'healthy',
  version: '1.0.0',
  demo: false,
  pos_id: 'POS-001',
  store: 'demo-1',
  network: 'online',
  maintenance: false,
  time: 0,
  components: {
    kkt_device: { status: 'ok', code: null, fn_serial: '9999078902011111', fn_capacity_left: 200_000 },
    ofd_connection: { status: 'ok', latency_ms: 41.6 },
    server_connection: { status: 'ok' },
    buffer: { queued: 0, capacity: 200, percent_full: 0, dlq_size: 0 },
    circuit_breaker: { state: 'closed', failure_count: 0, last_failure_time: null, next_attempt_time: null },
    disk: { status: 'ok', free_bytes: 1 },
    backup: { made_at: null },
  },
} satisfies Health;
const well: Findings = {
  till: { pos: 'POS-001', store: 'demo-1' },
  url: 'http://127.0.0.1:8000',
  gateway: { kind: 'health', health, ms: 12.3 },
  token: 'valid',
  server: { kind: 'ok', ms: 7 },
};
const told = (findings: Findings) => connectionSteps(findings).map(({ name, state, why }) => `${name} ${state} ${why}`);
const withParts = (parts: Partial<Health['components']>): Findings => ({
  ...well,
  gateway: { kind: 'health', ms: 1, health: { ...health, components: { ...health.components, ...parts } } },
});

describe('the connection test says each step by itself (A-95)', () => {
  it('everything stands', () => {
    const steps = connectionSteps(well);
    expect(steps.map(({ state }) => state)).toEqual(steps.map(() => 'ok'));
    expect(steps).toHaveLength(9);
    expect(steps.find(({ name }) => name === 'ofd')?.values).toEqual({ ms: 42 });
  });
  it('a device that is no till', () =>
    expect(told({ ...well, till: null })).toEqual(['address skipped disabled', 'server ok serverOk']));
  it('no address', () => expect(told({ ...well, url: null })[0]).toBe('address failed notConfigured'));
  it.each([
    ['timeout', 'timeout'],
    ['refused', 'refused'],
    ['permission', 'permission'],
    ['unknown-page', 'unknownPage'],
    ['other', 'notGateway'],
  ] as const)('a gateway that cannot be asked: %s', (kind, why) => {
    const steps = told({ ...well, gateway: { kind } });
    expect(steps[1]).toBe(`gateway failed ${why}`);
    expect(steps.slice(2, 8).every((line) => line.endsWith('skipped earlier'))).toBe(true);
    expect(steps[8]).toBe('server ok serverOk');
  });
  it('tokens', () => {
    expect(told({ ...well, token: 'missing' })[2]).toBe('token failed tokenMissing');
    expect(told({ ...well, token: 'refused' })[2]).toBe('token failed tokenRefused');
  });
  it('the gateway of another till', () =>
    expect(told({ ...well, till: { pos: 'POS-002', store: 'demo-1' } })[3]).toBe('till failed tillOther'));
  it('register, drive and operator apart', () => {
    const silent = withParts({
      kkt_device: { status: 'unreachable', code: null, fn_serial: null, fn_capacity_left: null },
      ofd_connection: { status: 'unreachable', latency_ms: null },
    });
    expect(told(silent).slice(4, 7)).toEqual([
      'register failed registerSilent',
      'drive skipped driveUnknown',
      'ofd warn ofdSilent',
    ]);
    const none = withParts({
      kkt_device: { status: 'not_configured', code: null, fn_serial: null, fn_capacity_left: null },
      ofd_connection: { status: 'not_configured', latency_ms: null },
      server_connection: { status: 'unknown' },
    });
    expect(told(none).slice(4)).toEqual([
      'register failed registerNone',
      'drive skipped driveUnknown',
      'ofd failed ofdNone',
      'link skipped checking',
      'server ok serverOk',
    ]);
    const blocked = withParts({ kkt_device: { ...health.components.kkt_device, status: 'blocked', code: 'DRIVE_CHANGED' } });
    expect(connectionSteps(blocked)[4]).toMatchObject({ why: 'registerBlocked', values: { code: 'DRIVE_CHANGED' } });
  });
});

describe('asking the gateway', () => {
  const timeout = Object.assign(new Error('late'), { name: 'TimeoutError' });
  const deps = (answers: (Response | Error)[], local: 'granted' | 'denied' = 'granted'): ProbeDeps => ({
    fetch: () => {
      const answer = answers.shift()!;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    deadline: () => new AbortController().signal,
    localNetwork: () => Promise.resolve(local),
    elapsed: () => 0,
  });
  const url = 'http://127.0.0.1:8000';

  it('reads its health, a 503 too', async () => {
    expect(await probeGateway(url, deps([Response.json(health, { status: 503 })]))).toMatchObject({ kind: 'health' });
  });
  it('tells silence, nobody, a browser that does not let it and a page it does not know apart', async () => {
    const failed = new TypeError('Failed to fetch');
    expect(await probeGateway(url, deps([timeout]))).toEqual({ kind: 'timeout' });
    expect(await probeGateway(url, deps([failed, failed]))).toEqual({ kind: 'refused' });
    expect(await probeGateway(url, deps([failed], 'denied'))).toEqual({ kind: 'permission' });
    expect(await probeGateway(url, deps([failed, Response.json({})]))).toEqual({ kind: 'unknown-page' });
    expect(await probeGateway(url, deps([Response.json({ hello: 1 })]))).toEqual({ kind: 'other' });
  });
  it('tries the token', async () => {
    expect(await probeToken(url, null, deps([]))).toBe('missing');
    expect(await probeToken(url, 't', deps([Response.json({}, { status: 401 })]))).toBe('refused');
    expect(await probeToken(url, 't', deps([Response.json({})]))).toBe('valid');
    expect(await probeToken(url, 't', deps([timeout]))).toBeNull();
  });
});
