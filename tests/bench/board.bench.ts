import type { Page } from '@playwright/test';
import type { OrderEvent } from '../../design/documents/order.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { localDate } from '../../design/time/local-time.ts';
import { DAY, HOUR } from '../../design/time/clock.ts';
import { Profile } from '../e2e/harness/browser.ts';
import type { World } from '../e2e/harness/world.ts';
import { TillPage } from '../e2e/pages/till.page.ts';
import { makeOrder, pairOf } from '../factories/order-events.ts';
import { LOOP } from './machine.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';
import { SlowMachine } from './slow-machine.ts';

/** Of one core: about a till PC of 2015 beside a server core of today. */
const SHARE = 0.5;
/** Issue 6. */
const ORDERS = 2_000;
const GOALS = { task: 50, filter: 50, open: 200 } as const;
const SCANS = 20;
const FILTERS = 10;
const BATCH = 500;
/** px a frame: three cards. */
const SCROLL_STEP = 340;

/** An order with what the workshop has written of it so far; all four columns are filled. */
function openOrder(n: number, store: string, now: number) {
  const at = now - 20 * DAY + n * 60_000;
  const steps: object[] = [
    { kind: 'pair', pair: 'A', over: null, set: pairOf({ rush: n % 40 === 0 }) },
    { kind: 'promise', day: localDate(now + ((n % 30) - 6) * DAY, 'Europe/Moscow') },
    { kind: 'confirm' },
    ...(n % 4 === 0 ? [] : [{ kind: 'start' }, { kind: 'location', place: `Лоток ${n % 60}` }]),
    ...(n % 4 === 2 ? [{ kind: 'step', step: 'quality-control', pair: 'A' }] : []),
    ...(n % 4 === 3 ? [{ kind: 'ready' }] : []),
  ];
  const events = steps.map((step, counter) => ({
    ...step,
    ...{ id: formatHlc({ wall: at, counter, device: 950 }), by: 'staff:1', at: at + counter * HOUR },
  }));
  const hlc = events.at(-1)!.id;
  return makeOrder(events[0]!.id, events as OrderEvent[], { store, hlc, number: `800-${n + 1}`, client: null });
}

async function fillBoard(url: string, adminToken: string, now: number): Promise<void> {
  const headers = {
    authorization: `Basic ${Buffer.from(`admin:${adminToken}`).toString('base64')}`,
    ...{ 'content-type': 'application/json', accept: 'application/json' },
  };
  const docs = Array.from({ length: ORDERS }, (_, n) => openOrder(n, 'demo-1', now));
  for (let from = 0; from < docs.length; from += BATCH) {
    const body = JSON.stringify({ docs: docs.slice(from, from + BATCH) });
    const answer = await fetch(`${url}/db/store-demo-1/_bulk_docs`, { method: 'POST', headers, body });
    const rows = (await answer.json()) as { error?: string }[];
    const failed = answer.ok ? rows.find((row) => row.error !== undefined) : rows;
    if (failed) throw new Error(`the orders were answered ${answer.status}: ${JSON.stringify(failed)}`);
  }
}

/** Scrolls the column from its beginning to its end by `step` px a frame (0: as many frames, and nothing moves); ms of the longest task meanwhile (0: none over 50 ms is reported). */
const longestTaskOfScroll = (page: Page, step: number): Promise<number> =>
  page.evaluate(async (by) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let longest = 0;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    });
    observer.observe({ type: 'longtask' });
    const list = document.querySelector<HTMLElement>('[data-testid="column-production"] ul')!.parentElement!;
    const frames = Math.ceil((list.scrollHeight - list.clientHeight) / 340);
    for (let n = 0; n < frames; n += 1) {
      list.scrollTop = n * by;
      await frame();
    }
    for (let n = 0; n < 30; n += 1) await frame();
    for (const { duration } of observer.takeRecords()) longest = Math.max(longest, duration);
    observer.disconnect();
    return longest;
  }, step);

/** Presses a filter on and off; ms from the press to the frame that shows another number of cards. */
const filtered = (page: Page, times: number): Promise<number[]> =>
  page.evaluate(async (rounds) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const count = () => [...document.querySelectorAll('[data-column]')].map((one) => one.getAttribute('data-count')).join();
    const took: number[] = [];
    for (let n = 0; n < rounds * 2; n += 1) {
      const before = count();
      const start = performance.now();
      document.querySelector<HTMLButtonElement>('[data-testid="filter-late"]')!.click();
      while (count() === before && performance.now() - start < 5_000) await frame();
      took.push(performance.now() - start);
      await new Promise((rested) => setTimeout(rested, 100));
    }
    return took;
  }, times);

/** A ticket as a wedge scanner types it; ms from its last key to the frame that shows the job. */
async function opened(page: Page, number: string): Promise<number> {
  const took = await page.evaluate(async (ticket) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const target = () => document.activeElement ?? document.body;
    const press = (key: string, code: string) =>
      target().dispatchEvent(
        new KeyboardEvent('keydown', { key, code, shiftKey: /[A-Z]/.test(key), bubbles: true, cancelable: true }),
      );
    for (const key of ticket) press(key, /\d/.test(key) ? `Digit${key}` : key === '-' ? 'Minus' : `Key${key}`);
    const start = performance.now();
    press('Enter', 'Enter');
    while (!document.querySelector('[data-testid="job"]') && performance.now() - start < 10_000) await frame();
    return performance.now() - start;
  }, `O-${number}-A`);
  await page.getByTestId('job').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('job').waitFor({ state: 'detached' });
  return took;
}

/** What the page itself needs at the least for a press: a style changed, and the frame that shows it. */
const plainFrame = (page: Page, times: number): Promise<number[]> =>
  page.evaluate(async (rounds) => {
    const took: number[] = [];
    for (let n = 0; n < rounds; n += 1) {
      const start = performance.now();
      document.body.style.setProperty('--bench', String(n));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      took.push(performance.now() - start);
      await new Promise((rested) => setTimeout(rested, 100));
    }
    return took;
  }, times);

/** The workshop's board with a chain's worth of open orders, on a slowed machine. */
export async function boardBench(world: World, adminToken: string): Promise<Section> {
  await fillBoard(world.databases.url, adminToken, Date.now());
  const profile = new Profile();
  const slow = new SlowMachine(SHARE);
  try {
    const page = (await profile.open()).pages()[0]!;
    const till = new TillPage(page);
    await till.enter(world.url);
    await page.getByTestId('nav-orders').click();
    await page.getByTestId('orders-workshop').click();
    await page.locator('[data-testid="column-production"]').waitFor({ timeout: 180_000 });
    await page.waitForFunction(
      (all) =>
        [...document.querySelectorAll('[data-column]')].reduce((sum, one) => sum + Number(one.getAttribute('data-count')), 0) >=
        all,
      ORDERS,
      { timeout: 300_000 },
    );
    const fast = (await page.evaluate<{ took: number }>(LOOP)).took;
    const first = await opened(page, '800-1');
    slow.take(await profile.processes());
    const slowed = (await page.evaluate<{ took: number }>(LOOP)).took;
    const idle = await longestTaskOfScroll(page, 0);
    const longest = await longestTaskOfScroll(page, SCROLL_STEP);
    const filters = spread(await filtered(page, FILTERS));
    const opens: number[] = [];
    for (let n = 0; n < SCANS; n += 1) opens.push(await opened(page, `800-${n * 97 + 2}`));
    const open = spread(opens);
    const frame = spread(await plainFrame(page, FILTERS * 2)).p95;
    const baseline = { what: 'a frame of this page by itself p95', value: frame };
    return {
      name: `The workshop's board with ${ORDERS} open orders, the whole browser slowed ${(slowed / fast).toFixed(1)}×`,
      figures: [
        {
          what: 'longest task while a column scrolls from end to end (0: none over 50 ms)',
          value: longest,
          unit: 'ms',
          goal: GOALS.task,
          baseline: { what: 'in as many frames with nothing moving', value: idle },
        },
        { what: 'filter pressed to board shown p95, slowed', value: filters.p95, unit: 'ms', goal: GOALS.filter, baseline },
        { what: 'filter pressed to board shown p50, slowed', value: filters.p50, unit: 'ms' },
        { what: 'ticket scanned to open job p95, slowed', value: open.p95, unit: 'ms', goal: GOALS.open, baseline },
        { what: 'the first ticket after a start, at full speed', value: first, unit: 'ms' },
      ],
      method: `${SCANS} tickets, ${FILTERS * 2} presses of a filter; half of one core for all of Chromium by a cgroup in slices of 5 ms; ms by the page's own clock, to the frame that shows it`,
    };
  } finally {
    await profile.delete();
    slow.release();
  }
}
