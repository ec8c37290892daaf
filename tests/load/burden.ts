import { readFileSync } from 'node:fs';
import type { Program } from '../e2e/harness/program.ts';

/** What the processes of a run cost, from /proc (Linux only): which of them is the bottleneck. */
export interface Burden {
  readonly name: string;
  /** Share of one core over the run, percent. */
  readonly cpu: number;
  readonly megabytes: number;
}

/** Kernel ticks a second: 100 on every Linux that Node runs on. */
const TICKS = 100;

function used(pid: number): { seconds: number; megabytes: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const resident = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
    return { seconds: (Number(fields[11]) + Number(fields[12])) / TICKS, megabytes: resident / 1024 };
  } catch {
    return { seconds: 0, megabytes: 0 };
  }
}

/** Begins to measure; the answer ends it. Processes of one kind (the first word of their name) are summed: the biggest first. */
export function watchBurden(programs: readonly Program[]): () => Burden[] {
  const start = performance.now();
  const before = new Map(programs.map((program) => [program, used(program.pid ?? 0).seconds]));
  const own = process.cpuUsage();
  return () => {
    const seconds = (performance.now() - start) / 1_000;
    const kinds = new Map<string, { cpu: number; megabytes: number }>();
    for (const [program, was] of before) {
      const { seconds: is, megabytes } = used(program.pid ?? 0);
      const kind = program.name.split(' ')[0] ?? program.name;
      const sum = kinds.get(kind) ?? { cpu: 0, megabytes: 0 };
      kinds.set(kind, { cpu: sum.cpu + (100 * (is - was)) / seconds, megabytes: sum.megabytes + megabytes });
    }
    const { user, system } = process.cpuUsage(own);
    kinds.set('the test itself', { cpu: (user + system) / 1e4 / seconds, megabytes: process.memoryUsage.rss() / 2 ** 20 });
    return [...kinds].map(([name, sum]) => ({ name, ...sum })).sort((a, b) => b.cpu - a.cpu);
  };
}
