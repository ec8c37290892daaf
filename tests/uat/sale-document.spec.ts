import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { GoodsPage } from '../e2e/pages/goods.page.ts';
import { paperOf } from '../e2e/pages/paper.page.ts';
import { PaymentPage } from '../e2e/pages/payment.page.ts';
import { PricePage } from '../e2e/pages/price.page.ts';
import { RefundPage } from '../e2e/pages/refund.page.ts';
import { ShiftPage } from '../e2e/pages/shift.page.ts';
import { sharedShop } from './shared-shop.ts';
import { expect, uat } from './uat-story.ts';

// The till's half of K-01 and K-06: sale, electronic receipt, deposit, discount limits.
const here = sharedShop();
uat.describe.configure({ timeout: 400_000 });

uat('UAT-01D a frame and lenses in one receipt: registered, printed, the electronic receipt is sent', async ({ evidence }) => {
  const { shop, till } = here;
  const payment = new PaymentPage(till.page);

  await uat.step('a pair of glasses with its prescription and order goes into the cart', async () => {
    await new GoodsPage(till).glasses({ frame: 'ray-ban', lens: 'линза 1.6', right: '-2,5', left: '-2,75', order: 'З-101' });
    await evidence.shot(till.page, 'the-pair');
  });

  await uat.step('the customer leaves an e-mail address and pays by card', async () => {
    await payment.open();
    await payment.by('card');
    await payment.sendTo('client@example.ru');
    await evidence.shot(till.page, 'payment');
    await payment.confirm.click();
  });

  const { fd } = await till.shownReceipt();
  const paper = (await paperOf(till.page)).join('\n');
  await uat.step('one receipt: frame, both lenses, the address of the customer', async () => {
    await evidence.paper(paper.split('\n'), 'receipt');
    expect(paper).toMatch(/Ray-Ban/i);
    expect(paper.match(/Линза/g)?.length).toBeGreaterThanOrEqual(2);
    expect(paper).toContain('client@example.ru');
    expect((await shop.register.receipts()).map((document) => document.fd)).toEqual([fd]);
    await expect(till.receiptStage).toHaveAttribute('data-stage', 'delivered');
  });

  await uat.step('the letter is in the outbox, and the screen says so', async () => {
    await expect(till.page.getByTestId('sending-email')).toHaveAttribute('data-state', 'kept', { timeout: 60_000 });
    await evidence.shot(till.page, 'receipt-and-letter');
    const letters = await lettersIn(join(shop.world.data, 'sync/outbox'));
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatch(/^To: .*client@example\.ru/m);
    expect(letters[0]).toContain(`Message-ID`);
    await evidence.paper(headOf(letters[0]!), 'letter');
  });

  await till.newSale.click();
  await shop.settled();
});

uat('UAT-06D deposit, hand-over and a partial refund: tags, sums and discount limits are right', async ({ evidence }) => {
  const { shop, till } = here;
  const payment = new PaymentPage(till.page);
  const price = new PricePage(till.page);
  const refund = new RefundPage(till.page);
  const shift = new ShiftPage(till.page);
  const before = await shift.x();
  await till.page.getByTestId('nav-sale').click();

  await uat.step('51 % is refused, 20 % needs the manager, whose PIN is entered on this till', async () => {
    await new GoodsPage(till).enter({ name: 'Контактные линзы на год', price: '3000', kind: 'contact-lens', qty: '2' });
    await price.percent('51');
    await expect(price.apply).toBeDisabled();
    await evidence.shot(till.page, 'over-the-hard-limit');
    await price.typeInstead('20');
    await price.apply.click();
    await expect(price.approval).toBeVisible();
    await evidence.shot(till.page, 'signature');
    await price.sign();
    await expect(till.total).toHaveAttribute('data-kopecks', '480000');
  });

  await uat.step('2 000 ₽ are prepaid by card for order З-17', async () => {
    await payment.open();
    await payment.prepay('2000', 'З-17');
    await payment.by('card');
    await expect(payment.due).toHaveAttribute('data-kopecks', '200000');
    await evidence.shot(till.page, 'prepayment');
    await payment.confirm.click();
    await till.shownReceipt();
    const paper = await paperOf(till.page);
    await evidence.paper(paper, 'deposit');
    expect(paper.join('\n')).toMatch(/ПРЕДОПЛАТА/);
    expect(sumOf(paper, 'ИТОГ')).toBe(2_000);
    expect(sumOf(paper, 'БЕЗНАЛИЧНЫМИ')).toBe(2_000);
    await till.newSale.click();
  });

  let fd = 0;
  await uat.step('at the hand-over the deposit counts, the limit holds, 2 800 ₽ are due in cash', async () => {
    await payment.handOver('З-17');
    await expect(till.total).toHaveAttribute('data-kopecks', '480000');
    await expect(payment.due).toHaveAttribute('data-kopecks', '280000');
    await evidence.shot(till.page, 'hand-over');
    await payment.confirm.click();
    ({ fd } = await till.shownReceipt());
    const paper = await paperOf(till.page);
    await evidence.paper(paper, 'hand-over');
    expect(sumOf(paper, 'ИТОГ')).toBe(4_800);
    expect(sumOf(paper, 'ПРЕДВАРИТЕЛЬНАЯ ОПЛАТА')).toBe(2_000);
    expect(sumOf(paper, 'НАЛИЧНЫМИ')).toBe(2_800);
    expect(paper.join('\n')).not.toMatch(/· ПРЕДОПЛАТА/);
    await expect(till.receiptStage).toHaveAttribute('data-stage', 'delivered');
    await till.newSale.click();
  });

  await uat.step('one of the two comes back at its price with the discount, by the ways it was paid', async () => {
    await refund.open();
    await refund.find(String(fd));
    await refund.piece('Контактные линзы');
    await refund.because('not-suitable');
    await expect(refund.total).toContainText(/2\s400/);
    await evidence.shot(till.page, 'refund');
    await refund.confirm();
    await refund.made();
    const paper = await paperOf(till.page);
    await evidence.paper(paper, 'refund');
    expect(paper.join('\n')).toMatch(/ВОЗВРАТ ПРИХОДА/);
    expect(sumOf(paper, 'ИТОГ')).toBe(2_400);
    expect(sumOf(paper, 'НАЛИЧНЫМИ')).toBe(1_400);
    expect(sumOf(paper, 'ПРЕДВАРИТЕЛЬНАЯ ОПЛАТА')).toBe(1_000);
    await evidence.shot(till.page, 'refund-done');
    await refund.next();
  });

  await uat.step('of two sold one is left to come back; drawer and totals agree', async () => {
    await refund.find(String(fd));
    await expect(refund.lines).toHaveAttribute('data-left', '1');
    const after = await shift.x();
    await evidence.paper(await shift.text(), 'x-report');
    expect(after.drawer - before.drawer).toBe(140_000);
    expect(after.refunds - before.refunds).toBe(240_000);
    expect(after.other - before.other).toBe(100_000);
    await till.page.getByTestId('nav-sale').click();
  });

  await uat.step('the books name the deposit that was set off and who signed the discount', async () => {
    await shop.settled();
    const sales = await shop.world.databases.factsOf('sale', shop.world.began);
    expect(sales.flatMap((sale) => sale['settles'] ?? [])).toMatchObject([{ amount: 200_000 }]);
    const lines = sales.flatMap((sale) => sale['lines'] as { reasons?: { signed: { role: string } | null }[] }[]);
    const signatures = lines.flatMap(({ reasons = [] }) => reasons.map(({ signed }) => signed?.role));
    expect(signatures).toEqual(['manager', 'manager']);
  });
});

/** Once there is one. */
async function lettersIn(folder: string): Promise<string[]> {
  const written = async () => (await readdir(folder)).filter((name) => name.endsWith('.eml'));
  await waitUntil('a letter', async () => (await written()).length > 0);
  return Promise.all((await written()).map((file) => readFile(join(folder, file), 'utf8')));
}

const headOf = (letter: string): string[] => letter.split('\n\n', 1)[0]!.split('\n');

/** Roubles that stand behind the words at a line's beginning. */
function sumOf(paper: readonly string[], words: string): number | null {
  const line = paper.find((one) => one.startsWith(words));
  const sum = line === undefined ? undefined : /=([\d ]+[.,]\d\d)/.exec(line)?.[1];
  return sum === undefined ? null : Number(sum.replaceAll(' ', '').replace(',', '.'));
}
