import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { chromiumPath } from '../e2e/harness/browser.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly chromium: string;
  /** Load of the last minute when the run began: a busy machine gives worse figures. */
  readonly load: number;
  /** Ms of a fixed loop on one core: compares machines. */
  readonly loop: number;
}

/** A fixed amount of arithmetic; the same text runs in the browser, so a slowed browser is measured by it. */
export const LOOP =
  '(() => { const t = performance.now(); let x = 1; for (let n = 0; n < 2e7; n += 1) x = (x * 48271) % 2147483647; return { took: performance.now() - t, x }; })()';

export function machine(): Machine {
  const loop = (0, eval)(LOOP) as { took: number };
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    chromium: execFileSync(chromiumPath(), ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(),
    load: loadavg()[0] ?? 0,
    loop: loop.took,
  };
}
