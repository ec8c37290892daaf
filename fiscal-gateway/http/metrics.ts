import { Gauge, Histogram, Registry } from 'prom-client';
import { api } from '../../design/fiscal/api/index.ts';
import { SECOND } from '../../design/time/clock.ts';
import type { Gateway } from '../gateway.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';

const BREAKER_VALUE = { closed: 0, open: 1, 'half-open': 2 } as const;
const MODES = ['online', 'degraded', 'offline', 'checking'] as const;

/** GET /metrics: names of requirements H-01; gauges are read when they are scraped. */
export function metricsRoute(app: App, { buffer, sender, network, heartbeat, shifts, context }: Gateway): void {
  const registry = new Registry();
  registry.setDefaultLabels({ pos_id: context.config.posId, store: context.config.store });
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('kkt_buffer_size', 'Receipts that the operator has not confirmed', () => buffer().current_queued);
  gauge('kkt_buffer_capacity', 'Receipts that the buffer may hold', () => context.config.capacity);
  gauge('kkt_buffer_percent_full', 'Fill of the buffer, percent', () => buffer().percent_full);
  gauge('kkt_dlq_size', 'Documents that the operator refused', () => buffer().dlq_size);
  gauge('kkt_circuit_breaker_state', '0 closed, 1 open, 2 half-open', () => BREAKER_VALUE[sender.breaker.state]);
  gauge('kkt_heartbeat_failures_total', 'Failed heartbeats in a row', () => heartbeat?.state.failures ?? 0);
  gauge('kkt_hlc_drift_seconds', 'Server clock minus ours', () => (heartbeat?.state.drift ?? 0) / SECOND);
  gauge('kkt_shift_open', '1 while a shift is open', () => (shifts.state().state === 'closed' ? 0 : 1));
  new Gauge({
    name: 'kkt_receipts_total',
    help: 'Receipts by status',
    labelNames: ['status'],
    registers,
    collect() {
      const { pending, syncing, synced, failed } = buffer();
      for (const [status, value] of Object.entries({ pending, syncing, synced, failed })) this.set({ status }, value);
    },
  });
  new Gauge({
    name: 'kkt_network_status',
    help: '1 for the mode shown',
    labelNames: ['status'],
    registers,
    collect() {
      for (const status of MODES) this.set({ status }, network.state.mode === status ? 1 : 0);
    },
  });
  const latency = new Histogram({
    name: 'kkt_receipt_latency_seconds',
    help: 'From request to answer of a receipt',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 7, 10, 15],
    registers,
  });
  app.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.url === '/v1/kkt/receipt' && reply.statusCode === 201) latency.observe(reply.elapsedTime / SECOND);
  });

  serve(app, api.metrics, async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
}
