import { expect, test } from './harness/story.ts';
import { expectInvariant } from './harness/evidence.ts';
import { withinOneDay } from './harness/one-day.ts';
import { waitUntil } from './harness/wait-until.ts';
import { DashboardPage } from './pages/dashboard.page.ts';
import { PeoplePage, PINS } from './pages/people.page.ts';
import { TillPage, type SoldReceipt } from './pages/till.page.ts';

test('1 sells, loses the internet, reloads, sells on, and everything arrives everywhere once', async ({ world, newProfile }) => {
  await withinOneDay();
  const context = await newProfile().open();
  const page = context.pages()[0] ?? (await context.newPage());
  const till = new TillPage(page);

  await test.step('a fresh profile pairs itself and opens the shift', async () => {
    await till.enter(world.url);
    await till.openShift();
  });

  const cash: SoldReceipt[] = [];
  const card: SoldReceipt[] = [];
  await test.step('sells a frame for cash and a pair of lenses by card', async () => {
    await till.add('ray-ban');
    await till.pay('cash');
    cash.push(await till.shownReceipt());
    await expect(till.receiptStage).toHaveAttribute('data-stage', 'delivered');
    await till.newSale.click();
    card.push(await till.sell('линза', 'card'));
  });

  await test.step('without internet and operator the reloaded till asks for the PIN and sells five more', async () => {
    await expect(till.unsent).toHaveAttribute('data-count', '0');
    await till.keptForOffline();
    world.internet.set('cut');
    await world.ofd.set('down');
    await page.reload();
    await new PeoplePage(page).unlock(PINS.cashier);
    await expect(till.search).toBeVisible();
    for (let n = 0; n < 3; n += 1) cash.push(await till.sell('ray-ban', 'cash'));
    for (let n = 0; n < 2; n += 1) card.push(await till.sell('линза', 'card'));
    await expect(till.unsent).not.toHaveAttribute('data-count', '0');
    expect((await world.gateway.buffer()).current_queued).toBe(5);
  });

  await test.step('an X-report is taken offline', async () => {
    await page.getByTestId('nav-report').click();
    await page.getByTestId('report-x').click();
    const inDrawer = cash.reduce((sum, { total }) => sum + total, 0);
    await expect(page.getByTestId('report-drawer')).toHaveAttribute('data-kopecks', String(inDrawer));
    await expect(page.getByTestId('report')).toHaveAttribute('data-type', 'x');
    await page.getByTestId('nav-sale').click();
  });

  await test.step('the internet and the operator return: every sale is in its database and at the operator once', async () => {
    world.internet.set('up');
    await world.ofd.set('ok');
    await waitUntil(
      'seven sales with their results at the server',
      async () => {
        const facts = await world.databases.facts(world.began);
        const sales = facts.filter(({ type }) => type === 'sale');
        const results = facts.filter(({ type }) => type === 'fiscal-result');
        return sales.length === 7 && results.length === 7;
      },
      { within: 120_000 },
    );
    await waitUntil('an empty queue', async () => (await world.gateway.buffer()).unsent_documents === 0, { within: 120_000 });
    const receipts = (await world.ofd.received()).filter(({ type }) => type === 'receipt').map(({ fd }) => fd);
    expect([...new Set(receipts)].sort((a, b) => a - b)).toEqual([...cash, ...card].map(({ fd }) => fd).sort((a, b) => a - b));
    const held = (await world.ofd.held()).filter(({ type }) => type === 'receipt');
    expect(held).toHaveLength(7);
    await expect(till.unsent).toHaveAttribute('data-count', '0', { timeout: 60_000 });
  });

  await test.step('the till shows every receipt as delivered', async () => {
    await page.getByTestId('nav-history').click();
    await expect(page.getByTestId('history-row')).toHaveCount(7);
    for (const row of await page.getByTestId('history-row').all()) {
      await expect(row).toHaveAttribute('data-stage', 'delivered', { timeout: 60_000 });
    }
  });

  await test.step("the manager's dashboard shows all of it", async () => {
    const revenue = [...cash, ...card].reduce((sum, { total }) => sum + total, 0);
    await page.goto(`${world.url}/dashboard`);
    await new PeoplePage(page).unlockAs('manager');
    const dashboard = new DashboardPage(page);
    await expect(dashboard.receipts).toHaveText(/^\s*7\s*$/, { timeout: 60_000 });
    await expect(dashboard.revenue).toHaveAttribute('data-kopecks', String(revenue));
    await expect(dashboard.stores).toHaveCount(2);
  });

  await expectInvariant(world);
});
