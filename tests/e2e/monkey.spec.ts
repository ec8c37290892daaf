import type { Page } from '@playwright/test';
import { seeded, SEED, SOAK } from '../faults/seeded.ts';
import { expect, scenario } from './harness/scenario.ts';
import type { Shop } from './harness/shop.ts';
import { Monkey } from './monkey/monkey.ts';
import { PeoplePage, PINS } from './pages/people.page.ts';

const ACTIONS = SOAK ? 20_000 : 1_500;

/** A page that a person can read: something is written on it, and it is not the browser's own page of errors. */
const isBlank = (page: Page): Promise<boolean> =>
  page.evaluate(() => (document.body?.innerText ?? '').trim().length < 20 || document.querySelector('#neterror') !== null);

/** Barcodes of the demo catalogue. */
async function codesOf(shop: Shop): Promise<string[]> {
  const shards = await shop.world.databases.documents('catalog');
  const entries = shards.flatMap(({ entries }) => (entries as { ean: string | null }[] | undefined) ?? []);
  return entries.flatMap(({ ean }) => (ean === null ? [] : [ean])).slice(0, 40);
}

scenario(`monkey: ${ACTIONS} random actions leave no exception, no blank screen and no lost sale`, async ({ shop }) => {
  scenario.setTimeout(SOAK ? 7_200_000 : 900_000);
  const till = await shop.openTill();
  const { page } = till;
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('crash', () => broken.push('the page crashed'));
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  await page.context().addInitScript(() => {
    window.print = () => undefined;
    addEventListener('unhandledrejection', (event) => {
      throw event.reason instanceof Error ? event.reason : new Error(String(event.reason));
    });
  });
  await page.reload();

  const monkey = new Monkey(shop, till, seeded(SEED), await codesOf(shop));
  let registered = 0;
  for (let n = 1; n <= ACTIONS; n += 1) {
    await monkey.act();
    const told = `after action ${n} (seed ${SEED}): ${monkey.did.slice(-12).join(' · ')}`;
    expect(broken, told).toEqual([]);
    if (await isBlank(page)) await expect.poll(() => isBlank(page), { message: `blank ${told}` }).toBe(false);
    if (n % 100 === 0) {
      const now = (await shop.register.receipts()).length;
      expect(now, `the drive never loses a receipt ${told}`).toBeGreaterThanOrEqual(registered);
      registered = now;
    }
  }
  expect(registered, 'the monkey sold something').toBeGreaterThan(0);

  // Everything works again, and whatever the monkey left open is settled as a person would settle it, or waits in the tray by name.
  await shop.restore('internet');
  await shop.restore('operator');
  await page.goto(shop.world.url);
  const people = new PeoplePage(page);
  await people.unlock(PINS.cashier).catch(() => people.unlockAs('cashier'));
  await page.getByTestId('tray').click();
  const keys = await page.getByTestId('tray-item').evaluateAll((all) => all.map((item) => (item as HTMLElement).dataset['key']));
  await till.everythingSent(60_000);
  const facts = await shop.world.databases.facts(shop.world.began);
  const tray = facts.filter((fact) => keys.includes(fact['key'] as string)).map(({ _id }) => _id);
  await shop.settled({ tray, within: 120_000 });
});
