import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './harness/story.ts';
import { waitUntil } from './harness/wait-until.ts';
import { LensOrdersPage } from './pages/lens-orders.page.ts';
import { PeoplePage } from './pages/people.page.ts';
import { TillPage } from './pages/till.page.ts';

/** Of the demo: the first waits for both lenses, the second for its left one anew (wrong axis). */
const [BOTH, AGAIN] = ['1002', '1009'] as const;

test.describe.configure({ timeout: 300_000 });

test('lenses of two orders are ordered of their supplier by e-mail, called off, received by scan with one wrong lens', async ({
  world,
  newProfile,
}, info) => {
  const context = await newProfile().open();
  const page = context.pages()[0] ?? (await context.newPage());
  const desk = new LensOrdersPage(page);
  const shot = (name: string) => page.screenshot({ path: info.outputPath(`${name}.png`), animations: 'disabled' });
  const letters = async (): Promise<string[]> => {
    const folder = join(world.data, 'sync/outbox');
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
    const all = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return all.filter((letter) => letter.includes('zakaz@'));
  };

  await test.step('the optician opens lens ordering: three lenses of two orders, one supplier', async () => {
    await new TillPage(page).enter(world.url);
    await page.getByTestId('lock').click();
    await new PeoplePage(page).unlockAs('optician');
    await desk.open();
    await expect(desk.group('LensSupply').getByTestId('lens-line')).toHaveCount(3);
    for (const job of [`${BOTH}-A-R`, `${BOTH}-A-L`, `${AGAIN}-A-L`]) await expect(desk.lens(job)).toBeVisible();
    await shot('needed');
  });

  await test.step('where the supplier takes orders is changed here, not in the program', async () => {
    await desk.part('suppliers');
    await page.getByTestId('supplier-edit').click();
    await page.getByTestId('supplier-email').fill('zakaz@');
    await expect(page.getByTestId('supplier-save')).toBeDisabled();
    await page.getByTestId('supplier-email').fill('zakaz@linzy.example');
    await page.getByTestId('supplier-customer').fill('K-4711');
    await shot('supplier');
    await page.getByTestId('supplier-save').click();
    await expect(page.getByTestId('supplier-card')).toContainText('zakaz@linzy.example');
  });

  await test.step('the order is made without a line and sent by itself as soon as there is one', async () => {
    world.internet.set('cut');
    await desk.part('needed');
    await desk.group('LensSupply').getByTestId('supplier-make').click();
    await expect(desk.newest).toHaveAttribute('data-letter', 'none');
    await page.getByTestId('supplier-send').click();
    await expect(desk.newest).toHaveAttribute('data-letter', 'waiting');
    expect(await letters()).toHaveLength(0);
    world.internet.set('up');
    await expect(desk.newest).toHaveAttribute('data-letter', 'sent', { timeout: 60_000 });
    const [letter, ...more] = await letters();
    expect(more).toHaveLength(0);
    expect(letter).toMatch(/^To: .*zakaz@linzy\.example/m);
    expect(letter).toMatch(/filename="?lens-order-[\w.-]+\.vca/);
    await shot('sent');
  });

  await test.step('one lens is called off: the supplier is told, the need comes back', async () => {
    await desk.lens(`${AGAIN}-A-L`).getByTestId('line-drop').click();
    await page.getByTestId('call-off-go').click();
    await desk.line(`${AGAIN}-A-L`, 'dropped');
    await waitUntil('the letter that calls it off', async () => (await letters()).length === 2, { within: 60_000 });
    await expect(page.getByTestId('supplier-withdrawn')).toBeVisible();
    await shot('called-off');
    await desk.part('needed');
    await expect(desk.group('LensSupply').getByTestId('lens-line')).toHaveCount(1);
  });

  await test.step('of what comes the right one is right, the left one of another power, and one nobody waits for', async () => {
    const orders = await world.databases.documents('store-demo-1');
    const order = orders.find(({ type }) => type === 'supplier-order')!;
    const lines = order['lines'] as { number: string; lens: { sku: string } }[];
    const { sku } = lines.find(({ number }) => number === BOTH)!.lens;
    await desk.part('receive');
    await desk.scan(`${BOTH}-A-R`);
    await expect(desk.lens(`${BOTH}-A-R`).getByTestId('lens-came-as-ordered')).toBeVisible();
    await desk.scan(`O-${BOTH}-A-L`);
    await expect(desk.lens(`${BOTH}-A-L`).getByTestId('lens-came-as-ordered')).toBeVisible();
    await desk.scan(`${sku}~+11.00`);
    await expect(desk.lens(`${BOTH}-A-L`).getByTestId('lens-differs')).toContainText('Sph');
    await desk.scan(`${sku}~+12.00`);
    await expect(page.getByTestId('lens-unexpected')).toContainText(sku);
    await shot('differences');
    await page.getByTestId('lenses-take').click();
    await desk.part('sent');
    await desk.line(`${BOTH}-A-R`, 'received');
    await desk.line(`${BOTH}-A-L`, 'ordered');
  });

  await test.step('a lens taken in by mistake is taken back, and both come', async () => {
    await desk.lens(`${BOTH}-A-R`).getByTestId('line-back').click();
    await desk.line(`${BOTH}-A-R`, 'ordered');
    await desk.part('receive');
    for (const eye of ['R', 'L']) {
      await desk.scan(`${BOTH}-A-${eye}`);
      await expect(desk.lens(`${BOTH}-A-${eye}`).getByTestId('lens-came-as-ordered')).toBeVisible();
    }
    await page.getByTestId('lenses-take').click();
    await desk.part('sent');
    await desk.line(`${BOTH}-A-R`, 'received');
    await desk.line(`${BOTH}-A-L`, 'received');
    await shot('received');
  });

  await test.step('the order is ready for edging on the board, the other one still lacks its lens', async () => {
    await page.getByTestId('nav-orders').click();
    await page.getByTestId('orders-workshop').click();
    const card = (number: string) => page.getByTestId('board-card').filter({ hasText: number });
    await expect(card(BOTH)).toBeVisible({ timeout: 60_000 });
    await expect(card(BOTH).getByTestId('card-lack')).toHaveCount(0);
    await expect(card(AGAIN).getByTestId('card-lack')).toBeVisible();
    await shot('board');
  });
});
