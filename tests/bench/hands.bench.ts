import type { Page } from '@playwright/test';
import { Profile } from '../e2e/harness/browser.ts';
import type { World } from '../e2e/harness/world.ts';
import { TillPage } from '../e2e/pages/till.page.ts';
import { LOOP } from './machine.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';
import { SlowMachine } from './slow-machine.ts';

/** Of one core: about a till PC of 2015 beside a server core of today. */
const SHARE = 0.5;
const SCANS = 60;
const SALES = 40;
const GOALS = { scan: 50, receipt: 150, presses: 6 } as const;

/** Scans one code after another as a wedge scanner types it; ms from the last key to the frame that shows the line, counted up or new. */
const scans = (page: Page, codes: readonly string[]): Promise<number[]> =>
  page.evaluate(async (all) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const shown = () => document.querySelector('[data-testid="cart-total"]')!.getAttribute('data-kopecks');
    const took: number[] = [];
    for (const code of all) {
      const before = shown();
      const press = (key: string, name: string) =>
        (document.activeElement ?? document.body).dispatchEvent(
          new KeyboardEvent('keydown', { key, code: name, bubbles: true, cancelable: true }),
        );
      for (const digit of code) press(digit, `Digit${digit}`);
      const start = performance.now();
      press('Enter', 'Enter');
      while (shown() === before && performance.now() - start < 5_000) await frame();
      took.push(performance.now() - start);
      await new Promise((rested) => setTimeout(rested, 120));
    }
    return took;
  }, codes);

/** Pays the cart in cash by keys alone; ms from the confirming press to the frame that shows the receipt's number. */
async function paySlowly(page: Page, till: TillPage): Promise<number> {
  await page.keyboard.press('F9');
  await page.getByTestId('tendered').waitFor();
  const took = await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const button = document.querySelector<HTMLButtonElement>('[data-testid="confirm-payment"]')!;
    const start = performance.now();
    button.click();
    while (
      !/\d/.test(document.querySelector('[data-testid="receipt-fd"]')?.textContent ?? '') &&
      performance.now() - start < 10_000
    )
      await frame();
    return performance.now() - start;
  });
  await till.newSale.click();
  return took;
}

/** What the gateway and the emulated register take for a receipt by themselves: posted past the page, by a client of its own. */
async function registerAlone(world: World, times: number): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const start = performance.now();
    await world.gateway.receipt(crypto.randomUUID(), {
      pos_id: 'POS-001',
      type: 'sale',
      cashier: { name: 'Иванова А. П.' },
      items: [{ sku: 'RB-1001', name: 'Оправа', qty: 1, price: 100, vat: 'none' }],
      payments: [{ method: 'cash', amount: 100 }],
    });
    took.push(performance.now() - start);
  }
  return took;
}

/** Scanner and pay key, with 100,000 products on a slowed machine; the receipt also at full speed, where the register's own time is known. */
export async function handsBench(world: World, products: number): Promise<Section> {
  const profile = new Profile();
  const slow = new SlowMachine(SHARE);
  try {
    const page = (await profile.open()).pages()[0]!;
    const till = new TillPage(page);
    await till.enter(world.url);
    await till.takeTill();
    await page.locator('[data-catalogue="ready"]').waitFor({ timeout: 180_000 });
    const shards = await world.databases.documents('catalog');
    const codes = shards
      .flatMap(({ entries }) => (entries as { ean: string | null }[] | undefined) ?? [])
      .flatMap(({ ean }) => (ean === null ? [] : [ean]))
      .slice(0, SCANS);

    const full: number[] = [];
    for (let n = 0; n < SALES; n += 1) {
      await scans(page, [codes[n % codes.length]!]);
      full.push(await paySlowly(page, till));
    }
    const alone = spread(await registerAlone(world, SALES));
    const fast = (await page.evaluate<{ took: number }>(LOOP)).took;

    slow.take(await profile.processes());
    const slowed = (await page.evaluate<{ took: number }>(LOOP)).took;
    const scanned = spread(await scans(page, codes));
    const paid: number[] = [await paySlowly(page, till)];
    for (let n = 0; n < SALES; n += 1) {
      await scans(page, [codes[n % codes.length]!]);
      paid.push(await paySlowly(page, till));
    }
    const receipt = spread(full);
    // Counted as it is done above and by a person: two scans, F9, Enter, and Enter for the next customer.
    const presses = await countPresses(page, codes);
    return {
      name: `Speed of hands over ${products} products, the whole browser slowed ${(slowed / fast).toFixed(1)}×`,
      figures: [
        { what: 'scan to line on the screen p95, slowed', value: scanned.p95, unit: 'ms', goal: GOALS.scan },
        { what: 'scan to line on the screen p50, slowed', value: scanned.p50, unit: 'ms' },
        {
          what: 'pay pressed to receipt on the screen p95, over the register’s own time',
          value: receipt.p95 - alone.p50,
          unit: 'ms',
          goal: GOALS.receipt,
          baseline: { what: 'gateway and register alone p50', value: alone.p50 },
        },
        { what: 'pay pressed to receipt p50, all of it', value: receipt.p50, unit: 'ms' },
        { what: 'pay pressed to receipt p95, slowed, all of it', value: spread(paid).p95, unit: 'ms' },
        {
          what: 'presses of a sale of two scans for cash, the next customer included',
          value: presses,
          unit: 'presses',
          goal: GOALS.presses,
        },
      ],
      method: `${SCANS} scans, ${SALES} sales at full speed and slowed; half of one core for all of Chromium by a cgroup in slices of 5 ms; ms by the page's own clock, to the frame that shows it; printing takes the emulated register no time`,
    };
  } finally {
    await profile.delete();
    slow.release();
  }
}

/** Keys that a whole sale takes besides the scanner's. */
async function countPresses(page: Page, codes: readonly string[]): Promise<number> {
  let presses = 0;
  const press = async (key: string) => {
    presses += 1;
    await page.keyboard.press(key);
  };
  await scans(page, codes.slice(0, 2));
  await press('F9');
  await page.getByTestId('tendered').waitFor();
  await press('Enter');
  await page.getByTestId('receipt-fd').filter({ hasText: /\d/ }).waitFor();
  await press('Enter');
  await page.getByTestId('search').waitFor();
  return presses;
}
