import { ALARMS } from '../../design/fiscal/alarms.ts';
import { BREAKER, percentFull } from '../../design/fiscal/limits.ts';
import type { BufferStatus } from '../../design/fiscal/wire.ts';
import { HOUR, SECOND } from '../../design/time/clock.ts';
import type { Maintenance } from '../care/maintenance.ts';
import type { Context } from '../context.ts';
import { bufferCapacity } from './capacity.ts';
import type { Network } from './network.ts';
import type { Sender } from './sender.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** The state of the buffer as requirements B-24 name it. Dead letters are not counted as queued (design §6). */
export function createBufferStatus(
  context: Context,
  sender: Sender,
  network: Network,
  maintenance: Pick<Maintenance, 'current'>,
): () => BufferStatus {
  const { stores, clock, alarms } = context;
  return () => {
    const now = clock.now();
    const capacity = bufferCapacity(context);
    const queued = stores.documents.waitingReceipts();
    const syncing = stores.documents.syncingReceipts();
    const dead = stores.documents.deadCount();
    const failed = stores.documents.deadReceipts();
    const total = stores.documents.receiptCount();
    const oldest = stores.documents.oldestReceipt();
    const { breaker, last, lastDelivery } = sender;
    const { latency } = network;
    const { current: work } = maintenance;
    return {
      total_capacity: capacity,
      current_queued: queued,
      percent_full: percentFull(queued, capacity),
      total_receipts: total,
      pending: queued - syncing,
      syncing,
      synced: total - queued - failed,
      failed,
      dlq_size: dead,
      unsent_documents: stores.documents.waiting(),
      oldest_receipt: oldest && {
        id: oldest.receipt ?? `${oldest.fn}-${oldest.fd}`,
        created_at: iso(oldest.at),
        age_hours: Math.round(((now - oldest.at) / HOUR) * 100) / 100,
      },
      network_status: network.state.mode,
      network_since: network.state.since,
      ofd_latency_ms: latency === null ? null : Math.round(latency),
      last_sync: last && {
        timestamp: iso(last.at),
        synced_count: last.synced,
        failed_count: last.failed,
        duration_seconds: last.took / SECOND,
      },
      last_delivery: lastDelivery === null ? null : iso(lastDelivery),
      circuit_breaker: {
        state: breaker.state,
        failure_count: breaker.failures,
        next_attempt_time: breaker.state === 'open' ? iso(breaker.since + BREAKER.openFor) : null,
      },
      maintenance: work && { reason: work.reason, since: work.since, until: work.until },
      alerts: alarms.active.map(({ code }) => ({
        level: ALARMS[code].level,
        code,
        message: ALARMS[code].ru.what,
        next: ALARMS[code].ru.next,
      })),
    };
  };
}
