import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Spread } from '../../bench/percentiles.ts';
import { ROOT } from '../../e2e/harness/program.ts';
import type { Latencies } from './observations.ts';
import type { LoadPlan } from './plan.ts';
import type { Watched } from './process-watch.ts';
import type { Complaints } from './server.program.ts';

export interface SyncLoadRun {
  readonly backEnd: string;
  readonly plan: LoadPlan;
  readonly databases: number;
  /** ms: the server listening, its jobs having looked at everything, all devices in step. */
  readonly started: number;
  readonly settled: number;
  readonly connected: number;
  readonly sales: number;
  readonly edits: number;
  readonly latencies: Latencies;
  readonly server: Watched;
  /** All programs of devices together. */
  readonly devices: { readonly cpu: number; readonly endMb: number };
  readonly refused: number;
  readonly unsent: number;
  readonly waits: number;
  readonly gatewayFailures: number;
  readonly complaints: Complaints;
  /** Of the machine, over the last minute of the run. */
  readonly load: number;
}

const ms = (value: number): string => (Number.isNaN(value) ? '–' : `${value.toFixed(0)} ms`);
const line = (what: string, { samples, p50, p95, p99, max }: Spread): string =>
  `| ${what} | ${samples} | ${ms(p50)} | ${ms(p95)} | ${ms(p99)} | ${ms(max)} |`;
const seconds = (value: number): string => `${(value / 1_000).toFixed(1)} s`;

function textOf(run: SyncLoadRun): string {
  const { plan, latencies, server } = run;
  const [tills, tablets] = [plan.shops * plan.tillsAShop, plan.shops * plan.tabletsAShop];
  const complaints = Object.entries(run.complaints).map(([event, times]) => `${event} × ${times}`);
  return [
    `## ${run.backEnd}`,
    `${tills} tills, each selling every ${seconds(plan.saleEvery)} on average (${(tills * 60_000) / plan.saleEvery} receipts a minute) with its gateway's heartbeat and journal copy; ` +
      `${tablets} tablets, each changing an order or a client every ${seconds(plan.editEvery)}; one dashboard; ${run.databases} databases; ${seconds(plan.lasts)}. ` +
      'Devices are the app’s own loop over LevelDB in processes beside the server.',
    '',
    `${run.sales} sales, ${run.edits} edits. Server listening after ${seconds(run.started)}, its jobs through after ${seconds(run.settled)}; all devices in step ${seconds(run.connected)} after the first connected.`,
    '',
    '| on its way | seen | p50 | p95 | p99 | longest |',
    '|---|---|---|---|---|---|',
    line('a sale → another device of the shop', latencies.sale),
    line('a committed receipt → the dashboard', latencies.dashboard),
    line('an edit of a tablet → a till', latencies.edit),
    '',
    `- Server: ${server.cpu.toFixed(1)} % of a core; memory ${server.startMb.toFixed(0)} MB → ${server.endMb.toFixed(0)} MB, most ${server.mostMb.toFixed(0)} MB, ${server.slope.toFixed(1)} MB a minute over the second half`,
    `- Devices: ${run.devices.cpu.toFixed(0)} % of a core, ${run.devices.endMb.toFixed(0)} MB in ${plan.programs} processes`,
    `- Lost: ${latencies.lost}; refused: ${run.refused}; not sent at the end: ${run.unsent}; rounds that had to wait: ${run.waits}; requests of gateways that failed: ${run.gatewayFailures}`,
    `- The server complained: ${complaints.length === 0 ? 'of nothing' : complaints.join(', ')}`,
    `- Load of the machine (1 min): ${run.load.toFixed(1)}`,
  ].join('\n');
}

/** Writes `test-results/sync-load.md` anew with every run so far. */
export function writeSyncReport(runs: readonly SyncLoadRun[]): void {
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)}, Node ${process.version}`;
  const folder = join(ROOT, 'test-results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'sync-load.md'), `# Load of the sync server\n\n${machine}\n\n${runs.map(textOf).join('\n\n')}\n`);
}
