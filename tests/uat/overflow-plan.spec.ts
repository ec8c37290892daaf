import { LinkPage } from '../e2e/pages/link.page.ts';
import { PaymentPage } from '../e2e/pages/payment.page.ts';
import { TroublePage } from '../e2e/pages/trouble.page.ts';
import { expect, uat } from './uat-story.ts';

// The till's half of K-26, with room for ten receipts: the marks are shares. All 200 are filled in overflow.test.ts.
uat.use({ shopOptions: { products: 60, days: 1, gatewayEnv: { GATEWAY_BUFFER_CAPACITY: '10' } } });

const title = 'UAT-10bP told at 80, 90 and 100 %, stopped when full; one press sends all, and sales go on';

uat(title, async ({ shop, evidence }) => {
  const till = await shop.openTill();
  const link = new LinkPage(till.page);
  const trouble = new TroublePage(till.page);
  await shop.cut('operator');
  for (let n = 0; n < 7; n += 1) await till.sell('ray-ban', 'cash');
  await expect(trouble.buffer).toHaveCount(0);

  for (const [level, alarm] of [
    ['warning', 'BUFFER_WARNING'],
    ['critical', 'BUFFER_CRITICAL'],
    ['full', 'BUFFER_FULL'],
  ] as const) {
    await uat.step(`${level}: told after the receipt, once`, async () => {
      await till.add('ray-ban');
      await till.pay('cash');
      await till.shownReceipt();
      await expect(trouble.buffer).toHaveAttribute('data-level', level);
      await evidence.shot(till.page, level);
      await trouble.understood(level);
      await till.finish();
      expect((await shop.world.gateway.buffer()).alerts.map(({ code }) => code)).toContain(alarm);
    });
  }

  await uat.step('the eleventh is refused before any money, with the reason and how full it is', async () => {
    await till.add('ray-ban');
    await till.pay('cash');
    await expect(trouble.buffer).toHaveAttribute('data-level', 'full');
    await expect(till.page.getByRole('dialog')).toContainText('В очереди 10 из 10 чеков');
    await expect(till.buffer).toHaveText(/^10\/10/);
    await evidence.shot(till.page, 'refused');
    await trouble.understood('full');
    await expect(trouble.refusal).toContainText('Касса временно недоступна');
    await new PaymentPage(till.page).cancel();
    expect(await shop.register.receipts()).toHaveLength(10);
  });

  await uat.step('the operator is back: a manager sends everything now, and the same cart is sold', async () => {
    await till.changeTo('manager');
    // Whoever takes the till over is told as well.
    await trouble.understood('full');
    await link.open();
    // Slowly, so that the press comes before the till has sent them by itself.
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
  const arrived = (await shop.world.ofd.held()).filter(({ type }) => type === 'receipt').map(({ fd }) => fd);
  expect(arrived).toHaveLength(11);
  expect(arrived).toEqual(arrived.toSorted((a, b) => a - b));
  expect((await shop.world.gateway.buffer()).alerts).toEqual([]);
});
