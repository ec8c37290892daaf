import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds: one pass of the queue (requirements H-01: 0.1…60). */
const SYNC_BUCKETS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60];
const RECEIPT_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 7, 10, 15, 30, 60];

/** What became of a receipt; counted at each change. */
export const RECEIPT_STATUS = [
  'registered',
  'synced',
  'failed',
  'parked',
  'rejected',
  'uncertain',
  'voided',
  'replayed',
] as const;
export type CountedStatus = (typeof RECEIPT_STATUS)[number];

/**
 * The gateway's figures (requirements H-01, B-83). Events are counted where they happen; what stands (queue, breaker, alarms) is read when
 * it is scraped, from memory or by cheap counts. Nothing personal in labels.
 */
export interface Metrics {
  readonly registry: Registry;
  receipt(status: CountedStatus): void;
  /** From request to answer, seconds. */
  receiptTook(seconds: number): void;
  /** One pass of the queue, seconds. */
  syncTook(seconds: number): void;
  /** `code`: HTTP status, `timeout`, `unreachable`. */
  ofdError(code: string): void;
  breakerFailed(): void;
  breakerOpened(): void;
  heartbeatFailed(): void;
  backup(outcome: 'ok' | 'failed'): void;
  pruned(what: string, rows: number): void;
  /** A gauge that is read when it is scraped; `null` leaves it out. */
  readonly observe: (name: string, help: string, read: () => number | null) => void;
  /** The same with one label: a value for each of its values. */
  readonly observeEach: (
    name: string,
    help: string,
    label: string | readonly string[],
    read: () => Iterable<LabelledValue>,
  ) => void;
  /** Memory, processor time, event loop lag of this process: once a process. */
  watchProcess(): void;
}

export interface LabelledValue {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export function createMetrics(labels: Readonly<Record<string, string>>): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  const registers = [registry];
  const counter = (name: string, help: string): Counter => new Counter({ name, help, registers });

  const receipts = new Counter({
    name: 'kkt_receipts_total',
    help: 'Receipts that became registered, synced, failed (dead letter), parked, rejected, uncertain, voided; repeats answered',
    labelNames: ['status'],
    registers,
  });
  const synced = new Counter({
    name: 'kkt_receipts_synced_total',
    help: 'Receipts that the operator has answered for: success or failed',
    labelNames: ['status'],
    registers,
  });
  const syncs = new Histogram({
    name: 'kkt_sync_duration_seconds',
    help: 'One pass of the queue to the operator',
    buckets: SYNC_BUCKETS,
    registers,
  });
  const latency = new Histogram({
    name: 'kkt_receipt_latency_seconds',
    help: 'From request to answer of a receipt that was registered',
    buckets: RECEIPT_BUCKETS,
    registers,
  });
  const ofdErrors = new Counter({
    name: 'kkt_ofd_errors_total',
    help: 'Failed calls to the operator by HTTP status, timeout or unreachable',
    labelNames: ['error_code'],
    registers,
  });
  const breakerFailures = counter('kkt_circuit_breaker_failures_total', 'Failures that the breaker counted');
  const breakerOpens = counter('kkt_circuit_breaker_opens_total', 'How often the breaker opened');
  const heartbeats = counter('kkt_heartbeat_failures_total', 'Heartbeats that the server did not answer');
  const backups = new Counter({ name: 'kkt_backups_total', help: 'Backups of the journal', labelNames: ['outcome'], registers });
  const prunedRows = new Counter({ name: 'kkt_pruned_rows_total', help: 'Rows that aged out', labelNames: ['what'], registers });

  // A series that does not exist cannot be alarmed on: everything closed starts at zero.
  for (const status of RECEIPT_STATUS) receipts.inc({ status }, 0);
  for (const status of ['success', 'failed']) synced.inc({ status }, 0);
  for (const outcome of ['ok', 'failed']) backups.inc({ outcome }, 0);

  return {
    registry,
    receipt(status) {
      receipts.inc({ status });
      if (status === 'synced') synced.inc({ status: 'success' });
      if (status === 'failed') synced.inc({ status: 'failed' });
    },
    receiptTook: (seconds) => latency.observe(seconds),
    syncTook: (seconds) => syncs.observe(seconds),
    ofdError: (error_code) => ofdErrors.inc({ error_code }),
    breakerFailed: () => breakerFailures.inc(),
    breakerOpened: () => breakerOpens.inc(),
    heartbeatFailed: () => heartbeats.inc(),
    backup: (outcome) => backups.inc({ outcome }),
    pruned: (what, rows) => prunedRows.inc({ what }, rows),
    observe(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          const value = read();
          if (value === null) this.remove();
          else this.set(value);
        },
      });
    },
    observeEach(name, help, label, read) {
      new Gauge({
        name,
        help,
        labelNames: [label].flat(),
        registers,
        collect() {
          this.reset();
          for (const each of read()) this.set(each.labels, each.value);
        },
      });
    },
    watchProcess: () => collectDefaultMetrics({ register: registry }),
  };
}
