import { afterEach, beforeEach, expect, it } from 'vitest';
import { DAY } from '../../design/time/clock.ts';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';

let till: MemoryGateway;
beforeEach(async () => {
  till = await new MemoryGateway({
    background: true,
    disk: { free: async () => Promise.resolve(5_000_000_000), sizes: () => ({ journal: 1_000, wal: 10 }) },
    server: { post: async () => Promise.resolve({ kind: 'unreachable', message: 'no' }), close: async () => Promise.resolve() },
  }).start();
  expect(await till.openShift()).toMatchObject({ status: 201 });
});
afterEach(() => till.stop());

/** Series → value, as Prometheus reads them; the labels that every series bears are left out. */
async function scrape(): Promise<Map<string, number>> {
  const { body } = await till.call<string>('GET', '/metrics');
  return new Map(
    body
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const [, name = '', labels = '', value] = /^(\w+)(?:\{(.*)\})? (.+)$/.exec(line) ?? [];
        const own = labels.split(/,(?=\w+=)/).filter((label) => label !== '' && !/^(pos_id|store)=/.test(label));
        return [own.length > 0 ? `${name}{${own.join(',')}}` : name, Number(value)] as const;
      }),
  );
}
async function pass(seconds: number): Promise<void> {
  for (let s = 0; s < seconds; s++) {
    till.time.advance(1_000);
    await until('a turn', () => true);
    await until('the sender rests', () => !till.gateway.sender.running);
  }
}

it('has every figure of requirements H-01, B-83 and D2 by its name, with the till and shop on it', async () => {
  await post(till, newKey(), saleBody(150));
  await until('it is delivered', () => till.gateway.buffer().unsent_documents === 0);
  const { body } = await till.call<string>('GET', '/metrics');
  const named = [
    ...['kkt_buffer_size', 'kkt_buffer_capacity', 'kkt_buffer_percent_full', 'kkt_receipts_total', 'kkt_receipts_synced_total'],
    ...[
      'kkt_sync_duration_seconds_bucket',
      'kkt_receipt_latency_seconds_bucket',
      'kkt_network_status',
      'kkt_heartbeat_failures_total',
    ],
    ...['kkt_dlq_size', 'kkt_circuit_breaker_state', 'kkt_circuit_breaker_failures_total', 'kkt_circuit_breaker_opens_total'],
    ...['kkt_hlc_drift_seconds', 'fn_capacity_total', 'fn_capacity_used', 'kkt_fiscal_memory_days_left'],
    ...['pos_session_recovered', 'pos_session_cash_balance', 'pos_unsynced_transactions'],
    ...['kkt_disk_free_bytes', 'kkt_journal_bytes', 'kkt_journal_wal_bytes'],
  ];
  for (const name of named) expect(body).toMatch(new RegExp(`^${name}\\{[^}]*pos_id="POS-001"[^}]*\\} `, 'm'));
  expect(body).toMatch(/kkt_sync_duration_seconds_bucket\{le="0\.1"/);
  expect(body).toMatch(/kkt_sync_duration_seconds_bucket\{le="60"/);
});

it('counts what happens to receipts', async () => {
  await until('the shift is delivered', () => till.gateway.buffer().unsent_documents === 0);
  const before = await scrape();
  const [key, body] = [newKey(), saleBody(150)];
  await post(till, key, body);
  await post(till, key, body);
  till.register.faults.push('paper-out');
  expect((await post(till, newKey(), saleBody())).body.code).toBe('PAPER_OUT');
  await until('it is delivered', () => till.gateway.buffer().current_queued === 0);
  const after = await scrape();
  const moved = (series: string): number => (after.get(series) ?? 0) - (before.get(series) ?? 0);
  expect([
    moved('kkt_receipts_total{status="registered"}'),
    moved('kkt_receipts_total{status="replayed"}'),
    moved('kkt_receipts_total{status="parked"}'),
    moved('kkt_receipts_total{status="synced"}'),
    moved('kkt_receipts_synced_total{status="success"}'),
    moved('kkt_receipt_latency_seconds_count'),
    moved('fn_capacity_used'),
  ]).toEqual([1, 1, 1, 1, 1, 1, expect.any(Number)]);
  expect(moved('kkt_sync_duration_seconds_count')).toBeGreaterThan(0);
  expect(after.get('pos_session_cash_balance')).toBeGreaterThanOrEqual(0);
});

it('shows an operator that is gone: errors, breaker, queue, age, alarms; and its return', async () => {
  await until('the shift is delivered', () => till.gateway.buffer().unsent_documents === 0);
  till.ofd.mode = 'down';
  for (let n = 1; n <= 3; n++) await post(till, newKey(), saleBody(n));
  await pass(40);
  const gone = await scrape();
  expect(gone.get('kkt_ofd_errors_total{error_code="503"}')).toBe(5);
  expect(gone.get('kkt_circuit_breaker_failures_total')).toBe(5);
  expect(gone.get('kkt_circuit_breaker_opens_total')).toBe(1);
  expect(gone.get('kkt_circuit_breaker_state')).toBe(1);
  expect(gone.get('kkt_buffer_size')).toBe(3);
  expect(gone.get('kkt_buffer_percent_full')).toBe(1.5);
  expect(gone.get('kkt_buffer_oldest_seconds')).toBeGreaterThan(30);
  expect(gone.get('kkt_heartbeat_failures_total')).toBeGreaterThan(0);
  till.ofd.mode = 'ok';
  await pass(90);
  const back = await scrape();
  expect([back.get('kkt_circuit_breaker_state'), back.get('kkt_buffer_size')]).toEqual([0, 0]);
});

it('shows alarms by code and level while they stand, dead letters, and the disk', async () => {
  await until('the shift is delivered', () => till.gateway.buffer().unsent_documents === 0);
  till.ofd.mode = 'reject';
  await post(till, newKey(), saleBody());
  await until('it is refused', () => till.gateway.buffer().dlq_size === 1);
  await until('it is said', () => till.gateway.context.alarms.active.some(({ code }) => code === 'DEAD_LETTERS'));
  const figures = await scrape();
  expect(figures.get('kkt_alarm{code="DEAD_LETTERS",level="warning"}')).toBe(1);
  expect(figures.get('kkt_dlq_size')).toBe(1);
  expect(figures.get('kkt_receipts_total{status="failed"}')).toBe(1);
  expect(figures.get('kkt_disk_free_bytes')).toBe(5_000_000_000);
});

it('says that a restart went on with an open shift (B-83), and when the last backup was', async () => {
  expect((await scrape()).get('pos_session_recovered')).toBe(0);
  till.time.advance(DAY / 2);
  await till.call('POST', '/v1/backup', {});
  await till.gateway.stop();
  await till.crashAndRestart();
  const figures = await scrape();
  expect(figures.get('pos_session_recovered')).toBe(1);
  expect(figures.get('kkt_backup_timestamp_seconds')).toBeGreaterThan(1_000_000_000);
});
