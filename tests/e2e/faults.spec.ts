import { expect, test } from './harness/story.ts';
import { expectInvariant } from './harness/evidence.ts';
import { withinOneDay } from './harness/one-day.ts';
import { waitUntil } from './harness/wait-until.ts';
import { PeoplePage, PINS } from './pages/people.page.ts';
import { TillPage } from './pages/till.page.ts';

test('2.1 a browser profile deleted after 20 offline sales: all 20 come back as recovered', async ({ world, newProfile }) => {
  const profile = newProfile();
  const context = await profile.open();
  const till = new TillPage(context.pages()[0] ?? (await context.newPage()));
  await till.enter(world.url);
  await till.openShift();
  await expect(till.search).toBeVisible();
  world.internet.set('cut');
  for (let n = 0; n < 20; n += 1) await till.sell('ray-ban', 'cash');
  await profile.delete();

  world.internet.set('up');
  await waitUntil(
    'twenty recovered sales',
    async () => {
      const facts = await world.databases.facts(world.began);
      return ['sale', 'fiscal-result', 'recovery'].every((type) => facts.filter((fact) => fact.type === type).length === 20);
    },
    { within: 120_000, every: 250 },
  );
  await expectInvariant(world);
});

test("2.2 the browser killed after the gateway's answer and before its own note: settled on reopening", async ({
  world,
  newProfile,
}) => {
  await withinOneDay();
  const profile = newProfile();
  const context = await profile.open();
  const page = context.pages()[0] ?? (await context.newPage());
  const till = new TillPage(page);
  await till.enter(world.url);
  await till.openShift();
  const answered = new Promise<void>((resolve) => {
    // The gateway has answered (the receipt is registered); the page never learns it.
    void page.route('**/v1/kkt/receipt', async (route) => {
      await route.fetch();
      resolve();
    });
  });
  await till.add('ray-ban');
  await till.pay('cash');
  await answered;
  await profile.kill();
  expect(await world.drive.receipts()).toHaveLength(1);

  const again = new TillPage((await profile.open()).pages()[0]!);
  await again.enter(world.url);
  await expect(again.search).toBeVisible();
  await again.page.getByTestId('nav-history').click();
  await expect(again.page.getByTestId('history-row')).toHaveCount(1);
  await expect(again.page.getByTestId('history-row')).toHaveAttribute('data-stage', 'delivered');
  await waitUntil('sale and result at the server', async () => {
    const facts = await world.databases.facts(world.began);
    return ['sale', 'fiscal-result'].every((type) => facts.filter((fact) => fact.type === type).length === 1);
  });
  expect(await world.databases.factsOf('recovery', world.began)).toHaveLength(0);
  expect(await world.drive.receipts()).toHaveLength(1);
  await expectInvariant(world);
});

test('2.3 two tabs: one sells, the other is told', async ({ world, newProfile }) => {
  const context = await newProfile().open();
  const first = new TillPage(context.pages()[0] ?? (await context.newPage()));
  await first.enter(world.url);
  await first.openShift();
  const second = new TillPage(await context.newPage());
  await second.enter(world.url);
  await expect(second.page.getByTestId('lock-held')).toBeVisible();
  await first.page.bringToFront();
  await first.sell('ray-ban', 'cash');
  expect(await world.drive.receipts()).toHaveLength(1);
});

test('2.4 two browsers: one sells, the other is told', async ({ world, newProfile }) => {
  const one = await newProfile().open();
  const first = new TillPage(one.pages()[0]!);
  await first.enter(world.url);
  await first.openShift();
  const two = await newProfile().open();
  const second = new TillPage(two.pages()[0]!);
  await second.enter(world.url);
  await expect(second.page.getByTestId('lock-held')).toBeVisible();
  await first.sell('ray-ban', 'cash');
  expect(await world.drive.receipts()).toHaveLength(1);
});

test('2.5 a double click on pay: one receipt', async ({ world, newProfile }) => {
  const context = await newProfile().open();
  const till = new TillPage(context.pages()[0]!);
  await till.enter(world.url);
  await till.openShift();
  await till.add('ray-ban');
  await till.payButton.dblclick();
  await till.page.getByTestId('pay-cash').click();
  await till.confirm.dblclick();
  await till.shownReceipt();
  // Had a second receipt begun, it would be stored by now or on the way: closing the sale and the next receipt's number say there is none.
  const { fd } = await till.shownReceipt();
  await till.newSale.click();
  expect((await till.sell('ray-ban', 'cash')).fd).toBe(fd + 1);
  expect(await world.drive.receipts()).toHaveLength(2);
  await waitUntil('two sales at the server', async () => (await world.databases.factsOf('sale', world.began)).length === 2);
  await expectInvariant(world);
});

test('2.6 the gateway killed while the till waits for its answer: one receipt, settled by asking', async ({
  world,
  newProfile,
}) => {
  const context = await newProfile().open();
  const till = new TillPage(context.pages()[0]!);
  await till.enter(world.url);
  await till.openShift();
  await world.gatewayProgram.stop();
  await world.gatewayProgram.start({ OPTICS_CRASH_AT: 'after-register' });
  await expect(till.search).toBeVisible();
  await till.add('ray-ban');
  await till.pay('cash');
  await world.gatewayProgram.gone();
  await world.gatewayProgram.start();
  await waitUntil('the sale settled', async () => {
    const facts = await world.databases.facts(world.began);
    return facts.filter(({ type }) => type === 'fiscal-result').length === 1;
  });
  expect(await world.drive.receipts()).toHaveLength(1);
  await expectInvariant(world);
});

test('4 a hanging operator does not slow a sale', async ({ world, newProfile }) => {
  const context = await newProfile().open();
  const till = new TillPage(context.pages()[0]!);
  await till.enter(world.url);
  await till.openShift();
  await world.ofd.set('hang');
  // The operator answers nothing for as long as this lasts, so whatever waits for it would never end: ten sales do.
  for (let n = 0; n < 10; n += 1) await till.sell('ray-ban', n % 2 === 0 ? 'cash' : 'card');
  expect(await world.drive.receipts()).toHaveLength(10);
  expect((await world.ofd.held()).filter(({ type }) => type === 'receipt')).toHaveLength(0);
  await world.ofd.set('ok');
  await waitUntil('an empty queue', async () => (await world.gateway.buffer()).unsent_documents === 0, { within: 60_000 });
  await expectInvariant(world);
});

test('2.7 a half-open line (the server is silent) does not slow a sale', async ({ world, newProfile }) => {
  const context = await newProfile().open();
  const page = context.pages()[0]!;
  const till = new TillPage(page);
  await till.enter(world.url);
  await till.openShift();
  await till.keptForOffline();
  world.internet.set('silent');
  for (let n = 0; n < 3; n += 1) await till.sell('ray-ban', 'cash');
  await page.reload();
  await new PeoplePage(page).unlock(PINS.cashier);
  await till.sell('ray-ban', 'card');
  world.internet.set('up');
  await waitUntil('four sales at the server', async () => (await world.databases.factsOf('sale', world.began)).length === 4, {
    within: 60_000,
  });
  await expectInvariant(world);
});

test('2.7 a delivery that is told before the answer to the receipt is shown all the same', async ({ world, newProfile }) => {
  const context = await newProfile().open();
  const till = new TillPage(context.pages()[0]!);
  await till.enter(world.url);
  await till.openShift();
  await till.page.route('**/v1/kkt/receipt', async (route) => {
    const answer = await route.fetch();
    await waitUntil('it is delivered', async () => (await world.gateway.buffer()).unsent_documents === 0);
    // The page has heard of it by its event stream when it renews its lease again; only now its request is answered.
    await till.page.waitForRequest('**/v1/kkt/lock');
    await route.fulfill({ response: answer });
  });
  await till.add('ray-ban');
  await till.pay('cash');
  await till.shownReceipt();
  await expect(till.receiptStage).toHaveAttribute('data-stage', 'delivered');
});
