import { setImmediate } from 'node:timers/promises';

/** ms: a request that comes meanwhile waits no longer than this. */
const SLICE = 10;

/** Does work of many steps and serves others in between. @param ticks monotonic, ms */
export async function inSlices<T>(steps: Generator<void, T>, ticks: () => number = () => performance.now()): Promise<T> {
  for (let begun = ticks(); ;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (ticks() - begun < SLICE) continue;
    await setImmediate();
    begun = ticks();
  }
}
