import type { DriveDocument } from '../../fiscal-gateway/register/register.ts';
import { GoodsPage } from '../e2e/pages/goods.page.ts';
import { paperOf } from '../e2e/pages/paper.page.ts';
import { RefundPage } from '../e2e/pages/refund.page.ts';
import { ShiftPage } from '../e2e/pages/shift.page.ts';
import { sharedShop } from './shared-shop.ts';
import { expect, uat } from './uat-story.ts';

// The till's half of K-02, K-21 and K-25: refunds.
const here = sharedShop({ products: 60, days: 1 });
const MINUTE = 60_000;

const onDrive = async (fd: number): Promise<DriveDocument> =>
  (await here.shop.register.documents()).find((document) => document.fd === fd)!;

uat('UAT-02D a refund by receipt: amounts, tags, and the drawer', async ({ evidence }) => {
  const { shop, till } = here;
  const goods = new GoodsPage(till);
  const refund = new RefundPage(till.page);
  const shift = new ShiftPage(till.page);
  await goods.enter({ name: 'Оправа Ray-Ban RB 1001', price: '8000', kind: 'frame' });
  await goods.enter({ name: 'Линза 1.67', price: '3000', kind: 'lens', qty: '2' });
  await till.pay('cash');
  const sold = await till.shownReceipt();
  await expect(till.receiptStage).toHaveAttribute('data-stage', 'delivered');
  await evidence.paper(await paperOf(till.page), 'sale');
  await till.newSale.click();

  await uat.step('one lens of two, found by the square of its receipt', async () => {
    await refund.open();
    await till.scan((await onDrive(sold.fd)).qr!);
    await expect(refund.id('refund-original')).toHaveAttribute('data-fd', String(sold.fd));
    await refund.piece('Линза 1.67');
    await refund.because('defect');
    await expect(refund.total).toHaveText(/3\s000,00/);
    await evidence.shot(till.page, 'one-lens');
    await refund.confirm();
    const fd = await refund.made();
    await expect(refund.id('refund-given')).toHaveText(/3\s000,00/);
    await evidence.shot(till.page, 'give-back');
    const paper = await paperOf(till.page);
    await evidence.paper(paper, 'refund-of-one-lens');
    expect(paper.join('\n')).toMatch(/ВОЗВРАТ ПРИХОДА[\s\S]*Линза 1\.67[\s\S]*НАЛИЧНЫМИ\s*=3\s?000[.,]00/);
    expect(await onDrive(fd)).toMatchObject({ operation: 'refund', total: 300_000 });
    expect((await onDrive(fd)).qr).toMatch(/&s=3000\.00&.*&n=2$/);
    await refund.next();
  });

  await uat.step('the drawer holds so much less', async () => {
    const { number, offline, ...sums } = await shift.x();
    expect({ number, offline }).toEqual({ number: 1, offline: false });
    const wanted = { sales: 1_400_000, refunds: 300_000, cash: 1_100_000, card: 0, other: 0, drawer: 1_100_000 };
    expect(sums).toEqual(wanted);
    await evidence.paper(await shift.text(), 'x-report');
  });

  await uat.step('what is left goes back, and then nothing is', async () => {
    await refund.open();
    await refund.find(String(sold.fd));
    await expect(refund.lines.filter({ hasText: 'Линза 1.67' })).toHaveAttribute('data-left', '1');
    await refund.all();
    await refund.confirm();
    const fd = await refund.made();
    expect(await onDrive(fd)).toMatchObject({ operation: 'refund', total: 1_100_000 });
    await evidence.paper(await paperOf(till.page), 'refund-of-the-rest');
    await refund.next();
    await refund.find(String(sold.fd));
    await expect(refund.id('refund-nothing')).toBeVisible();
    await expect(refund.id('refund-confirm')).toBeDisabled();
    await evidence.shot(till.page, 'nothing-left');
    await refund.id('refund-other').click();
    expect((await shift.x()).drawer).toBe(0);
  });

  await shop.settled();
  const refunds = await shop.world.databases.factsOf('refund', shop.world.began);
  expect(refunds.map(({ original }) => (original as { fd: number }).fd)).toEqual([sold.fd, sold.fd]);
});

uat(
  'UAT-02P a delivered sale is refunded at once; one on its way to the operator as soon as it is there',
  async ({ evidence }) => {
    const { shop, till } = here;
    await till.page.getByTestId('nav-sale').click();
    const before = (await shop.register.receipts()).length;
    const goods = new GoodsPage(till);
    const refund = new RefundPage(till.page);

    await uat.step('two pieces for 1,000 each, delivered: both go back', async () => {
      await goods.enter({ name: 'Очки солнцезащитные', price: '1000', kind: 'sunglasses', qty: '2' });
      await till.pay('cash');
      const sold = await till.shownReceipt();
      await expect(till.receiptStage).toHaveAttribute('data-stage', 'delivered');
      await evidence.paper(await paperOf(till.page), 'sale');
      await till.newSale.click();
      await refund.open();
      await refund.find(String(sold.fd));
      await refund.all();
      await refund.confirm();
      const fd = await refund.made();
      expect(await onDrive(fd)).toMatchObject({ operation: 'refund', total: 200_000 });
      await expect(refund.id('refund-stage')).toHaveAttribute('data-stage', 'delivered');
      await evidence.shot(till.page, 'refunded');
      await evidence.paper(await paperOf(till.page), 'refund');
      await refund.next();
    });

    await uat.step('500 of which the operator knows nothing yet: blocked, and it says that the receipt waits', async () => {
      await shop.cut('operator');
      await till.page.getByTestId('nav-sale').click();
      const sold = await goods.sell('Футляр', '500', 'cash');
      await refund.open();
      await refund.find(String(sold.fd));
      await refund.all();
      await refund.confirm();
      await expect(refund.blocked).toHaveAttribute('data-code', 'ORIGINAL_NOT_DELIVERED');
      await expect(refund.id('blocked-sync')).toHaveAttribute('data-sync', 'pending');
      await evidence.shot(till.page, 'blocked');
      expect(await shop.register.receipts()).toHaveLength(before + 3);
    });

    await uat.step('the operator is back: the screen says so by itself, and the money goes back by one press', async () => {
      await shop.restore('operator');
      await expect(refund.blocked).toHaveAttribute('data-ready', 'true', { timeout: 60_000 });
      await evidence.shot(till.page, 'ready');
      await refund.confirm();
      const fd = await refund.made();
      expect(await onDrive(fd)).toMatchObject({ operation: 'refund', total: 50_000 });
      await evidence.paper(await paperOf(till.page), 'refund-after-waiting');
      await refund.next();
    });
    await shop.settled();
  },
);

uat(
  'UAT-09P a refund waits for its original: told why, looked at again by itself, let through by a supervisor',
  async ({ evidence }) => {
    const { shop, till } = here;
    await till.page.getByTestId('nav-sale').click();
    const before = (await shop.register.receipts()).length;
    const goods = new GoodsPage(till);
    const refund = new RefundPage(till.page);
    await shop.cut('operator');
    const waits = await goods.sell('Оправа детская', '1500', 'card');
    const urgent = await goods.sell('Раствор для линз', '700', 'cash');

    await uat.step('the first attempt is refused in words', async () => {
      await refund.open();
      await refund.find(String(waits.fd));
      await refund.all();
      await refund.confirm();
      await expect(refund.blocked).toHaveAttribute('data-code', 'ORIGINAL_NOT_DELIVERED');
      const { fn, fp } = await onDrive(waits.fd);
      await expect(refund.blocked.getByRole('heading')).toHaveText('Возврат пока заблокирован');
      await expect(refund.blocked.getByRole('alert')).toContainText('ещё не передан');
      await expect(refund.id('blocked-original')).toHaveText(/\S/);
      await expect(refund.id('blocked-document')).toContainText(`ФД ${waits.fd}`);
      await expect(refund.id('blocked-document')).toContainText(fp);
      await expect(refund.id('blocked-document')).toContainText(fn);
      await expect(refund.id('blocked-sync')).toHaveText('ждёт отправки в ОФД');
      await expect(refund.blocked).toContainText('подождать около 10 минут');
      await expect(refund.blocked).toContainText('В буфере 2 из 200');
      await expect(refund.id('blocked-next')).toHaveAttribute('data-checks', '0');
      await evidence.shot(till.page, 'blocked-at-first');
    });

    await uat.step('the second attempt too, and five minutes later it looks by itself', async () => {
      const answer = till.page.waitForResponse('**/v1/pos/refund');
      await refund.id('refund-recheck').click();
      expect((await answer).status()).toBe(409);
      await expect(refund.blocked).toHaveAttribute('data-ready', 'false');
      // Whoever presses takes none of the twelve looks that come by themselves.
      await expect(refund.id('blocked-next')).toHaveAttribute('data-checks', '0');
      await shop.clock.pass(5 * MINUTE);
      await expect(refund.id('blocked-next')).toHaveAttribute('data-checks', '1', { timeout: 90_000 });
      await evidence.shot(till.page, 'looked-again');
      expect(await shop.register.receipts()).toHaveLength(before + 2);
      await refund.id('refund-leave').click();
    });

    await uat.step('another one cannot wait: a supervisor signs on this till', async () => {
      await refund.find(String(urgent.fd));
      await refund.all();
      await refund.confirm();
      await expect(refund.blocked).toBeVisible();
      await refund.override('Покупатель уезжает');
      await evidence.shot(till.page, 'signature');
      await refund.sign();
      const fd = await refund.made();
      expect(await onDrive(fd)).toMatchObject({ operation: 'refund', total: 70_000 });
      await evidence.paper(await paperOf(till.page), 'refund-by-signature');
      await refund.next();
    });

    await uat.step('the operator is back: the one that waited may be made, and is', async () => {
      await till.page.getByTestId('tray').click();
      await expect(refund.waiting).toHaveAttribute('data-ready', 'false');
      await shop.restore('operator');
      await expect(refund.waiting).toHaveAttribute('data-ready', 'true', { timeout: 60_000 });
      await evidence.shot(till.page, 'may-be-made');
      await refund.id('waiting-resume').click();
      await expect(refund.blocked).toHaveAttribute('data-ready', 'true');
      await refund.confirm();
      const fd = await refund.made();
      expect(await onDrive(fd)).toMatchObject({ operation: 'refund', total: 150_000 });
      await evidence.shot(till.page, 'made');
      await evidence.paper(await paperOf(till.page), 'refund-to-the-card');
    });

    await shop.settled();
    const refunds = (await shop.world.databases.factsOf('refund', shop.world.began)).filter(({ original }) =>
      [waits.fd, urgent.fd].includes((original as { fd: number }).fd),
    );
    expect(refunds.map(({ override }) => (override as { role: string } | null)?.role ?? null).sort()).toEqual(['manager', null]);
  },
);
