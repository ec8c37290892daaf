import { Profile } from '../e2e/harness/browser.ts';
import type { World } from '../e2e/harness/world.ts';
import { TillPage } from '../e2e/pages/till.page.ts';
import { LOOP } from './machine.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';
import { SlowMachine } from './slow-machine.ts';

const GOAL = 16;
/** Of one core: about a till PC of 2015 beside a server core of today. */
const SHARE = 0.5;
const QUERIES = [
  'ray',
  'ray-ban',
  'оправа 54',
  'линза 1.6',
  'acuvue',
  'раствор',
  'vogue 52',
  'чехол',
  'progressive',
  'солнце',
  '4600',
  'rb 5154 чер',
];
const ROUNDS = 25;

/** Times each question to a worker and its answer, in the page, by the `id` that both carry. Installed before the app starts. */
const noteWorkers = () => {
  const took: number[] = [];
  const asked = new Map<unknown, number>();
  Object.assign(window, { workerTimes: took });
  const idOf = (data: unknown) => (typeof data === 'object' && data !== null && 'id' in data ? data.id : undefined);
  const textOf = (data: unknown) => JSON.stringify(data ?? null);
  const post = Reflect.get(Worker.prototype, 'postMessage') as (...args: unknown[]) => void;
  const watched = new WeakSet<Worker>();
  Worker.prototype.postMessage = function (this: Worker, ...args: unknown[]) {
    if (!watched.has(this)) {
      watched.add(this);
      this.addEventListener('message', (event) => {
        const sent = asked.get(idOf(event.data));
        if (sent === undefined) return;
        asked.delete(idOf(event.data));
        took.push(performance.now() - sent);
      });
    }
    if (idOf(args[0]) !== undefined && /"search"/.test(textOf(args[0]).slice(0, 200)))
      asked.set(idOf(args[0]), performance.now());
    Reflect.apply(post, this, args);
  };
};

/** A till whose whole browser has half a core: what a keystroke costs with 100,000 products. */
export async function searchBench(world: World, products: number): Promise<Section> {
  const profile = new Profile();
  const slow = new SlowMachine(SHARE);
  try {
    const context = await profile.open();
    const page = context.pages()[0]!;
    await page.addInitScript(noteWorkers);
    const till = new TillPage(page);
    await till.enter(world.url);
    await till.openShift();
    await page.locator('[data-catalogue="ready"]').waitFor({ timeout: 180_000 });
    const full = (await page.evaluate<{ took: number }>(LOOP)).took;
    slow.take(await profile.processes());
    const slowed = (await page.evaluate<{ took: number }>(LOOP)).took;
    const taken = await page.evaluate(
      async ({ queries, rounds }) => {
        const times = (window as unknown as { workerTimes: number[] }).workerTimes;
        times.length = 0;
        const input = document.querySelector<HTMLInputElement>('[data-testid="search"]')!;
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        const painted: number[] = [];
        for (let n = 0; n < queries.length * rounds; n += 1) {
          const answered = times.length;
          const start = performance.now();
          input.value = queries[n % queries.length]!;
          input.dispatchEvent(new Event('input', { bubbles: true }));
          while (times.length === answered && performance.now() - start < 2_000) await frame();
          await frame();
          painted.push(performance.now() - start);
        }
        return { times: [...times], painted };
      },
      { queries: QUERIES, rounds: ROUNDS },
    );
    const answers = spread(taken.times);
    const painted = spread(taken.painted);
    return {
      name: `Search over ${products} products, the whole browser slowed ${(slowed / full).toFixed(1)}×`,
      figures: [
        { what: 'question to answer p95', value: answers.p95, unit: 'ms', goal: GOAL },
        { what: 'question to answer p50', value: answers.p50, unit: 'ms' },
        { what: 'keystroke to results on the screen p95', value: painted.p95, unit: 'ms' },
        { what: 'a fixed loop in this browser', value: slowed, unit: 'ms', baseline: { what: 'not slowed', value: full } },
      ],
      method: `${answers.samples} searches; half of one core for all of Chromium by a cgroup in slices of 5 ms; a loop in the page shows how much that slows`,
    };
  } finally {
    await profile.delete();
    slow.release();
  }
}
