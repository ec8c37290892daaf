import { waitUntil } from '../e2e/harness/wait-until.ts';
import { LinkPage } from '../e2e/pages/link.page.ts';
import { GoodsPage } from '../e2e/pages/goods.page.ts';
import { paperOf } from '../e2e/pages/paper.page.ts';
import { sharedShop } from './shared-shop.ts';
import { expect, uat } from './uat-story.ts';

// The till's half of K-24 and K-27: selling without the operator.
const here = sharedShop({ products: 60, days: 1 }, { from: '11:00' });

const atOperator = async (): Promise<number[]> =>
  (await here.shop.world.ofd.held()).filter(({ type }) => type === 'receipt').map(({ fd }) => fd);

uat('UAT-08P 25,000 and nine more offline, a gateway restarted in between: all delivered by one press', async ({ evidence }) => {
  const { shop, till } = here;
  const link = new LinkPage(till.page);
  const sold: number[] = [];
  const sell = async (times: number) => {
    for (let n = 0; n < times; n += 1) sold.push((await till.sell('ray-ban', n % 2 === 0 ? 'cash' : 'card')).fd);
  };
  await shop.cut('operator');

  await uat.step('an order for 25,000 is paid and printed at once', async () => {
    await new GoodsPage(till).enter({ name: 'Очки по рецепту', price: '25000', kind: 'frame' });
    await till.pay('card');
    sold.push((await till.shownReceipt()).fd);
    await expect(till.buffer).toHaveText(/^1\/200/);
    await evidence.shot(till.page, 'receipt');
    await evidence.paper(await paperOf(till.page), 'receipt');
    await till.newSale.click();
  });

  await uat.step('five receipts outlive kill -9 of the gateway', async () => {
    await sell(4);
    await shop.kill('gateway');
    await shop.start('gateway');
    await expect(till.buffer).toHaveText(/^5\/200/, { timeout: 60_000 });
    await sell(5);
  });

  await uat.step('the till is offline and says since when; sending pauses', async () => {
    await expect(till.network).toHaveAttribute('data-state', 'offline', { timeout: 60_000 });
    const paused = async () => (await shop.world.gateway.buffer()).circuit_breaker.state === 'open';
    await waitUntil('the breaker is open', paused, { within: 60_000 });
    await link.open();
    await expect(till.page.getByTestId('offline-summary')).toContainText('10');
    await evidence.shot(till.page, 'offline');
    await link.close();
  });

  await uat.step('the operator is back: a manager sends everything now', async () => {
    await till.changeTo('manager');
    await link.open();
    // Slowly, so that the press comes before the till has sent them by itself.
    await shop.world.ofd.set('slow', { delay_ms: 200 });
    await link.sendNow.click();
    await expect(till.buffer).toHaveText(/^0\/200/, { timeout: 60_000 });
    await evidence.shot(till.page, 'sent');
    await shop.restore('operator');
    await link.close();
    await till.changeTo('cashier');
  });

  await shop.settled();
  expect(new Set(sold).size).toBe(10);
  expect(await atOperator()).toEqual(sold);
});

uat('UAT-10cP 20 receipts offline, the power goes out, and all 20 arrive once', async ({ evidence }) => {
  const { shop, till } = here;
  const before = await atOperator();
  const all = before.length + 20;
  await till.page.getByTestId('nav-sale').click();
  const sold: number[] = [];
  await shop.cut('operator');
  await shop.cut('internet');
  for (let n = 0; n < 20; n += 1) sold.push((await till.sell('ray-ban', n % 2 === 0 ? 'cash' : 'card')).fd);
  await evidence.shot(till.page, 'before');
  await Promise.all([till.kill(), shop.kill('gateway')]);

  await shop.start('gateway');
  const again = await shop.reopen(till);
  await uat.step('gateway and till know of all of them', async () => {
    await expect(again.buffer).toHaveText(/^20\/200/, { timeout: 60_000 });
    expect(await shop.world.gateway.buffer()).toMatchObject({ current_queued: 20, total_receipts: all });
    await again.page.getByTestId('nav-history').click();
    await expect(again.page.getByTestId('history-row')).toHaveCount(all);
    await evidence.shot(again.page, 'after');
  });

  await uat.step('the lines are back', async () => {
    await shop.restore('operator');
    await shop.restore('internet');
    await shop.settled();
    await expect(again.page.locator('[data-testid="history-row"][data-stage="delivered"]')).toHaveCount(all);
    await evidence.shot(again.page, 'delivered');
    expect(await atOperator()).toEqual([...before, ...sold]);
  });
});
