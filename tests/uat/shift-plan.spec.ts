import { GoodsPage } from '../e2e/pages/goods.page.ts';
import { ShiftPage } from '../e2e/pages/shift.page.ts';
import { RefundPage } from '../e2e/pages/refund.page.ts';
import { sharedShop } from './shared-shop.ts';
import { expect, uat } from './uat-story.ts';

// The till's half of K-23 and K-28: X and Z.
const here = sharedShop({ products: 60, days: 1 });

uat('UAT-04P X and Z: by payment kind to the kopeck, X again and again, Z once', async ({ evidence }) => {
  const { shop, till } = here;
  const goods = new GoodsPage(till);
  const shift = new ShiftPage(till.page);
  const toSale = () => till.page.getByTestId('nav-sale').click();

  const first = await uat.step('X after the first sale', async () => {
    await goods.sell('Салфетка', '1000', 'cash');
    const x = await shift.x();
    expect(x).toMatchObject({ sales: 100_000, refunds: 0, cash: 100_000, card: 0, drawer: 100_000, offline: false });
    await evidence.shot(till.page, 'x-first');
    await evidence.paper(await shift.text(), 'x-first');
    return x;
  });

  await uat.step('X after two more: of the same shift, with all three; the shift goes on', async () => {
    await toSale();
    await goods.sell('Футляр', '900,50', 'card');
    await goods.sell('Цепочка', '599,50', 'cash');
    const x = await shift.x();
    expect(x).toMatchObject({ number: first.number, sales: 250_000, cash: 159_950, card: 90_050, drawer: 159_950 });
    await evidence.shot(till.page, 'x-second');
    await evidence.paper(await shift.text(), 'x-second');
    await expect(till.page.getByTestId('shift')).toHaveAttribute('data-state', 'open');
  });

  await uat.step('Z closes it', async () => {
    const z = await shift.z();
    expect(z).toMatchObject({ number: first.number, sales: 250_000, refunds: 0, cash: 159_950, card: 90_050 });
    await evidence.paper(await shift.text(), 'z-first');
    await expect(till.page.getByTestId('shift')).toHaveAttribute('data-state', 'closed');
  });

  await uat.step('the next shift: two sales and a refund', async () => {
    await toSale();
    await till.openShift();
    const back = await goods.sell('Шнурок', '700', 'cash');
    await goods.sell('Салфетка', '300', 'cash');
    await till.everythingSent();
    const refund = new RefundPage(till.page);
    await refund.open();
    await refund.find(String(back.fd));
    await refund.all();
    await refund.confirm();
    await refund.made();
    await refund.next();
    const z = await shift.z();
    expect(z).toMatchObject({ number: first.number + 1, sales: 100_000, refunds: 70_000, cash: 30_000, card: 0 });
    expect(z.cash + z.card + z.other).toBe(z.sales - z.refunds);
    await evidence.shot(till.page, 'z-second');
    await evidence.paper(await shift.text(), 'z-second');
  });

  await uat.step('nothing is sold in a closed shift, and both reports are in the archive', async () => {
    await toSale();
    await expect(till.openShiftButton).toBeVisible();
    await shift.open();
    await till.page.getByTestId('to-archive').click();
    const rows = till.page.getByTestId('archive-row');
    // Newest first; below them lie the shifts of the generated history.
    await expect(rows.nth(0)).toHaveAttribute('data-number', String(first.number + 1));
    await expect(rows.nth(1)).toHaveAttribute('data-number', String(first.number));
    await evidence.shot(till.page, 'archive');
  });
  await shop.settled();
});

uat('UAT-11P X and Z without the operator: flagged so, and the sums are those of the same shift later', async ({ evidence }) => {
  const { shop, till } = here;
  const goods = new GoodsPage(till);
  await till.page.getByTestId('nav-sale').click();
  await till.openShift();
  const receipts = async () => (await shop.world.ofd.held()).filter(({ type }) => type === 'receipt').length;
  const before = await receipts();
  const shift = new ShiftPage(till.page);
  const offline = async () => {
    await shop.cut('operator');
    await shop.cut('internet');
  };
  const online = async () => {
    await shop.restore('operator');
    await shop.restore('internet');
  };
  const sell = async (cash: number, card: number) => {
    await till.page.getByTestId('nav-sale').click();
    for (let n = 0; n < Math.max(cash, card); n += 1) {
      if (n < cash) await goods.sell('Очки для чтения', '1000', 'cash');
      if (n < card) await goods.sell('Очки для чтения', '1000', 'card');
    }
  };

  const x = await uat.step('ten sales and X offline: 5,000 and 5,000', async () => {
    await offline();
    await sell(5, 5);
    await expect(till.network).toHaveAttribute('data-state', 'offline', { timeout: 60_000 });
    const got = await shift.x();
    expect(got).toMatchObject({ sales: 1_000_000, cash: 500_000, card: 500_000, offline: true });
    await evidence.shot(till.page, 'x-offline');
    await evidence.paper(await shift.text(), 'x-offline');
    return got;
  });

  await uat.step('online again: the same X without the flag', async () => {
    await online();
    await till.everythingSent(60_000);
    await expect(till.network).toHaveAttribute('data-state', 'online', { timeout: 60_000 });
    expect(await shift.x()).toEqual({ ...x, offline: false });
    await evidence.shot(till.page, 'x-online');
    await evidence.paper(await shift.text(), 'x-online');
  });

  await uat.step('the next shift is closed offline after eight sales: 6,000 and 2,000', async () => {
    await shift.z();
    await till.page.getByTestId('nav-sale').click();
    await till.openShift();
    await offline();
    await sell(6, 2);
    await expect(till.network).toHaveAttribute('data-state', 'offline', { timeout: 60_000 });
    const z = await shift.z();
    expect(z).toMatchObject({ number: x.number + 1, sales: 800_000, refunds: 0, cash: 600_000, card: 200_000, offline: true });
    await evidence.shot(till.page, 'z-offline');
    await evidence.paper(await shift.text(), 'z-offline');
  });

  await uat.step('everything arrives', async () => {
    await online();
    await shop.settled();
    expect(await receipts()).toBe(before + 18);
  });
});
