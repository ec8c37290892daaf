import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { SIZES, type Paper, type PaperSize } from '../../app/lib/ui/paper/papers.ts';
import { readBarcodesOf } from '../barcode-reader.ts';
import { pagesOfPdf, type PrintedPage } from '../pdf-reader.ts';
import { ROOT } from './harness/program.ts';
import { expect, test } from './harness/story.ts';
import { OrdersPage } from './pages/orders.page.ts';
import { PeoplePage } from './pages/people.page.ts';

// A smaller catalogue has no work to order, and the demo then has no orders.
test.use({ worldOptions: { products: 1_500, days: 1 } });

/** Width of the paper and its height where it is not cut to the text, mm. */
const PAPER: Readonly<Record<PaperSize, readonly [number, number | null]>> = {
  a4: [210, 297],
  roll80: [80, null],
  roll58: [58, null],
  label: [58, 40],
};
/** Dots per inch of a thermal head: the worst printer that these are printed on. */
const THERMAL = 203;
const RESULTS = join(ROOT, 'test-results/paper');

async function printed(page: Page, name: string): Promise<PrintedPage[]> {
  const pdf = new Uint8Array(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, `${name}.pdf`), pdf);
  return pagesOfPdf(pdf, THERMAL);
}

test('16 every paper of an order prints on one page of its size, and its barcode opens the order again', async ({
  world,
  newProfile,
}) => {
  // Fifteen sheets, each drawn and read: two minutes are not enough on a machine that is busy with more than this.
  test.setTimeout(360_000);
  const context = await newProfile().open();
  const page = context.pages()[0] ?? (await context.newPage());
  const orders = new OrdersPage(page);
  let number = '';
  let client = '';

  await test.step('the papers of a ready order', async () => {
    await page.goto(`${world.url}/orders`);
    await new PeoplePage(page).unlockAs('optician');
    ({ number, client } = await orders.openFirst('ready'));
    await page.getByTestId('order-print').click();
    await expect(orders.paper).toBeVisible();
  });

  for (const [paper, sizes] of Object.entries(SIZES) as [Paper, readonly PaperSize[]][]) {
    for (const size of sizes) {
      await test.step(`${paper} on ${size}`, async () => {
        await orders.choosePaper(paper, size);
        const pages = await printed(page, `${paper}-${size}`);
        expect(pages).toHaveLength(1);
        const { pixels, size: mm, text } = pages[0]!;
        const [width, height] = PAPER[size];
        expect(Math.abs(mm.width - width)).toBeLessThan(0.5);
        if (height === null) expect(mm.height).toBeLessThan(400);
        else expect(Math.abs(mm.height - height)).toBeLessThan(0.5);
        // Chromium makes a page smaller that something sticks out of, barcodes too.
        await page.emulateMedia({ media: 'print' });
        expect(await orders.paper.evaluate((sheet) => sheet.scrollWidth - sheet.clientWidth)).toBeLessThanOrEqual(0);
        await page.emulateMedia({ media: null });
        // What is on the screen is what was meant; what a decoder reads from the dots must be just that, every code of it.
        const meant = await page
          .getByTestId('paper-code')
          .evaluateAll((all) => all.map((one) => one.getAttribute('data-code') ?? ''));
        expect(meant[0]).toMatch(new RegExp(`^O-${number}(-[A-H])?$`));
        const read = await readBarcodesOf(pixels);
        expect([...new Set(read)].sort()).toEqual([...new Set(meant)].sort());
        if (paper === 'receipt' || paper === 'warranty' || paper === 'delivery') expect(text).toContain('ИНН');
        // A tray stands open in the shop: neither the sight of its owner nor their whole name.
        if (paper === 'tray') expect(text).not.toMatch(/sph|cyl|[+−-]\d+[.,]\d\d/i);
        if (paper === 'tray' || paper === 'job') expect(text).not.toContain(client);
      });
    }
  }

  await test.step('the code read from the label, scanned, opens the order', async () => {
    await orders.choosePaper('tray', 'label');
    const [label] = await printed(page, 'tray-label');
    const [code] = await readBarcodesOf(label!.pixels);
    await page.getByTestId('paper-back').click();
    await page.getByTestId('order-back').click();
    await expect(orders.list).toBeVisible();
    await orders.scan(code!);
    await expect(orders.card).toHaveAttribute('data-number', number);
  });

  await test.step('the prescription form, A5 and A4', async () => {
    // Printing itself is the browser's: the form is made when it is asked for.
    await page.evaluate(() => void (window.print = () => undefined));
    await page.getByTestId('order-client').click();
    await page.getByTestId('card-tab-prescriptions').click();
    for (const [format, width, height] of [
      ['a5', 210, 148],
      ['a4', 210, 297],
    ] as const) {
      await page.getByTestId(`rx-paper-size-${format}`).click();
      await page.getByTestId('rx-print').first().click();
      await expect(page.getByTestId('rx-paper')).toHaveAttribute('data-format', format);
      const pages = await printed(page, `prescription-${format}`);
      expect(pages).toHaveLength(1);
      const { size: mm, text } = pages[0]!;
      expect(Math.abs(mm.width - width)).toBeLessThan(0.5);
      expect(Math.abs(mm.height - height)).toBeLessThan(0.5);
      for (const word of [client, 'OD', 'OS', 'ИНН']) expect(text).toContain(word);
    }
  });
});
