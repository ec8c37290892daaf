import { seeded, SEED, SOAK } from '../faults/seeded.ts';
import { expect, scenario } from './harness/scenario.ts';
import type { Shop } from './harness/shop.ts';
import { Monkey } from './monkey/monkey.ts';
import { PeoplePage } from './pages/people.page.ts';

const ACTIONS = SOAK ? 20_000 : 1_500;

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
    const readable = await monkey.act();
    const told = `after action ${n} (seed ${SEED}): ${monkey.did.slice(-12).join(' · ')}`;
    expect(broken, told).toEqual([]);
    if (!readable) await expect.poll(() => monkey.isBlank(), { message: `blank ${told}` }).toBe(false);
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
  await expect(page.getByTestId('pin-input')).toBeVisible();
  // A person whose PIN the monkey typed wrongly too often waits a little.
  await expect(async () => new PeoplePage(page).unlockAs('cashier')).toPass({ timeout: 120_000 });
  await page.getByTestId('tray').click();
  await till.everythingSent(60_000);
  // What the tray finds settled by asking leaves it by and by: what is still open is read anew each time.
  await expect(async () => {
    const items = page.getByTestId('tray-item');
    const keys = await items.evaluateAll((all) => all.map((item) => (item as HTMLElement).dataset['key']));
    const facts = await shop.world.databases.facts(shop.world.began);
    const tray = facts.filter((fact) => keys.includes(fact['key'] as string)).map(({ _id }) => _id);
    expect((await shop.violations(tray)).map(({ rule, what, why }) => `${rule}: ${what}: ${why}`)).toEqual([]);
  }).toPass({ timeout: 180_000, intervals: [500] });
});
