import { waitUntil } from '../e2e/harness/wait-until.ts';
import { paperOf } from '../e2e/pages/paper.page.ts';
import { PaymentPage } from '../e2e/pages/payment.page.ts';
import { TroublePage } from '../e2e/pages/trouble.page.ts';
import { sharedShop } from './shared-shop.ts';
import { expect, uat } from './uat-story.ts';

// The till's half of K-05: what a cashier sees when register, drive, network or operator refuse.
const here = sharedShop();
uat.describe.configure({ timeout: 400_000 });

uat(
  'UAT-05D the register, the drive, the network or the operator refuses: retried, never doubled, the cashier is told',
  async ({ evidence }) => {
    const { shop, till } = here;
    const payment = new PaymentPage(till.page);
    const trouble = new TroublePage(till.page);
    const receipts = async () => (await shop.register.receipts()).length;
    const bank = () => till.page.evaluate(() => localStorage.getItem('optics.bank'));

    await uat.step(
      '05a the register does not answer, three times: the receipt waits, the cashier is told what to do',
      async () => {
        await shop.register.fault({ kind: 'reset-before', times: 3 });
        await till.add('ray-ban');
        await till.pay('cash');
        await expect(trouble.receipt).toHaveAttribute('data-code', 'REGISTER_UNREACHABLE');
        await expect(till.page.getByTestId('remedy')).toBeVisible();
        await evidence.shot(till.page, 'a-register-silent');
        expect(await receipts()).toBe(0);
        await trouble.toTray();
        await expect(trouble.corner).toHaveAttribute('data-code', 'REGISTER_TROUBLE');
        await evidence.shot(till.page, 'a-alert');
      },
    );

    await uat.step('05a once it answers again the same receipt is printed, one', async () => {
      await trouble.retry();
      expect(await receipts()).toBe(1);
      await expect(trouble.corner).toBeHidden();
    });

    await uat.step('05b a full drive: the sale is refused before any money is taken, with the instruction', async () => {
      await shop.register.dial({ documents_left: 0 });
      await till.add('ray-ban');
      await till.pay('card');
      await expect(trouble.refusal).toContainText('накопитель');
      await evidence.shot(till.page, 'b-refused');
      expect(await bank(), 'no card was charged').toBeNull();
      await payment.cancel();
      await waitUntil('the alarm', async () =>
        (await shop.world.gateway.buffer()).alerts.some(({ code }) => code === 'DRIVE_FULL'),
      );
      await trouble.list();
      const notice = trouble.notices.filter({ has: till.page.locator('[data-code="DRIVE_FULL"]') });
      await expect(notice.first()).toContainText('замените накопитель');
      await evidence.shot(till.page, 'b-instruction');
      await trouble.close();
      expect(await receipts()).toBe(1);
    });

    await uat.step('05b with room in the drive the kept cart is sold', async () => {
      await shop.register.dial({ documents_left: 200_000 });
      await expect(till.lines).toHaveCount(1);
      await till.pay('card');
      await till.shownReceipt();
      await till.newSale.click();
      expect(await bank()).not.toBeNull();
      expect(await receipts()).toBe(2);
      await expect(trouble.mark).toHaveAttribute('data-count', '0', { timeout: 60_000 });
    });

    for (const [step, lose, back] of [
      ['05c no network at all', () => shop.kill('operator').then(() => shop.cut('internet')), () => shop.start('operator')],
      ['05d the operator answers 503', () => shop.cut('operator'), () => shop.restore('operator')],
    ] as const) {
      const letter = step.slice(2, 3);
      await uat.step(`${step}: the receipt is printed and waits, nobody is alarmed`, async () => {
        await shop.world.gateway.buffer();
        await lose();
        await till.add('ray-ban');
        await till.pay('cash');
        await till.shownReceipt();
        await evidence.paper(await paperOf(till.page), `${letter}-receipt`);
        await expect(till.buffer).toHaveText(/^1\/200/);
        await expect(trouble.mark).toHaveAttribute('data-count', '0');
        await expect(trouble.buffer).toHaveCount(0);
        await evidence.shot(till.page, `${letter}-printed`);
        await till.newSale.click();
      });
      await uat.step(`${step}: it goes out by itself`, async () => {
        await back();
        await shop.restore('internet');
        await expect(till.buffer).toHaveText(/^0\/200/, { timeout: 60_000 });
      });
    }

    expect(await receipts()).toBe(4);
    await shop.settled();
  },
);
