import { waitUntil } from '../e2e/harness/wait-until.ts';
import { GoodsPage } from '../e2e/pages/goods.page.ts';
import { LinkPage } from '../e2e/pages/link.page.ts';
import { paperOf } from '../e2e/pages/paper.page.ts';
import { PaymentPage } from '../e2e/pages/payment.page.ts';
import { TroublePage } from '../e2e/pages/trouble.page.ts';
import { sharedShop } from './shared-shop.ts';
import { expect, uat } from './uat-story.ts';

// The till's half of K-08, K-09 and K-13: selling without the operator and the internet.
const here = sharedShop();
uat.describe.configure({ timeout: 400_000 });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SECOND = 1_000;

uat(
  'UAT-08D sunglasses for 2 500 ₽ in cash without the operator: printed, buffered, later delivered by itself',
  async ({ evidence }) => {
    const { shop, till } = here;
    await shop.cut('operator');
    await shop.cut('internet');
    await new GoodsPage(till).enter({ name: 'Очки солнцезащитные', price: '2500', kind: 'sunglasses' });
    await till.pay('cash', '3000');
    await till.shownReceipt();
    const paper = await paperOf(till.page);
    await evidence.paper(paper, 'receipt');
    expect(paper.join('\n')).toMatch(/ИТОГ\s+=2500\.00/);
    await expect(till.page.getByTestId('receipt-change')).toHaveText(/500,00/);
    await expect(till.receiptStage).toHaveAttribute('data-stage', 'printed');
    await evidence.shot(till.page, 'printed');
    await till.newSale.click();

    await expect(till.buffer).toHaveText(/^1\/200/);
    await expect(till.network).toHaveAttribute('data-state', 'offline', { timeout: 60_000 });
    await evidence.shot(till.page, 'offline');

    await shop.restore('operator');
    await shop.restore('internet');
    await expect(till.buffer).toHaveText(/^0\/200/, { timeout: 60_000 });
    await shop.settled();
    await till.page.getByTestId('nav-history').click();
    await expect(till.page.getByTestId('history-row').first()).toHaveAttribute('data-stage', 'delivered');
    await evidence.shot(till.page, 'delivered');
    await till.page.getByTestId('nav-sale').click();
  },
);

uat(
  'UAT-09D four hours offline, 30 mixed sales: the screen says 4 h and 30, nobody is alarmed, all is delivered',
  async ({ evidence }) => {
    const { shop, till } = here;
    const link = new LinkPage(till.page);
    const trouble = new TroublePage(till.page);
    const before = (await shop.register.receipts()).length;
    await expect(till.buffer).toHaveText(/^0\/200/);
    await shop.cut('operator');
    await shop.cut('internet');
    await expect(till.network).toHaveAttribute('data-state', 'offline', { timeout: 60_000 });
    const since = (await shop.world.gateway.buffer()).network_since;

    await uat.step('thirty receipts in four hours: cash and card, frames and lenses', async () => {
      for (let n = 0; n < 30; n += 1) {
        if (n % 10 === 5) await shop.clock.pass(HOUR);
        await till.sell(n % 3 === 0 ? 'линза' : 'ray-ban', n % 2 === 0 ? 'cash' : 'card');
      }
      expect(await shop.register.receipts()).toHaveLength(before + 30);
    });

    await uat.step('the screen says how long and how many, and nothing else', async () => {
      await shop.clock.pass(since + 4 * HOUR + 5 * SECOND - shop.clock.now);
      await link.open();
      await expect(till.page.getByTestId('offline-summary')).toHaveText('Автономно 4 ч 00 мин, в очереди 30 чеков');
      await evidence.shot(till.page, 'summary');
      await link.close();
      await expect(till.buffer).toHaveText(/^30\/200/);
      await expect(trouble.buffer).toHaveCount(0);
      await expect(trouble.mark).toHaveAttribute('data-count', '0');
    });

    await uat.step('the links are back: everything is delivered, once', async () => {
      await shop.restore('operator');
      await shop.restore('internet');
      await expect(till.buffer).toHaveText(/^0\/200/, { timeout: 60_000 });
      await shop.settled();
      await evidence.shot(till.page, 'delivered');
    });
  },
);

uat(
  'UAT-11D the gateway restarts offline with 15 receipts: all are there, selling goes on, all are delivered',
  async ({ evidence }) => {
    const { shop, till } = here;
    const before = (await shop.register.receipts()).length;
    await shop.cut('operator');
    await shop.cut('internet');
    for (let n = 0; n < 15; n += 1) await till.sell('ray-ban', n % 2 === 0 ? 'cash' : 'card');
    await expect(till.buffer).toHaveText(/^15\/200/);

    await shop.kill('gateway');
    await expect(till.network).toHaveAttribute('data-state', 'unreachable');
    await evidence.shot(till.page, 'gateway-gone');
    await shop.start('gateway');
    await expect(till.network).not.toHaveAttribute('data-state', 'unreachable', { timeout: 60_000 });
    await expect(till.buffer).toHaveText(/^15\/200/);
    await evidence.shot(till.page, 'fifteen-are-there');

    await till.add('линза');
    const payment = new PaymentPage(till.page);
    await payment.open();
    await payment.confirm.click();
    await till.shownReceipt();
    await evidence.paper(await paperOf(till.page), 'the-sixteenth');
    await till.newSale.click();
    await expect(till.buffer).toHaveText(/^16\/200/);

    await shop.restore('operator');
    await shop.restore('internet');
    await expect(till.buffer).toHaveText(/^0\/200/, { timeout: 60_000 });
    await shop.settled();
    expect(await shop.register.receipts()).toHaveLength(before + 16);
    const held = (await shop.world.ofd.held()).filter(({ type }) => type === 'receipt').map(({ fd }) => fd);
    await waitUntil('in the order of their numbers', () => held.every((fd, at) => at === 0 || fd > held[at - 1]!));
  },
);
