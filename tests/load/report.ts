import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../e2e/harness/program.ts';
import { spread } from '../bench/percentiles.ts';
import type { Burden } from './burden.ts';

export interface LoadRun {
  /** Number and name in the requirements, e.g. `K-42`. */
  readonly what: string;
  /** What was done, with its counts. */
  readonly done: string;
  /** What the requirement asks for. */
  readonly demanded: string;
  readonly took: readonly number[];
  readonly refused: number;
  /** Lines of the run's own, e.g. how long the delivery took. */
  readonly measured: readonly string[];
  readonly burden: readonly Burden[];
}

const ms = (value: number): string => (Number.isNaN(value) ? '–' : `${value.toFixed(1)} ms`);

/** The process that would give way first: the one that used most of a core. */
function bottleneck([first]: readonly Burden[]): string {
  if (!first) return 'nothing was measured';
  const room = first.cpu < 50 ? 'and is far from its limit' : 'and is the bottleneck';
  return `${first.name} used most of a core (${first.cpu.toFixed(0)} %) ${room}`;
}

/** Writes `test-results/load.md` anew with every run so far: a list that ends early still leaves its report. */
export function writeReport(runs: readonly LoadRun[]): void {
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)}, Node ${process.version}`;
  const text = runs.map(({ what, done, demanded, took, refused, measured, burden }) => {
    const { p50, p95, p99, max } = spread(took);
    const processes = burden.map(
      ({ name, cpu, megabytes }) => `${name} ${cpu.toFixed(0)} % of a core, ${megabytes.toFixed(0)} MB`,
    );
    return [
      `## ${what}`,
      `- Done: ${done}`,
      `- Demanded: ${demanded}`,
      `- Answer to a receipt: p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}, longest ${ms(max)}; ${took.length} accepted, ${refused} refused`,
      ...measured.map((line) => `- ${line}`),
      `- Processes: ${processes.join('; ')}`,
      `- Bottleneck: ${bottleneck(burden)}`,
    ].join('\n');
  });
  const folder = join(ROOT, 'test-results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'load.md'), `# Load (K-40 … K-46)\n\n${machine}\n\n${text.join('\n\n')}\n`);
}
