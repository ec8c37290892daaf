import { scanInto } from './harness/scan-gun.ts';
import { expect, test } from './harness/story.ts';
import { PeoplePage, PINS } from './pages/people.page.ts';
import { TillPage } from './pages/till.page.ts';

const [ONE, OTHER] = ['RB-1001', 'RB-1002'] as const;
const NINE_DAYS = 9 * 86_400_000;

test.describe.configure({ timeout: 300_000 });

test('goods are ordered of a supplier, come in two parts, short, too many and at another price, and the order tells all of it', async ({
  world,
  newProfile,
}, info) => {
  const context = await newProfile().open();
  const page = context.pages()[0] ?? (await context.newPage());
  const id = (name: string) => page.getByTestId(name).first();
  const line = (sku: string) => page.locator(`[data-testid="purchase-line"][data-sku="${sku}"]`);
  const row = (list: string, sku: string) => page.getByTestId(list).locator(`[data-sku="${sku}"]`);
  const shot = (name: string) => page.screenshot({ path: info.outputPath(`${name}.png`), animations: 'disabled' });
  const till = new TillPage(page);

  await test.step('the manager writes an order: by scanner and by hand, a price, a day', async () => {
    await till.enter(world.url);
    await till.openShift();
    await id('lock').click();
    await new PeoplePage(page).unlockAs('manager');
    await id('nav-report').click();
    await page.locator('a[href="/stock"]').click();
    await id('stock-part-purchases').click();
    await shot('empty');
    await id('purchase-new').click();
    await id('purchase-supplier').fill('Оптик-А');
    await id('purchase-due').fill(new Date(Date.now() + NINE_DAYS).toISOString().slice(0, 10));
    await id('purchase-code').fill(ONE);
    await id('purchase-add').click();
    await expect(row('purchase-lines', ONE)).toBeVisible();
    await scanInto(page, OTHER);
    await expect(row('purchase-lines', OTHER)).toBeVisible();
    await row('purchase-lines', ONE).getByTestId('purchase-qty').fill('5');
    await row('purchase-lines', ONE).getByTestId('purchase-price').fill('4 900,50');
    await row('purchase-lines', ONE).getByTestId('purchase-price').blur();
    await shot('form');
    // A customer came, and then the tab was loaded anew.
    await id('stock-part-here').click();
    await page.reload();
    await new PeoplePage(page).unlock(PINS.manager);
    await id('stock-part-purchases').click();
    await expect(id('purchase-supplier')).toHaveValue('Оптик-А');
    await expect(row('purchase-lines', ONE).getByTestId('purchase-qty')).toHaveValue('5');
    await expect(row('purchase-lines', ONE)).not.toContainText('undefined');
    await id('purchase-save').click();
    await expect(id('purchase-state')).toHaveText('Черновик');
    await id('purchase-place').click();
    await expect(id('purchase-state')).toHaveText('Ждём');
    await shot('order');
  });

  await test.step('the first delivery is short and dearer', async () => {
    await id('purchase-receive').click();
    await expect(row('stock-lines', ONE)).toContainText('не хватает 5');
    await id('stock-number').fill('УПД-17');
    for (const _ of [1, 2, 3]) await scanInto(page, ONE);
    await expect(row('stock-lines', ONE).getByTestId('stock-qty')).toHaveValue('3');
    // Whoever looks at the order again and presses once more goes on where the scanner was.
    await id('stock-part-purchases').click();
    await id('purchase-row').click();
    await id('purchase-receive').click();
    await expect(row('stock-lines', ONE).getByTestId('stock-qty')).toHaveValue('3');
    await expect(id('stock-number')).toHaveValue('УПД-17');
    // What is no number is said, and the one before stays.
    await row('stock-lines', ONE).getByTestId('stock-qty').fill('три');
    await row('stock-lines', ONE).getByTestId('stock-qty').blur();
    await expect(id('stock-wrong')).toBeVisible();
    await expect(row('stock-lines', ONE).getByTestId('stock-qty')).toHaveValue('3');
    await row('stock-lines', ONE).getByTestId('stock-price').fill('5100');
    await row('stock-lines', ONE).getByTestId('stock-price').blur();
    await shot('delivery');
    await id('stock-write').click();
    await expect(page.getByTestId('stock-sheet')).toContainText('УПД-17');
    await id('stock-back').click();
    await id('stock-part-purchases').click();
    await expect(id('purchase-row')).toContainText('Пришло частично');
    await id('purchase-row').click();
    await expect(line(ONE)).toContainText('недопоставка 2');
    await expect(line(ONE)).toContainText('в накладной 5');
    await shot('partly');
  });

  await test.step('the second brings one too many; the order is done and the books say what lies there', async () => {
    await id('purchase-receive').click();
    for (const _ of [1, 2, 3]) await scanInto(page, ONE);
    await scanInto(page, OTHER);
    await expect(row('stock-lines', ONE)).toContainText('лишних 1');
    await id('stock-write').click();
    await id('stock-back').click();
    await id('stock-part-purchases').click();
    await expect(id('purchase-row')).toContainText('Получен');
    await id('purchase-row').click();
    await expect(line(ONE)).toContainText('лишних 1');
    await shot('done');
    // The server has told it the papers, for whoever looks in a year.
    await expect
      .poll(async () => {
        const store = await world.databases.documents('store-demo-1');
        const order = store.find(({ type }) => type === 'purchase-order');
        return (order?.['receipts'] as unknown[] | undefined)?.length;
      })
      .toBe(2);
  });
});
