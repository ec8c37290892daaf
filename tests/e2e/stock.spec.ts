import type { StockMovement } from '../../design/documents/facts.ts';
import { axe, misfits, settled } from './harness/looks.ts';
import { scanInto } from './harness/scan-gun.ts';
import { expect, test } from './harness/story.ts';
import { waitUntil } from './harness/wait-until.ts';
import { PeoplePage } from './pages/people.page.ts';
import { TillPage } from './pages/till.page.ts';

const FRAME = 'RB-1001';
/** The tablet's and the phone's size. */
const SIZES = [
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
] as const;

test.describe.configure({ timeout: 400_000 });

test('lenses come in by power, frames by the piece: typed, scanned, labelled, sold, counted once; two tabs give two numbers', async ({
  world,
  newProfile,
}, info) => {
  const context = await newProfile().open();
  const page = context.pages()[0] ?? (await context.newPage());
  const id = (name: string) => page.getByTestId(name).first();
  const till = new TillPage(page);
  const look = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await settled(page);
        await page.screenshot({ path: info.outputPath(`${name}-${colorScheme}-${size.width}.png`), animations: 'disabled' });
        expect.soft(await misfits(page), `${name} at ${size.width}: cut or out of the window`).toEqual([]);
      }
      expect.soft(await axe(page), `${name} ${colorScheme}: axe`).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize(SIZES[0]);
  };
  const papers = async () =>
    (await world.databases.factsOf('stock-movement', world.began)) as unknown as readonly StockMovement[];

  await test.step('the manager opens the stock desk, and the bar says where that is', async () => {
    await till.enter(world.url);
    await till.openShift();
    await id('lock').click();
    await new PeoplePage(page).unlockAs('manager');
    await id('nav-report').click();
    await id('report-stock').click();
    await id('stock-find').waitFor();
    await expect(id('nav-report')).toHaveAttribute('aria-current', 'page');
    await look('here');
  });

  let cells: readonly (string | null)[] = [];
  await test.step('powers are typed into the table with the arrows, and become a receipt', async () => {
    await id('stock-part-lenses').click();
    await id('lens-layer-receive').click();
    const fields = page.getByTestId('lens-table').locator('input');
    await fields.first().focus();
    for (const pieces of ['2', '3']) {
      await page.keyboard.type(pieces);
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await expect(id('lens-receive')).toContainText('6 шт.');
    await look('lens-receive');
    await id('lens-receive').click();
    cells = await page
      .getByTestId('stock-lines')
      .locator('li')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-sku')));
    expect(cells).toHaveLength(3);
    await id('stock-party').fill('Линзы Плюс');
    await id('stock-write').click();
    await id('stock-back').click();
    await id('stock-part-lenses').click();
    await id('lens-layer-lying').click();
    await expect(page.locator(`[data-testid="lens-cell"][data-article="${cells[0]}"]`)).toBeVisible();
    await id('lens-layer-norm').click();
    const norm = page.locator(`input[data-article="${cells[0]}"]`);
    await norm.fill('9/20');
    await norm.press('Enter');
    await id('lens-layer-order').click();
    await expect(id('lens-sum')).toContainText('заказать');
    await look('lens-order');
  });

  let codes: readonly string[] = [];
  await test.step('each of two frames gets a code of its own, and a label', async () => {
    await id('stock-part-paper').click();
    await id('stock-kind').selectOption('receipt');
    await id('stock-party').fill('Оптик-Снаб');
    await id('stock-each').check();
    await scanInto(page, FRAME);
    await expect(id('stock-qty')).toHaveValue('1');
    await scanInto(page, FRAME);
    await expect(id('stock-qty')).toHaveValue('2');
    await id('stock-write').click();
    await id('stock-labels').click();
    const labels = page.getByTestId('piece-labels').locator('li');
    await expect(labels).toHaveCount(2);
    await look('labels');
    codes = await labels.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-code') ?? ''));
    expect(new Set(codes).size).toBe(2);
    await id('stock-back').click();
  });

  await test.step('the till sells the piece by its label, and not a second time on one receipt', async () => {
    await id('nav-sale').click();
    // Nobody scans before the till stands there.
    await expect(page.getByRole('combobox', { name: 'Поиск товара' })).toBeFocused();
    await scanInto(page, codes[0]!);
    await expect(page.getByTestId('cart-line')).toHaveCount(1);
    await scanInto(page, codes[0]!);
    await expect(page.getByText('Этот экземпляр уже в чеке')).toBeVisible();
    await scanInto(page, codes[1]!);
    await expect(page.getByTestId('cart-line')).toHaveCount(2);
    await page.keyboard.press('Delete');
    await expect(page.getByTestId('cart-line')).toHaveCount(1);
    await till.pay('cash');
    await till.finish();
    await id('nav-report').click();
    await id('report-stock').click();
    await id('stock-find').fill(FRAME);
    await page.locator(`[data-testid="stock-row"][data-sku="${FRAME}"]`).getByRole('button').click();
    await id('stock-pieces').click();
    await expect(page.getByTestId('stock-piece-list').locator('[data-state="sold"]')).toHaveCount(1);
    await expect(page.getByTestId('stock-piece-list').locator('[data-state="here"]')).toHaveCount(1);
    await look('pieces');
    await page.keyboard.press('Escape');
  });

  await test.step('a stock-take counts a piece once, and says which is missing', async () => {
    await id('stock-to-take').click();
    await id('stock-take-begin').click();
    await id('take-zones').fill('Витрина');
    await id('take-go').click();
    await id('zone').click();
    await expect(id('zone-total')).toHaveText('0');
    await scanInto(page, codes[0]!);
    await expect(id('zone-total')).toHaveText('1');
    await scanInto(page, codes[0]!);
    await expect(id('last-scan')).toHaveAttribute('data-kind', 'again');
    await expect(id('zone-total')).toHaveText('1');
    await look('again');
    await id('take-part-review').click();
    await id('take-filter-all').click();
    await expect(page.locator(`[data-sku="${FRAME}"]`).getByTestId('missing-pieces')).toContainText('-02');
    await look('missing');
  });

  await test.step('two tabs of the device write at once: two papers, two numbers', async () => {
    const other = await context.newPage();
    const tabs = [page, other];
    for (const tab of tabs) {
      await tab.goto(new URL('/stock', world.url).href);
      await new PeoplePage(tab).unlockAs('manager').catch(() => undefined);
      await tab.getByTestId('stock-part-paper').click();
      await tab.getByTestId('stock-party').fill('Оптик-Снаб');
      await tab.getByTestId('stock-each').uncheck();
      await tab.getByTestId('stock-code').fill(FRAME);
      await tab.getByTestId('stock-code').press('Enter');
      await expect(tab.getByTestId('stock-qty')).toHaveValue('1');
    }
    await Promise.all(tabs.map((tab) => tab.getByTestId('stock-write').dispatchEvent('click')));
    await waitUntil('the papers at the server', async () => (await papers()).length === 4);
    const numbers = (await papers()).map(({ document }) => document?.number);
    expect(new Set(numbers).size).toBe(4);
  });
});
