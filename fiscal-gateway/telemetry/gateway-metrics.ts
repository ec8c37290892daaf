import { ALARMS } from '../../design/fiscal/alarms.ts';
import { DAY, MINUTE, SECOND } from '../../design/time/clock.ts';
import type { Gateway } from '../gateway.ts';

const BREAKER_VALUE = { closed: 0, open: 1, 'half-open': 2 } as const;
const MODES = ['online', 'degraded', 'offline', 'checking'] as const;
/** The drawer is the sum of a shift's facts: not more often than this, ms. */
const DRAWER_EVERY = MINUTE;

/** What stands, for `/metrics`: names of requirements H-01, B-83 and D2's FN figures. Read when it is scraped. */
export function observeGateway(gateway: Gateway): void {
  const { sender, network, heartbeat, shifts, copy, drive, diskWatch, backups, context } = gateway;
  const { metrics, stores, clock, alarms, disk } = context;
  const { observe, observeEach } = metrics;
  const { documents } = stores;

  observe('kkt_buffer_size', 'Receipts that the operator has not confirmed', () => documents.waitingReceipts());
  observe('kkt_buffer_capacity', 'Receipts that the buffer may hold', () => gateway.buffer().total_capacity);
  observe('kkt_buffer_percent_full', 'Fill of the buffer, percent', () => gateway.buffer().percent_full);
  observe('kkt_buffer_oldest_seconds', 'Age of the oldest receipt that waits for the operator, 0 where none waits', () => {
    const oldest = documents.oldestReceipt();
    return oldest === null ? 0 : Math.max(0, clock.now() - oldest.at) / SECOND;
  });
  observe('kkt_dlq_size', 'Documents that the operator refused and nobody has dealt with', () => documents.deadCount());
  observe('kkt_circuit_breaker_state', '0 closed, 1 open, 2 half-open', () => BREAKER_VALUE[sender.breaker.state]);
  observe('kkt_last_sync_timestamp_seconds', 'End of the last pass of the queue that sent something', () =>
    sender.lastDelivery === null ? null : sender.lastDelivery / SECOND,
  );
  observeEach('kkt_network_status', '1 for the mode shown', 'status', () =>
    MODES.map((status) => ({ labels: { status }, value: network.state.mode === status ? 1 : 0 })),
  );
  observe('kkt_ofd_latency_seconds', 'Answer time of the last probe of the operator', () =>
    network.latency === null ? null : network.latency / SECOND,
  );
  observe('kkt_heartbeat_consecutive_failures', 'Heartbeats not answered in a row', () => heartbeat?.state.failures ?? 0);
  observe('kkt_hlc_drift_seconds', 'Server clock minus ours', () => (heartbeat?.state.drift ?? 0) / SECOND);

  observe('kkt_device_up', '1 while the register answers', () =>
    context.register === null ? null : drive.seen === null ? 0 : 1,
  );
  observe('fn_capacity_used', 'Documents in the fiscal drive', () => drive.seen && drive.seen.lastFd);
  observe(
    'fn_capacity_total',
    'Documents that the fiscal drive can hold',
    () => drive.seen && drive.seen.lastFd + drive.seen.drive.documentsLeft,
  );
  observe(
    'kkt_fiscal_memory_days_left',
    'Days until the fiscal drive expires',
    () => drive.seen && Math.floor((drive.seen.drive.validUntil - clock.now()) / DAY),
  );

  observe('kkt_shift_open', '1 while a shift is open', () => (shifts.state().state === 'closed' ? 0 : 1));
  const recovered = shifts.state().state === 'closed' ? 0 : 1;
  observe('pos_session_recovered', '1 where this start found an open shift and went on with it', () => recovered);
  let drawer: { at: number; roubles: number } | null = null;
  observe('pos_session_cash_balance', 'Cash in the drawer of the open shift, roubles', () => {
    const now = clock.now();
    if (drawer === null || now - drawer.at >= DRAWER_EVERY) drawer = { at: now, roubles: gateway.drawer() };
    return drawer.roubles;
  });
  observe('pos_unsynced_transactions', 'Rows of the journal that the server has not acknowledged', () => copy?.waiting() ?? 0);

  observeEach('kkt_alarm', '1 for each alarm that stands', ['code', 'level'], () =>
    alarms.active.map(({ code }) => ({ labels: { code, level: ALARMS[code].level }, value: 1 })),
  );
  observe('kkt_disk_free_bytes', 'Free room on the disk of the journal', () => diskWatch.free);
  observe('kkt_journal_bytes', 'Size of the journal file', () => disk.sizes().journal);
  observe('kkt_journal_wal_bytes', 'Size of what is not yet checkpointed into the journal file', () => disk.sizes().wal);
  observe('kkt_backup_timestamp_seconds', 'When the last good backup was made', () =>
    backups.last === null ? null : backups.last.at / SECOND,
  );
}
