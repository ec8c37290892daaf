import type { Locator } from '@playwright/test';
import type { ShopTill } from '../e2e/harness/shop-till.ts';
import { ClientsPage, OrdersPage, PrescriptionPage, WorkshopPage } from '../e2e/pages/optics.page.ts';
import { paperOf } from '../e2e/pages/paper.page.ts';
import { PaymentPage } from '../e2e/pages/payment.page.ts';
import { RefundPage } from '../e2e/pages/refund.page.ts';
import { sharedShop } from './shared-shop.ts';
import { expect, uat } from './uat-story.ts';

// What goes otherwise with an order of glasses (issue 6): the client's own frame, a remake, a change, a cancellation.
const here = sharedShop();
uat.describe.configure({ timeout: 400_000 });

const EYES = {
  od: { sph: '-2,00', cyl: '-0,50', axis: '90', height: '18' },
  os: { sph: '-1,75', height: '18' },
  pd: '64',
  purpose: 'distance',
} as const;

/** A client of the shop with a signed prescription; the form of a new order is open for it. */
async function orderFor({ page }: ShopTill, person: { readonly name: string; readonly phone: string }): Promise<void> {
  const [clients, rx] = [new ClientsPage(page), new PrescriptionPage(page)];
  await clients.open();
  await clients.add({ ...person, birth: '1984-03-02' });
  await clients.tab('prescriptions');
  await rx.begin();
  await rx.fill(EYES);
  await rx.sign();
  await clients.newOrder();
  await new OrdersPage(page).prescribe();
}

/** Roubles on the screen or on paper, as kopecks. */
const kopecks = (text: string): number => Math.round(Number(text.replace(/[^\d,.]/g, '').replace(',', '.')) * 100);
const sumIn = async (where: Locator): Promise<number> => kopecks(await where.innerText());
const shows = (where: Locator, sum: number) => expect.poll(() => sumIn(where)).toBe(sum);
/** What stands behind the words at the beginning of a line of the receipt; `null` where there is no such line. */
function onPaper(paper: readonly string[], words: string): number | null {
  const line = paper.find((one) => one.startsWith(words));
  return line === undefined ? null : kopecks(/=([\d ]+[.,]\d\d)/.exec(line)?.[1] ?? '');
}
/** Lines of goods, each with the words of its tag 1214. */
const tagged = (paper: readonly string[], words: string): number => paper.filter((one) => one.endsWith(`· ${words}`)).length;

uat('UAT-01R the client’s own frame; a lens wrong at the check: made anew, linked both ways, paid once', async ({ evidence }) => {
  const { shop, till } = here;
  const { page } = till;
  page.setDefaultTimeout(60_000);
  const [orders, payment, workshop] = [new OrdersPage(page), new PaymentPage(page), new WorkshopPage(till)];
  const money = page.getByTestId('order-money');
  const receiptsBefore = (await shop.register.receipts()).length;
  await till.changeTo('optician');
  await orderFor(till, { name: 'Борисов Борис Борисович', phone: '+79161112233' });

  let number = '';
  let total = 0;
  await uat.step('the frame that the client brought is taken in with its state, and costs nothing', async () => {
    await orders.ownFrame('Ray-Ban, чёрная, пластик', { a: '52', b: '38', dbl: '18', ed: '55' });
    await page.getByTestId('own-scratched').click();
    await expect(page.getByTestId('own-good')).toHaveAttribute('aria-checked', 'false');
    await evidence.shot(page, 'own-frame');
    await orders.lenses(/./);
    number = await orders.confirm();
    await expect(page.getByTestId('order-pair')).toContainText(/Ray-Ban, чёрная, пластик\s*Поцарапана/);
    await expect(money).not.toContainText('Ray-Ban');
    total = await sumIn(page.getByTestId('order-total'));
    expect(total).toBeGreaterThan(0);
  });

  let deposit = 0;
  await uat.step('half of it is paid before: two lenses as a prepayment', async () => {
    await orders.deposit();
    deposit = Number(await payment.due.getAttribute('data-kopecks'));
    await payment.by('cash');
    await payment.confirm.click();
    await till.shownReceipt();
    const paper = await paperOf(page);
    await evidence.paper(paper, 'deposit');
    expect([tagged(paper, 'ПРЕДОПЛАТА'), onPaper(paper, 'ИТОГ'), onPaper(paper, 'НАЛИЧНЫМИ')]).toEqual([2, deposit, deposit]);
    await till.newSale.click();
    await orders.show(number);
    await shows(page.getByTestId('order-paid'), deposit);
  });

  await uat.step('the axis of the right lens is 20° off: not passed, the defect is written down', async () => {
    await orders.press('start');
    await expect(orders.state).toHaveAttribute('data-state', 'production');
    await orders.open();
    await page.getByTestId('orders-workshop').click();
    // The orders are read: a scan finds what is there.
    await expect(page.getByTestId('board-card').first()).toBeVisible({ timeout: 60_000 });
    await workshop.scan(`O-${number}-A`);
    await workshop.measure({ od: { sph: '-2,00', cyl: '-0,50', axis: '110' }, os: { sph: '-1,75' } });
    await expect(page.getByTestId('measured-od-axis')).toHaveAttribute('data-result', 'fail');
    await evidence.shot(page, 'check');
    await page.getByTestId('quality-fail').click();
    await page.getByTestId('fault').selectOption('workshop');
    await page.getByTestId('again-no').click();
    await evidence.shot(page, 'defect');
    await page.getByTestId('damage-save').click();
    await expect(page.getByTestId('job-damage-row')).toContainText('ось');
    await evidence.shot(page, 'job');
    await workshop.close();
  });

  let again = '';
  await uat.step('the glasses are made anew: another order, free, linked both ways with fault and cost', async () => {
    await orders.show(number);
    await orders.press('remake');
    await page.getByTestId('claim-reason').fill('Ось правой линзы ушла на 20°');
    await page.getByTestId('claim-fault-workshop').click();
    await page.getByTestId('claim-scope-lenses').click();
    await page.getByTestId('claim-cost').fill('1850');
    await evidence.shot(page, 'claim');
    await page.getByTestId('claim-go').click();
    const link = page.getByTestId('order-link');
    await expect(link).toHaveAttribute('data-link', 'remake-of');
    await expect(link).toContainText(`Переделка заказа ${number}`);
    await expect(link).toContainText(/По чьей вине: Мастерская · наш расход 1\s850,00/);
    await shows(page.getByTestId('order-total'), 0);
    again = (await orders.card.getAttribute('data-number'))!;
    for (const [press, state] of [
      ['confirm', 'confirmed'] as const,
      ['start', 'production'] as const,
      ['ready', 'ready'] as const,
    ]) {
      await orders.press(press);
      await expect(orders.state).toHaveAttribute('data-state', state);
    }
    await shows(page.getByTestId('order-link-balance'), total - deposit);
    await evidence.shot(page, 'made-anew');
  });

  await uat.step('at the hand-over the client pays the rest of the former order, and nothing else', async () => {
    await orders.press('deliver');
    await expect(payment.due).toHaveAttribute('data-kopecks', String(total - deposit));
    await evidence.shot(page, 'balance');
    await payment.by('cash');
    await payment.confirm.click();
    await till.shownReceipt();
    const paper = await paperOf(page);
    await evidence.paper(paper, 'balance');
    expect([onPaper(paper, 'ИТОГ'), onPaper(paper, 'ПРЕДВАРИТЕЛЬНАЯ ОПЛАТА')]).toEqual([total, deposit]);
    expect(onPaper(paper, 'НАЛИЧНЫМИ')).toBe(total - deposit);
    expect(tagged(paper, 'ПРЕДОПЛАТА')).toBe(0);
    await till.newSale.click();
    for (const one of [number, again]) {
      await orders.show(one);
      await expect(orders.state).toHaveAttribute('data-state', 'delivered');
      await shows(page.getByTestId('order-balance'), 0);
    }
    await evidence.shot(page, 'delivered');
    await orders.show(number);
    await expect(page.getByTestId('order-link')).toContainText(`Переделан как ${again}`);
    await shop.settled();
    expect(await shop.register.receipts()).toHaveLength(receiptsBefore + 2);
  });
});

uat('UAT-01C changed before production, cancelled, the advance given back by its receipt', async ({ evidence }) => {
  const { shop, till } = here;
  const { page } = till;
  page.setDefaultTimeout(60_000);
  const [orders, payment, refund] = [new OrdersPage(page), new PaymentPage(page), new RefundPage(page)];
  await till.changeTo('optician');
  await orderFor(till, { name: 'Верина Вера Викторовна', phone: '+79164445566' });

  let number = '';
  let deposit = 0;
  await uat.step('an order in our frame, half of it paid before', async () => {
    await orders.frame('Ray-Ban');
    await orders.lenses(/./);
    number = await orders.confirm();
    await orders.deposit();
    deposit = Number(await payment.due.getAttribute('data-kopecks'));
    await payment.by('cash');
    await payment.confirm.click();
    await till.shownReceipt();
    await till.newSale.click();
  });

  await uat.step('before production a second pair comes to it, with another lens for the left eye', async () => {
    await orders.show(number);
    const before = await sumIn(page.getByTestId('order-total'));
    await page.getByTestId('order-add-pair').click();
    await orders.prescribe();
    await orders.frame('Ray-Ban');
    await page.getByTestId('lens-eye-od').click();
    await page.getByTestId('lens-row').nth(0).click();
    await page.getByTestId('lens-eye-os').click();
    await page.getByTestId('lens-row').nth(1).click();
    const [right, left] = await Promise.all([
      lensOf(page.getByTestId('lens-chosen-od')),
      lensOf(page.getByTestId('lens-chosen-os')),
    ]);
    expect(left).not.toBe(right);
    await evidence.shot(page, 'second-pair');
    await orders.confirm();
    const second = page.locator('[data-testid="order-pair"][data-pair="B"]');
    await expect(second).toContainText(right);
    await expect(second).toContainText(left);
    await expect.poll(() => sumIn(page.getByTestId('order-total'))).toBeGreaterThan(before);
    await shows(page.getByTestId('order-paid'), deposit);
    await evidence.shot(page, 'two-pairs');
  });

  await uat.step('the client thinks better of it: cancelled with its reason, the advance is owed', async () => {
    await orders.press('cancel');
    await page.getByTestId('order-reason').fill('Передумала');
    await page.getByTestId('order-fault-client').click();
    await evidence.shot(page, 'cancel');
    await page.getByTestId('order-reason-go').click();
    await expect(orders.state).toHaveAttribute('data-state', 'cancelled');
    await shows(page.getByTestId('order-balance'), deposit);
    await evidence.shot(page, 'cancelled');
  });

  await uat.step('the till gives the advance back: each line as it was taken, in cash', async () => {
    await orders.press('refund');
    await page.getByTestId('refund-all').click();
    await refund.because('order-cancelled');
    await evidence.shot(page, 'refund');
    await refund.confirm();
    await refund.made();
    const paper = await paperOf(page);
    await evidence.paper(paper, 'refund');
    expect(paper.join('\n')).toMatch(/ВОЗВРАТ ПРИХОДА/);
    expect([tagged(paper, 'ПРЕДОПЛАТА'), onPaper(paper, 'ИТОГ'), onPaper(paper, 'НАЛИЧНЫМИ')]).toEqual([3, deposit, deposit]);
    await refund.next();
  });

  await uat.step('the order says so, and nothing is left to give back', async () => {
    await orders.show(number);
    await shows(page.getByTestId('order-paid'), 0);
    await shows(page.getByTestId('order-balance'), 0);
    await expect(page.getByTestId('order-payment')).toContainText('Возврат');
    await expect(page.getByTestId('order-refund')).toBeHidden();
    await expect(page.locator('[data-testid="order-event"][data-kind="repayment"]')).toHaveCount(1);
    await evidence.shot(page, 'given-back');
    await shop.settled();
  });
});

const lensOf = async (chosen: Locator): Promise<string> => (await chosen.locator('strong').innerText()).trim();
