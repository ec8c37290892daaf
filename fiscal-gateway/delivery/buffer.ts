import { ALARMS } from '../../design/fiscal/alarms.ts';
import { bufferLevel, percentFull } from '../../design/fiscal/limits.ts';
import type { BufferStatus } from '../../design/fiscal/wire.ts';
import type { Maintenance } from '../care/maintenance.ts';
import type { Context } from '../context.ts';
import type { Network } from './network.ts';
import type { Sender } from './sender.ts';
import { BREAKER } from '../../design/fiscal/limits.ts';
import { HOUR } from '../../design/time/clock.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** The state of the buffer as requirements B-24 name it. Dead letters are not counted as queued (design §6). */
export function createBufferStatus(
  { stores, config, clock, alarms }: Context,
  sender: Sender,
  network: Network,
  maintenance: Pick<Maintenance, 'current'>,
): () => BufferStatus {
  /** Thresholds are said as they stand now; the rest are the alarms that stand. */
  function alerts(queued: number, dead: number): BufferStatus['alerts'] {
    const level = bufferLevel(queued, config.capacity);
    alarms.set('BUFFER_WARNING', level === 'warning', { queued, capacity: config.capacity });
    alarms.set('BUFFER_CRITICAL', level === 'critical', { queued, capacity: config.capacity });
    alarms.set('BUFFER_FULL', level === 'full', { queued, capacity: config.capacity });
    // Every dead letter is a printed receipt that the operator has not got (requirements L-12).
    alarms.set('DEAD_LETTERS', dead > 0 && dead <= 10, { dead });
    alarms.set('DEAD_LETTERS_MANY', dead > 10, { dead });
    return alarms.active.map(({ code }) => ({ level: ALARMS[code].level, code, message: ALARMS[code].ru.what }));
  }

  return () => {
    const now = clock.now();
    const queued = stores.documents.waitingReceipts();
    const syncing = stores.documents.syncingReceipts();
    const dead = stores.documents.deadCount();
    const failed = stores.documents.deadReceipts();
    const total = stores.documents.receiptCount();
    const oldest = stores.documents.oldestReceipt();
    const { breaker, last } = sender;
    const { current: work } = maintenance;
    return {
      total_capacity: config.capacity,
      current_queued: queued,
      percent_full: percentFull(queued, config.capacity),
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
      last_sync: last && {
        timestamp: iso(last.at),
        synced_count: last.synced,
        failed_count: last.failed,
        duration_seconds: last.took / 1000,
      },
      circuit_breaker: {
        state: breaker.state,
        failure_count: breaker.failures,
        next_attempt_time: breaker.state === 'open' ? iso(breaker.since + BREAKER.openFor) : null,
      },
      maintenance: work && { reason: work.reason, since: work.since, until: work.until },
      alerts: alerts(queued, dead),
    };
  };
}
