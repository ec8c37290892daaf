import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../design/time/clock.ts';
import type { LogFields } from '../../fiscal-gateway/log.ts';
import type { MemoryGateway } from '../../fiscal-gateway/testing/memory-gateway.ts';
import { alarms, buffer, delivered, mixed, pass, passUntil, pocTill, PocServer, sell, settle, told } from './poc.fixture.ts';

/** POC-5 (K-35): which of the links is lost decides what people are shown, and never what is sold. */
let till: MemoryGateway;
let server: PocServer;
const lines: { event: string; fields: LogFields }[] = [];
const note = (event: string, fields: LogFields = {}): void => void lines.push({ event, fields });
const mode = () => buffer(till).network_status;
const kinds = (kind: string) => [...server.rows.values()].filter((row) => row.kind === kind);

beforeEach(async () => {
  lines.length = 0;
  server = new PocServer();
  const log = { info: note, warn: note, error: note };
  till = await pocTill({ server, log, config: { syncUrl: 'http://server' } });
  await delivered(till);
  await passUntil(till, 'both links are known', () => mode() === 'online' && till.gateway.heartbeat?.state.successes === 3);
});
afterEach(() => till.stop());

describe('POC-5', () => {
  it.each(['down', 'error', 'hang', 'half'] as const)(
    '(1, 4) the server is %s: degraded, receipts reach the operator, every event reaches the server in order within 5 min',
    async (how) => {
      server.mode = how;
      await passUntil(till, 'it is seen', () => mode() === 'degraded');
      for (let n = 0; n < 20; n++) {
        await sell(till, mixed(n));
        await pass(till, 30, 5);
      }
      expect(buffer(till).current_queued).toBe(0);
      expect(mode()).toBe('degraded');
      if (how !== 'half') expect(kinds('receipt-registered')).toHaveLength(0);
      server.mode = 'ok';
      const took = await passUntil(till, 'everything is acknowledged', () => till.gateway.copy?.waiting() === 0, 300);
      expect(took).toBeLessThanOrEqual(300);
      expect([...server.rows.keys()]).toEqual(Array.from({ length: server.rows.size }, (_, i) => i + 1));
      const fds = kinds('receipt-registered').map(({ fd }) => fd ?? 0);
      expect(fds).toEqual(fds.toSorted((a, b) => a - b));
      expect(fds).toHaveLength(20);
      expect(kinds('delivered').length).toBe(till.register.documents.length);
      await passUntil(till, 'online again', () => mode() === 'online');
    },
  );

  it('(1) the heartbeat carries the fields of B-75 every 30 s', async () => {
    const before = server.beats.length;
    await pass(till, 300);
    expect(server.beats.length - before).toBe(10);
    expect(server.beats.at(-1)).toMatchObject({
      adapter_id: 'gateway-POS-001',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      buffer_status: { total_capacity: 200, current_queued: 0, percent_full: 0, pending: 0, synced: 0, failed: 0, dlq_size: 0 },
      circuit_breaker: { state: 'closed', failure_count: 0, success_count: 0 },
    });
  });

  it('(2) five seconds of latency: online all the time and said to be slow; normal within a minute after', async () => {
    till.ofd.latency = 5_000;
    const modes = new Set<string>();
    for (let n = 0; n < 6; n++) {
      const started = till.time.clock.now();
      await sell(till, mixed(n));
      // Phase 1 does not know the operator: the receipt is printed before anything is sent.
      expect(till.time.clock.now()).toBe(started);
      await pass(till, 30, 1, () => modes.add(mode()));
    }
    expect([...modes]).toEqual(['online']);
    expect(alarms(till)).toEqual(['OFD_SLOW']);
    expect(buffer(till)).toMatchObject({ ofd_latency_ms: 5_000, current_queued: 0, circuit_breaker: { state: 'closed' } });
    till.ofd.latency = 0;
    expect(await passUntil(till, 'normal again', () => !alarms(till).includes('OFD_SLOW'))).toBeLessThanOrEqual(60);
  });

  it('(3) the link drops for 10 s in every 30: no mode lasts less than 90 s, three good checks lead back online', async () => {
    const changes: { mode: string; at: number }[] = [];
    const seen = (): void => {
      if (changes.at(-1)?.mode !== mode()) changes.push({ mode: mode(), at: till.time.clock.now() });
    };
    for (let round = 0; round < 40; round++) {
      till.ofd.mode = 'down';
      await sell(till, mixed(round));
      await pass(till, 10, 1, seen);
      till.ofd.mode = 'ok';
      await pass(till, 20, 1, seen);
    }
    for (let i = 1; i < changes.length; i++) expect(changes[i]!.at - changes[i - 1]!.at).toBeGreaterThanOrEqual(90_000);
    await delivered(till);
    expect(buffer(till)).toMatchObject({ synced: 40, dlq_size: 0 });
    const probes = till.ofd.calls.filter((call) => call === 'probe').length;
    till.ofd.mode = 'down';
    await passUntil(till, 'offline', () => mode() === 'offline');
    expect(till.ofd.calls.filter((call) => call === 'probe').length - probes).toBeGreaterThanOrEqual(3);
    till.ofd.mode = 'ok';
    await passUntil(till, 'online', () => mode() === 'online');
    const history = told(till, 'network_mode_change').map(({ details }) => JSON.parse(details) as Record<string, unknown>);
    expect(history.at(-1)).toMatchObject({ from: 'offline', to: 'online' });
    expect(Number(history.at(-1)?.['lasted_seconds'])).toBeGreaterThanOrEqual(90);
  });

  it('(4) the heartbeat is blocked while the operator answers: nothing diverges, the stamps tell the order', async () => {
    server.mode = 'hang';
    const keys: string[] = [];
    for (let n = 0; n < 10; n++) keys.push((await sell(till, mixed(n))).key);
    await pass(till, 5 * 60, 5);
    server.mode = 'ok';
    await passUntil(till, 'everything is acknowledged', () => till.gateway.copy?.waiting() === 0);
    expect(kinds('receipt-registered').map(({ key }) => key)).toEqual(keys);
    expect(till.ofd.held).toHaveLength(till.register.documents.length);
    const stamps = keys.map((key) => till.gateway.context.stores.receipts.byKey(key)?.hlc ?? '');
    expect(stamps).toEqual(stamps.toSorted());
    expect(new Set(stamps).size).toBe(10);
  });

  it('(5) a manual and a scheduled run together: one 409, nothing sent twice, the lock in the log', async () => {
    till.ofd.latency = 2_000;
    for (let n = 0; n < 10; n++) await sell(till, mixed(n));
    await settle(till);
    expect(till.gateway.sender.running).toBe(true);
    const manual = await till.call('POST', '/v1/kkt/buffer/sync', { force: true });
    expect([manual.status, manual.body['code']]).toEqual([409, 'SYNC_RUNNING']);
    await delivered(till);
    expect(new Set(till.ofd.calls.filter((call) => call.startsWith('send'))).size).toBe(till.ofd.arrivals.length);
    const events = lines.map(({ event }) => event);
    for (const event of ['sync_start', 'sync_lock_acquired', 'sync_lock_conflict', 'sync_rejected', 'sync_complete'])
      expect(events).toContain(event);
    expect(lines.find(({ event }) => event === 'sync_start')?.fields).toMatchObject({ trigger: 'scheduled' });
    till.ofd.latency = 0;
    await settle(till);
    await till.gateway.stop();
    expect(lines.map(({ event }) => event)).toContain('sync_lock_released');
  });
});

describe('K-36', () => {
  it('three manual runs at once over ten receipts: exactly ten documents with the operator', async () => {
    till.ofd.mode = 'down';
    for (let n = 0; n < 10; n++) await sell(till, mixed(n));
    await pass(till, 60);
    const before = till.ofd.arrivals.length;
    till.ofd.mode = 'ok';
    till.ofd.latency = 100;
    const answers = await Promise.all([1, 2, 3].map(() => till.call('POST', '/v1/kkt/buffer/sync', { force: true })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409, 409]);
    expect(answers.find(({ status }) => status === 202)?.body).toMatchObject({
      job_id: expect.any(String) as string,
      queued: 10,
      estimated_duration_seconds: expect.any(Number) as number,
    });
    await delivered(till);
    expect(till.ofd.arrivals.length - before).toBe(10);
    expect(told(till, 'sync_lock_acquired').map(({ details }) => JSON.parse(details) as unknown)).toContainEqual(
      expect.objectContaining({ trigger: 'manual' }),
    );
  });

  it('an operator that comes back while a trial waits out its backoff is served within seconds, not minutes', async () => {
    till.ofd.mode = 'down';
    for (let n = 0; n < 3; n++) await sell(till, mixed(n));
    // Long enough for a backoff of minutes; the minute of the open breaker is over, the trial has not been made.
    await passUntil(
      till,
      'a trial that waits',
      () => {
        const { breaker, notBefore } = till.gateway.sender;
        return breaker.state === 'half-open' && notBefore - till.time.clock.now() > 2 * MINUTE;
      },
      3_600,
    );
    till.ofd.mode = 'ok';
    expect(await delivered(till)).toBeLessThanOrEqual(15);
  });

  it('a manual run without the operator is 503 at once, with force it tries', async () => {
    till.ofd.mode = 'down';
    await sell(till);
    await pass(till, 60);
    expect(await till.call('POST', '/v1/kkt/buffer/sync')).toMatchObject({ status: 503, body: { code: 'OFD_UNREACHABLE' } });
    expect((await till.call('POST', '/v1/kkt/buffer/sync', { force: true })).status).toBe(202);
  });

  it('five failures open the breaker, recovery closes it, both are in the event journal with the downtime', async () => {
    till.ofd.mode = 'down';
    await sell(till);
    await passUntil(till, 'open', () => buffer(till).circuit_breaker.state === 'open', 30);
    await pass(till, (10 * MINUTE) / 1_000, 5);
    till.ofd.mode = 'ok';
    await passUntil(till, 'closed', () => buffer(till).circuit_breaker.state === 'closed', 60);
    await settle(till);
    await till.journal.idle();
    expect(told(till, 'circuit_opened')).toHaveLength(1);
    const [closed] = told(till, 'circuit_closed').map(({ details }) => JSON.parse(details) as { downtime_seconds: number });
    expect(closed?.downtime_seconds).toBeGreaterThanOrEqual(600);
  });
});
