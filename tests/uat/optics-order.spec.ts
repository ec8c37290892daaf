import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { order as orderShape } from '../../design/documents/order.ts';
import { replayOrder, type OrderView } from '../../design/folds/order.ts';
import { storeDatabase } from '../../design/databases.ts';
import { Shop } from '../e2e/harness/shop.ts';
import type { ShopTill } from '../e2e/harness/shop-till.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { POS, STORE } from '../e2e/harness/world.ts';
import { GoodsPage } from '../e2e/pages/goods.page.ts';
import { ClientsPage, OrdersPage, PrescriptionPage, WorkshopPage } from '../e2e/pages/optics.page.ts';
import { paperOf } from '../e2e/pages/paper.page.ts';
import { PaymentPage } from '../e2e/pages/payment.page.ts';
import { expect, uat } from './uat-story.ts';

// The optical half of K-20 and K-33: a pair of glasses from the measured eye to the hand-over, the workshop's tablet offline meanwhile.
uat.describe.configure({ timeout: 300_000 });

const ANNA = { name: 'Орлова Анна Сергеевна', phone: '+7 916 123-45-67', birth: '1976-05-12' };
const EYES = {
  od: { sph: '-2,5', cyl: '-1', axis: '180', add: '1,75' },
  os: { sph: '-2,75', cyl: '-0,75', axis: '175', add: '1,75' },
  pd: '64',
};

let shop: Shop;
let till: ShopTill;
let tablet: ShopTill;
uat.beforeAll(async () => {
  uat.setTimeout(300_000);
  // The making of progressive glasses is in a catalogue of this size; notices go out by day.
  shop = await Shop.open({ products: 3_000, days: 1 });
  await shop.clock.passTo('11:00');
  // One after the other: both at once take longer on two cores.
  till = await shop.openTill();
  tablet = await shop.openTablet();
});
// eslint-disable-next-line no-empty-pattern -- Playwright reads the names a hook needs from this pattern
uat.afterEach(async ({}, info) => {
  if (info.status === info.expectedStatus) return;
  await info.attach('shop', { body: shop.log(), contentType: 'text/plain' });
  for (const { profile } of shop.tills)
    for (const body of await profile.photographs()) await info.attach('browser', { body, contentType: 'image/png' });
});
uat.afterAll(() => shop?.close());

uat(
  'UAT-01P POC-3 glasses to order: measured, paid in part, made on a tablet without a line, told, handed over',
  async ({ evidence }) => {
    const { page } = till;
    const clients = new ClientsPage(page);
    const prescription = new PrescriptionPage(page);
    const orders = new OrdersPage(page);
    const payment = new PaymentPage(page);
    const workshop = new WorkshopPage(tablet);
    await till.changeTo('optician');

    let client = '';
    await uat.step('a new client is measured, and the prescription is signed', async () => {
      await clients.open();
      client = await clients.add(ANNA);
      await clients.tab('prescriptions');
      await prescription.begin();
      await prescription.fill({ ...EYES, purpose: 'progressive' });
      await expect(prescription.findings).toHaveCount(0);
      await evidence.shot(page, 'prescription');
      await prescription.sign();
      await evidence.shot(page, 'signed');
    });

    let number = '';
    let id = '';
    let total = 0;
    await uat.step('an order: her prescription, a frame, two progressive lenses 1.67, work; promised for a day', async () => {
      await clients.newOrder();
      await orders.prescribe();
      await orders.frame('Ray-Ban RB 5154');
      await orders.centre('od', { height: '20' });
      await orders.centre('os', { height: '20' });
      await orders.lenses(/прогрессивная 1\.67/, '1.67');
      await expect(orders.summary).toContainText('Изготовление очков: прогрессивные линзы');
      await expect(page.getByTestId('form-day')).toHaveAttribute('data-computed', /^\d{4}-\d\d-\d\d$/);
      await evidence.shot(page, 'order');
      number = await orders.confirm();
      id = (await orders.card.getAttribute('data-id'))!;
      await expect(orders.state).toHaveAttribute('data-state', 'confirmed');
      ({ total } = await orderAtServer(id));
      await evidence.shot(page, 'confirmed');
    });

    const deposit = 1_500_000;
    await uat.step('she pays 15 000 ₽ before: the receipt names the goods as a prepayment', async () => {
      await orders.deposit('15000');
      await expect(payment.due).toHaveAttribute('data-kopecks', String(deposit));
      await expect(page.getByTestId('pay-now')).toHaveValue('15000');
      await payment.by('card');
      await evidence.shot(page, 'deposit');
      await payment.confirm.click();
      const { fd } = await till.shownReceipt();
      await evidence.paper(await paperOf(page), 'deposit');
      expect((await paperOf(page)).join('\n')).toMatch(/ПРЕДОПЛАТА/);
      const receipt = receiptOf(fd);
      // Tag 1214 of every line is 2, "prepayment"; nothing is set off (1215) and nothing stays owed (1216).
      expect(receipt).toMatchObject({ methods: ['prepayment'], payments: { card: deposit } });
      await expect(till.receiptStage).toHaveAttribute('data-stage', 'delivered');
      expect((await shop.world.ofd.held()).find((one) => one.fd === fd)).toMatchObject({ type: 'receipt', total: deposit });
      await till.newSale.click();
      await orders.show(number);
      await expect(page.getByTestId('order-payment')).toHaveCount(1);
    });

    let ticket = '';
    await uat.step('the job ticket is printed', async () => {
      await page.getByTestId('order-print').click();
      ticket = (await page.getByTestId('paper-code').first().getAttribute('data-code'))!;
      expect(ticket).toBe(`O-${number}-A`);
      await evidence.shot(page, 'ticket');
      await page.getByTestId('paper-back').click();
      await expect(orders.card).toBeVisible();
    });

    await uat.step('the order is on the tablet; then its line is gone, and the board comes up again without it', async () => {
      await expect(workshop.cardIn('confirmed', id)).toBeVisible({ timeout: 60_000 });
      await evidence.shot(tablet.page, 'board');
      await tablet.page.context().setOffline(true);
      await tablet.page.reload();
      await tablet.unlock('technician');
      await expect(workshop.cardIn('confirmed', id)).toBeVisible({ timeout: 60_000 });
    });

    await uat.step(
      'the ticket is scanned; lenses come in, the glasses are made, measured, found right and ready, all offline',
      async () => {
        await workshop.scan(ticket);
        await expect(tablet.page.getByTestId('lens-od')).toHaveAttribute('data-status', 'needed');
        await tablet.page.getByTestId('step-received').click();
        await expect(tablet.page.getByTestId('lens-od')).toHaveAttribute('data-status', 'received');
        await evidence.shot(tablet.page, 'job');
        await workshop.next();
        await expect(workshop.job).toHaveAttribute('data-state', 'production');
        await workshop.measure(
          {
            od: { sph: '-2,5', cyl: '-1', axis: '179', add: '1,75', height: '20' },
            os: { sph: '-2,75', cyl: '-0,75', axis: '176', add: '1,75', height: '20' },
          },
          { centres: '63,5', 'height-difference': '0' },
        );
        await expect(tablet.page.getByTestId('quality-form')).toHaveAttribute('data-passed', 'true');
        await evidence.shot(tablet.page, 'measured');
        await workshop.passed();
        await workshop.next();
        await expect(workshop.job).toHaveAttribute('data-state', 'ready');
        await evidence.shot(tablet.page, 'ready');
        await workshop.close();
        await expect(workshop.cardIn('ready', id)).toBeVisible();
        await evidence.shot(tablet.page, 'board-offline');
      },
    );

    await uat.step('the till sells on and knows of nothing', async () => {
      await expect(orders.state).toHaveAttribute('data-state', 'confirmed');
      await page.getByTestId('nav-sale').click();
      await new GoodsPage(till).sell('Салфетка для очков', '350', 'cash');
      await orders.show(number);
      await expect(orders.state).toHaveAttribute('data-state', 'confirmed');
    });

    await uat.step('the tablet has its line again: the till sees the glasses ready, the client is told', async () => {
      await tablet.page.context().setOffline(false);
      await expect(orders.state).toHaveAttribute('data-state', 'ready', { timeout: 90_000 });
      await expect(page.locator('[data-testid="order-event"][data-kind="notice"]')).toBeVisible({ timeout: 90_000 });
      const messages = await messagesTo('+79161234567');
      expect(messages).toHaveLength(1);
      expect(messages[0]).toContain(number);
      await evidence.paper(messages[0]!.split('\n'), 'message');
      await evidence.shot(page, 'told');
    });

    await uat.step('the rest is paid and the glasses handed over: goods paid in full, the deposit set off', async () => {
      await orders.settle();
      await expect(till.total).toHaveAttribute('data-kopecks', String(total));
      await expect(payment.due).toHaveAttribute('data-kopecks', String(total - deposit));
      await payment.by('cash');
      await payment.sendTo('orlova@example.ru');
      await evidence.shot(page, 'balance');
      await payment.confirm.click();
      const { fd } = await till.shownReceipt();
      const paper = (await paperOf(page)).join('\n');
      await evidence.paper(paper.split('\n'), 'hand-over');
      expect(paper).not.toMatch(/· ПРЕДОПЛАТА/);
      // Tag 1214 is 4, "paid in full"; tag 1215 is the deposit, tag 1216 nothing.
      expect(receiptOf(fd)).toMatchObject({ methods: ['full'], payments: { prepaid: deposit, cash: total - deposit } });
      await expect(till.receiptStage).toHaveAttribute('data-stage', 'delivered');
      expect((await shop.world.ofd.held()).find((one) => one.fd === fd)).toMatchObject({ type: 'receipt', total });
      await till.newSale.click();
    });

    await uat.step('it is handed over everywhere', async () => {
      await orders.show(number);
      await expect(orders.state).toHaveAttribute('data-state', 'delivered');
      await expect(page.getByTestId('order-payment')).toHaveCount(2);
      await evidence.shot(page, 'delivered');
      await expect(workshop.cardIn('ready', id)).toBeHidden({ timeout: 60_000 });
      const view = await waitUntil('delivered at the server', async () => {
        const found = await orderAtServer(id);
        return found.state === 'delivered' ? found : null;
      });
      expect(view).toMatchObject({ balance: 0, paid: total, illegal: [] });
      await shop.settled();
      const paid = (await shop.world.databases.factsOf('sale', shop.world.began)).filter((sale) => sale['order'] === number);
      expect(paid.map((sale) => sale['client'])).toEqual([client, client]);
    });
  },
);

/** As the shop's database on the server holds it. */
async function orderAtServer(id: string): Promise<OrderView> {
  const doc = await waitUntil('the order at the server', async () =>
    (await shop.world.databases.documents(storeDatabase(STORE))).find(({ _id }) => _id === id),
  );
  return replayOrder(orderShape.parse(doc).events);
}

interface Body {
  readonly items: readonly { readonly method: string }[];
  readonly payments: readonly { readonly method: string; readonly amount: number }[];
}
/** A receipt as the gateway's journal holds it: the kinds of its lines (tag 1214), its payments in kopecks. */
function receiptOf(fd: number): { readonly methods: readonly string[]; readonly payments: Readonly<Record<string, number>> } {
  const db = new DatabaseSync(join(shop.world.data, 'gateway', POS, 'journal.sqlite'), { readOnly: true });
  try {
    const row = db.prepare('SELECT b.body FROM receipts r JOIN receipt_bodies b ON b.receipt = r.no WHERE r.fd = ?').get(fd) as {
      body: string;
    };
    const { items, payments } = JSON.parse(row.body) as Body;
    return {
      methods: [...new Set(items.map(({ method }) => method))],
      payments: Object.fromEntries(payments.map(({ method, amount }) => [method, Math.round(amount * 100)])),
    };
  } finally {
    db.close();
  }
}

/** Text messages that went out to a number; there is no service in a story: they lie in the server's outbox. */
async function messagesTo(phone: string): Promise<string[]> {
  const folder = join(shop.world.data, 'sync/outbox');
  const texts = await Promise.all(
    (await readdir(folder)).filter((name) => name.endsWith('.sms.txt')).map((name) => readFile(join(folder, name), 'utf8')),
  );
  return texts.filter((text) => text.startsWith(`${phone}\n`));
}
