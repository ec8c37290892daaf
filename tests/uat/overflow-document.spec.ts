import { waitUntil } from '../e2e/harness/wait-until.ts';
import { LinkPage } from '../e2e/pages/link.page.ts';
import { PaymentPage } from '../e2e/pages/payment.page.ts';
import { TroublePage } from '../e2e/pages/trouble.page.ts';
import { sharedShop } from './shared-shop.ts';
import { expect, uat } from './uat-story.ts';

// The till's half of K-10, K-11 and K-12, with room for 20 receipts: the marks are shares. All 200 are filled in overflow.test.ts.
const ROOM = 20;
const here = sharedShop({ gatewayEnv: { GATEWAY_BUFFER_CAPACITY: String(ROOM) } });
uat.describe.configure({ timeout: 400_000 });

const queued = async (): Promise<number> => (await here.shop.world.gateway.buffer()).current_queued;

/** Sells until so many wait. */
async function fill(to: number): Promise<void> {
  for (let n = await queued(); n < to; n += 1) await here.till.sell('ray-ban', n % 2 === 0 ? 'cash' : 'card');
  expect(await queued()).toBe(to);
}

/** A story that puts dialogs away as they come waits for this one: an Escape meant for the payment would be its. */
async function putAway(): Promise<void> {
  const trouble = new TroublePage(here.till.page);
  await trouble.letStand();
  await trouble.understood('full');
  await trouble.putAwayAlways();
}

/** The next sale is refused with the reason before any money is taken, and its cart is kept. `read`: what is done with the dialog. */
async function expectRefused(read: () => Promise<void>): Promise<void> {
  const { shop, till } = here;
  const before = (await shop.register.receipts()).length;
  await till.add('ray-ban');
  await till.pay('cash');
  const trouble = new TroublePage(till.page);
  // The dialog comes over the payment at once; put away, the reason stays beside the payment.
  await read();
  await expect(trouble.refusal).toContainText('накопились неотправленные чеки');
  expect(await shop.register.receipts()).toHaveLength(before);
}

/** The refused cart of the last `expectRefused`, now that there is room. */
async function sellKept(): Promise<void> {
  await here.till.pay('cash');
  await here.till.shownReceipt();
  await here.till.newSale.click();
}

uat(
  'UAT-10D the buffer fills: told at 80, 90 and 100 %, the last place is sold, the next sale is refused',
  async ({ evidence }) => {
    const { shop, till } = here;
    const trouble = new TroublePage(till.page);
    const payment = new PaymentPage(till.page);
    await shop.cut('operator');
    await fill(15);
    await expect(trouble.buffer).toHaveCount(0);
    const rest = await trouble.busyHand();
    await till.add('ray-ban');
    await till.pay('cash');
    await till.shownReceipt();
    await expect(till.buffer).toHaveText(/^16\/20 /);
    await expect(trouble.buffer, 'no dialog comes under a hand at work').toHaveCount(0);
    await rest();
    await expect(trouble.buffer).toHaveAttribute('data-level', 'warning');
    await evidence.shot(till.page, '16-of-20');
    await trouble.understood('warning');
    await till.finish();
    for (const [count, level] of [
      [18, 'critical'],
      [20, 'full'],
    ] as const) {
      await fill(count - 1);
      await till.add('ray-ban');
      await till.pay('cash');
      await till.shownReceipt();
      await expect(trouble.buffer).toHaveAttribute('data-level', level);
      await evidence.shot(till.page, `${count}-of-20`);
      await trouble.understood(level);
      await till.finish();
    }
    await expectRefused(async () => {
      await expect(trouble.buffer).toHaveAttribute('data-level', 'full');
      await evidence.shot(till.page, 'why');
      await trouble.callAdministrator();
      await evidence.shot(till.page, 'whom-to-call');
      await till.page.keyboard.press('Escape');
    });
    await evidence.shot(till.page, 'refused');
    await payment.cancel();
    await expect(till.lines).toHaveCount(1);
    expect(await queued()).toBe(ROOM);
    await shop.restore('operator');
    await expect(till.buffer).toHaveText(/^0\/20 /, { timeout: 60_000 });
    await sellKept();
    await shop.settled();
  },
);

uat(
  'UAT-10bD the link drops after a part: sales go on, fill up again and stop; then all arrive once, in order',
  async ({ evidence }) => {
    const { shop, till } = here;
    const trouble = new TroublePage(till.page);
    const payment = new PaymentPage(till.page);
    const link = new LinkPage(till.page);
    const held = async () => (await shop.world.ofd.held()).length;
    await trouble.putAwayAlways();
    await shop.cut('operator');
    await fill(ROOM);
    await expectRefused(putAway);
    await payment.cancel();

    await uat.step('some receipts leave, the operator is gone again: the kept cart is sold', async () => {
      const before = await held();
      // Every sixth request fails, which ends the sending for seconds; by then the operator is gone.
      await shop.world.ofd.set('flaky', { every: 6 });
      await waitUntil('some receipts delivered', async () => (await held()) >= before + 3, { within: 60_000 });
      await shop.cut('operator');
      // What was on its way when the line was cut is still noted as delivered: the count stands once screen and gateway say the same.
      let left = await queued();
      await expect(async () => {
        left = await queued();
        await expect(till.buffer).toHaveText(new RegExp(`^${left}/20 `), { timeout: 2_000 });
      }).toPass({ timeout: 60_000 });
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThan(ROOM);
      await evidence.shot(till.page, 'a-part-is-delivered');
      await sellKept();
      expect(await queued()).toBe(left + 1);
    });

    await uat.step('filled again it is full again', async () => {
      await fill(ROOM);
      await expectRefused(putAway);
      await evidence.shot(till.page, 'full-again');
      await payment.cancel();
      await till.page.getByTestId('clear').click();
    });

    await uat.step('the manager sends at once: everything arrives once, in the order of the numbers', async () => {
      await shop.restore('operator');
      await till.changeTo('manager');
      await link.open();
      if (await link.sendNow.isEnabled()) await link.sendNow.click();
      await expect(till.buffer).toHaveText(/^0\/20 /, { timeout: 60_000 });
      await evidence.shot(till.page, 'all-sent');
      await link.close();
      await till.changeTo('cashier');
      const arrivals = (await shop.world.ofd.held()).map(({ fd }) => fd);
      expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
      expect((await shop.world.ofd.received()).filter(({ repeat }) => repeat)).toEqual([]);
      await shop.settled();
    });
  },
);

uat(
  'UAT-10cD the operator answers 503 to a full buffer: the cashier knows whom to call, more room is an emergency measure',
  async ({ evidence }) => {
    const { shop, till } = here;
    const trouble = new TroublePage(till.page);
    const payment = new PaymentPage(till.page);
    const link = new LinkPage(till.page);
    await trouble.putAwayAlways();
    await shop.cut('operator');
    await fill(ROOM);

    await uat.step('critical on the screen; sending is paused; whom to call is one press away', async () => {
      await waitUntil('the breaker is open', async () => (await shop.world.gateway.buffer()).circuit_breaker.state === 'open', {
        within: 60_000,
      });
      await expectRefused(putAway);
      await expect(trouble.mark).toHaveAttribute('data-critical', 'true');
      await link.open();
      await expect(till.page.getByText('Отправка приостановлена')).toBeVisible();
      await evidence.shot(till.page, 'sending-is-paused');
      await link.close();
    });

    await uat.step('the administrator gives room for 300: the kept cart is sold', async () => {
      await shop.world.gateway.setCapacity(300, 'оператор недоступен');
      await expect(till.buffer).toHaveText(/^20\/300 /);
      await payment.confirm.click();
      await till.shownReceipt();
      await evidence.shot(till.page, 'sold-in-the-emergency');
      await till.newSale.click();
    });

    await uat.step('the operator is back: everything is delivered, nothing asks for attention', async () => {
      await shop.restore('operator');
      await expect(till.buffer).toHaveText(/^0\/300 /, { timeout: 60_000 });
      await expect(trouble.mark).toHaveAttribute('data-count', '0');
      await evidence.shot(till.page, 'recovered');
      await shop.settled();
    });
  },
);
