import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus figures of the sync server; nothing personal in labels. */
export interface Metrics {
  readonly registry: Registry;
  readonly request: (route: string, method: string, status: number, seconds: number) => void;
  readonly refused: (code: string) => void;
  /** Documents of revoked devices laid down. */
  readonly quarantined: (documents: number) => void;
  readonly feedOpened: (by: 1 | -1) => void;
  /** A document that several people had changed apart from each other came together, or could not. */
  readonly conflict: (type: string, outcome: 'merged' | 'erased' | 'deleted' | 'left') => void;
  readonly journal: (what: 'row' | 'malformed' | 'recovered') => void;
  readonly heartbeat: (pos: string, queued: number, at: number) => void;
  readonly reconciled: (job: string, figures: { lost: number; found: number; waiting: number }) => void;
  readonly eventsBroken: (pos: string, why: string) => void;
  /** An electronic receipt: sent, given up, put off; `service`: the mail server or SMS service was away. */
  readonly message: (channel: string, outcome: 'sent' | 'failed' | 'later' | 'service') => void;
  /** Read when scraped. */
  readonly observe: (name: string, help: string, read: () => number | Promise<number>) => void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'optics_sync_' });
  const registers = [registry];
  const seconds = new Histogram({
    name: 'optics_sync_request_seconds',
    help: 'Time to answer, by route',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const refused = new Counter({
    name: 'optics_sync_rows_refused_total',
    help: 'Rows of _bulk_docs that were refused, by code',
    labelNames: ['code'],
    registers,
  });
  const quarantined = new Counter({
    name: 'optics_sync_quarantined_total',
    help: 'Documents that revoked devices handed in',
    registers,
  });
  const feeds = new Gauge({ name: 'optics_sync_feeds_open', help: 'Open /api/feed streams', registers });
  const conflicts = new Counter({
    name: 'optics_sync_conflicts_total',
    help: 'Documents changed apart from each other, by type and what became of them',
    labelNames: ['type', 'outcome'],
    registers,
  });
  const rows = new Counter({
    name: 'optics_sync_journal_rows_total',
    help: 'Journal rows of gateways: taken, malformed, sales recovered from them',
    labelNames: ['what'],
    registers,
  });
  const seen = new Gauge({
    name: 'optics_sync_register_seen_timestamp_seconds',
    help: 'Last heartbeat of a till',
    labelNames: ['pos'],
    registers,
  });
  const queued = new Gauge({
    name: 'optics_sync_register_queued_receipts',
    help: 'Receipts that the till has not delivered to the operator',
    labelNames: ['pos'],
    registers,
  });
  const broken = new Counter({
    name: 'optics_sync_register_events_broken_total',
    help: "How often a till's event journal did not contain what it once did: cut, rewritten",
    labelNames: ['pos', 'why'],
    registers,
  });
  const messages = new Counter({
    name: 'optics_sync_messages_total',
    help: 'Electronic receipts: sent, failed for good, put off, or not tried to the end because the service was away',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const reconciled = new Gauge({
    name: 'optics_sync_reconciliation_documents',
    help: 'What the last run of a reconciliation (c41, c42) found: lost must be 0, waiting is still expected, found is all of it',
    labelNames: ['job', 'what'],
    registers,
  });
  return {
    registry,
    request: (route, method, status, took) => seconds.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, took),
    refused: (code) => refused.inc({ code }),
    quarantined: (documents) => quarantined.inc(documents),
    feedOpened: (by) => feeds.inc(by),
    conflict: (type, outcome) => conflicts.inc({ type, outcome }),
    journal: (what) => rows.inc({ what }),
    reconciled(job, figures) {
      for (const what of ['lost', 'found', 'waiting'] as const) reconciled.set({ job, what }, figures[what]);
    },
    message: (channel, outcome) => messages.inc({ channel, outcome }),
    eventsBroken: (pos, why) => broken.inc({ pos, why }),
    heartbeat(pos, queue, at) {
      seen.set({ pos }, at / 1_000);
      queued.set({ pos }, queue);
    },
    observe(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    },
  };
}
