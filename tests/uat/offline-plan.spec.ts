import { waitUntil } from '../e2e/harness/wait-until.ts';
import { LinkPage } from '../e2e/pages/link.page.ts';
import { paperOf } from '../e2e/pages/paper.page.ts';
import type { Shop } from '../e2e/harness/shop.ts';
import { expect, uat } from './uat-story.ts';

/** Selling without the operator, of the phase plan (requirements K-24, K-26, K-27). */
uat.use({ shopOptions: { products: 60, days: 1 } });

const receiptsAtOperator = async (shop: Shop) => (await shop.world.ofd.held()).filter(({ type }) => type === 'receipt');

uat(
  'UAT-08P 25,000 and nine more offline, a gateway restarted in between: all delivered by one press',
  async ({ shop, evidence }) => {
    const till = await shop.openTill();
    const link = new LinkPage(till.page);
    const sold: number[] = [];
    const sell = async (times: number) => {
      for (let n = 0; n < times; n += 1) sold.push((await till.sell('ray-ban', n % 2 === 0 ? 'cash' : 'card')).fd);
    };
    await shop.cut('operator');

    await uat.step('an order for 25,000 is paid and printed at once', async () => {
      await till.addByHand('Очки по рецепту', '25000');
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
      await expect(till.buffer).toHaveText(/^5\/200/, { timeout: 30_000 });
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
    });

    await shop.settled();
    expect(new Set(sold).size).toBe(10);
    expect((await receiptsAtOperator(shop)).map(({ fd }) => fd)).toEqual(sold);
  },
);

uat.describe('a small buffer', () => {
  uat.use({ shopOptions: { products: 60, days: 1, gatewayEnv: { GATEWAY_BUFFER_CAPACITY: '10' } } });

  uat(
    'UAT-10bP told at 80, 90 and 100 %, stopped when full; one press sends all, and sales go on',
    async ({ shop, evidence }) => {
      const till = await shop.openTill();
      const link = new LinkPage(till.page);
      const alert = till.page.getByTestId('buffer-alert');
      await shop.cut('operator');
      for (let n = 0; n < 7; n += 1) await till.sell('ray-ban', 'cash');
      await expect(alert).toBeHidden();

      for (const [level, alarm] of [
        ['warning', 'BUFFER_WARNING'],
        ['critical', 'BUFFER_CRITICAL'],
        ['full', 'BUFFER_FULL'],
      ] as const) {
        await uat.step(`${level}: told after the receipt, once`, async () => {
          await till.add('ray-ban');
          await till.pay('cash');
          await till.shownReceipt();
          await expect(alert).toHaveAttribute('data-level', level);
          await evidence.shot(till.page, level);
          await till.page.getByTestId('buffer-understood').click();
          await till.newSale.click();
          await expect(till.lines).toHaveCount(0);
          expect((await shop.world.gateway.buffer()).alerts.map(({ code }) => code)).toContain(alarm);
        });
      }

      await uat.step('the eleventh is not paid for', async () => {
        await till.add('ray-ban');
        await till.payButton.click();
        await till.confirm.click();
        await expect(alert).toHaveAttribute('data-level', 'full');
        await expect(till.buffer).toHaveText(/^10\/10/);
        await evidence.shot(till.page, 'refused');
        await till.page.getByTestId('buffer-understood').click();
        expect(await shop.register.receipts()).toHaveLength(10);
      });

      await uat.step('the operator is back: a manager sends everything now, and the same cart is sold', async () => {
        await till.changeTo('manager');
        await link.open();
        await shop.world.ofd.set('slow', { delay_ms: 200 });
        await link.sendNow.click();
        await expect(till.buffer).toHaveText(/^0\/10/, { timeout: 60_000 });
        await shop.restore('operator');
        await link.close();
        await evidence.shot(till.page, 'empty');
        await expect(till.lines).toHaveCount(1);
        await till.pay('cash');
        await till.finish();
      });

      await shop.settled();
      const arrived = (await receiptsAtOperator(shop)).map(({ fd }) => fd);
      expect(arrived).toHaveLength(11);
      expect(arrived).toEqual(arrived.toSorted((a, b) => a - b));
      expect((await shop.world.gateway.buffer()).alerts).toEqual([]);
    },
  );
});

uat('UAT-10cP 20 receipts offline, the power goes out, and all 20 arrive once', async ({ shop, evidence }) => {
  const till = await shop.openTill();
  const sold: number[] = [];
  await shop.cut('operator');
  await shop.cut('internet');
  for (let n = 0; n < 20; n += 1) sold.push((await till.sell('ray-ban', n % 2 === 0 ? 'cash' : 'card')).fd);
  await evidence.shot(till.page, 'before');
  await Promise.all([till.kill(), shop.kill('gateway')]);

  await shop.start('gateway');
  const again = await shop.reopen(till);
  await uat.step('gateway and till know of all of them', async () => {
    await expect(again.buffer).toHaveText(/^20\/200/, { timeout: 30_000 });
    expect(await shop.world.gateway.buffer()).toMatchObject({ current_queued: 20, total_receipts: 20 });
    await again.page.getByTestId('nav-history').click();
    await expect(again.page.getByTestId('history-row')).toHaveCount(20);
    await evidence.shot(again.page, 'after');
  });

  await uat.step('the lines are back', async () => {
    await shop.restore('operator');
    await shop.restore('internet');
    await shop.settled();
    await expect(again.page.locator('[data-testid="history-row"][data-stage="delivered"]')).toHaveCount(20);
    await evidence.shot(again.page, 'delivered');
    expect((await receiptsAtOperator(shop)).map(({ fd }) => fd)).toEqual(sold);
  });
});
