import { readFileSync } from 'node:fs';

/** Kernel ticks a second: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Processor time that a process has used, s (Linux: /proc). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Resident memory, MB. */
export const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

export interface Watched {
  /** Share of one core over the time watched, percent. */
  readonly cpu: number;
  readonly startMb: number;
  readonly endMb: number;
  readonly mostMb: number;
  /** Growth over the second half, by least squares, MB a minute: the first half is caches filling. */
  readonly slope: number;
}

/** Watches a process until the answer is asked for. */
export function watchProcess(pid: number, every = 1_000): () => Watched {
  const [from, before] = [performance.now(), cpuSeconds(pid)];
  const samples: { readonly at: number; readonly mb: number }[] = [];
  const look = (): void => void samples.push({ at: performance.now() - from, mb: residentMb(pid) });
  look();
  const timer = setInterval(look, every);
  return () => {
    clearInterval(timer);
    look();
    const seconds = (performance.now() - from) / 1_000;
    return {
      cpu: (100 * (cpuSeconds(pid) - before)) / seconds,
      startMb: samples[0]!.mb,
      endMb: samples.at(-1)!.mb,
      mostMb: Math.max(...samples.map(({ mb }) => mb)),
      slope: slopeOf(samples.slice(Math.floor(samples.length / 2))) * 60_000,
    };
  };
}

function slopeOf(samples: readonly { readonly at: number; readonly mb: number }[]): number {
  const mean = (of: (sample: { at: number; mb: number }) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [at, mb] = [mean((s) => s.at), mean((s) => s.mb)];
  const spread = mean((s) => (s.at - at) ** 2);
  return spread === 0 ? 0 : mean((s) => (s.at - at) * (s.mb - mb)) / spread;
}
