import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOTS = ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup'];

/**
 * Slows a whole browser, workers included (DevTools throttling leaves workers alone): a cgroup with a processor quota, given in slices
 * of 5 ms so that short work is slowed as well. `share` of one core. Answers null where this machine does not let us.
 */
export class SlowMachine {
  readonly #folder: string;

  constructor(share: number) {
    const root = ROOTS.find((path) => {
      try {
        return readdirSync(path).includes('cgroup.procs');
      } catch {
        return false;
      }
    });
    if (root === undefined) throw new Error('no cgroup to slow a browser with');
    this.#folder = join(root, `optics-bench-${process.pid}`);
    mkdirSync(this.#folder);
    const period = 5_000;
    const quota = Math.max(1_000, Math.round(period * share));
    if (root.endsWith('/cpu')) {
      writeFileSync(join(this.#folder, 'cpu.cfs_period_us'), String(period));
      writeFileSync(join(this.#folder, 'cpu.cfs_quota_us'), String(quota));
    } else {
      writeFileSync(join(this.#folder, 'cpu.max'), `${quota} ${period}`);
    }
  }

  /** Takes a process, with all its threads, and whatever it starts from now on. */
  take(pids: readonly number[]): void {
    for (const pid of pids) {
      try {
        writeFileSync(join(this.#folder, 'cgroup.procs'), String(pid));
      } catch (error) {
        // The kernel refuses a process with a real-time thread whole: the till's sounds have one in the browser's audio process.
        if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
        this.#takeThreads(pid);
      }
    }
  }

  #takeThreads(pid: number): void {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      try {
        writeFileSync(join(this.#folder, 'tasks'), thread);
      } catch {
        // the real-time one
      }
    }
  }

  /** Gives the processes back and removes the group. */
  release(): void {
    const root = join(this.#folder, '..', 'cgroup.procs');
    for (const pid of readFileSync(join(this.#folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean)) {
      try {
        writeFileSync(root, pid);
      } catch {
        // ended meanwhile
      }
    }
    rmdirSync(this.#folder);
  }
}
