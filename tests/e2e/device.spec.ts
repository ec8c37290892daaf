import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { askJson } from './harness/http-json.ts';
import { ROOT } from './harness/program.ts';
import { expect, test } from './harness/story.ts';
import { waitUntil } from './harness/wait-until.ts';
import { startWorld, type World } from './harness/world.ts';
import { pressAgain } from './pages/another-press.ts';
import { TillPage } from './pages/till.page.ts';

/** What only a browser can show of storage and service worker (issue 4, build 9). */
async function tillIn(context: BrowserContext, url: string): Promise<TillPage> {
  const till = new TillPage(context.pages()[0] ?? (await context.newPage()));
  await till.enter(url);
  await till.openShift();
  return till;
}

interface Disk {
  full(isFull: boolean): Promise<void>;
  /** Transactions that found no room. */
  refused(): Promise<number>;
}

/**
 * From `full(true)` on, also over a reload, what is written to these databases ends as Chromium ends it where no room is left: every request succeeds,
 * then the transaction is aborted with `QuotaExceededError` instead of being committed. (Chromium's own quota override has no hold on a
 * profile on disk.)
 */
async function diskOf(page: Page, databases = '_pouch_sales-'): Promise<Disk> {
  await page.addInitScript((prefix) => {
    const prototype = IDBObjectStore.prototype;
    const put = Reflect.get<IDBObjectStore, 'put'>(prototype, 'put');
    const isFull = (name: string): boolean => sessionStorage.getItem('diskIsFull') === 'true' && name.startsWith(prefix);
    const left = new WeakMap<IDBTransaction, number>();
    prototype.put = function (this: IDBObjectStore, ...args) {
      const request = put.apply(this, args);
      const { transaction } = this;
      // A document finds no room; the few bytes that PouchDB writes when it opens a database still do.
      if (!isFull(transaction.db.name) || !['document-store', 'by-sequence'].includes(this.name)) return request;
      left.set(transaction, (left.get(transaction) ?? 0) + 1);
      // Listened to after whoever asked: what they still want to write counts too.
      queueMicrotask(() =>
        request.addEventListener('success', () => {
          left.set(transaction, left.get(transaction)! - 1);
          if (left.get(transaction) !== 0) return;
          Object.defineProperty(transaction, 'error', { value: new DOMException('no room', 'QuotaExceededError') });
          transaction.abort();
          sessionStorage.setItem('refused', String(Number(sessionStorage.getItem('refused')) + 1));
        }),
      );
      return request;
    };
  }, databases);
  return {
    full: (isFull) => page.evaluate((value) => sessionStorage.setItem('diskIsFull', String(value)), isFull),
    refused: () => page.evaluate(() => Number(sessionStorage.getItem('refused'))),
  };
}

test('4.9 no room on the device: nothing is registered, the cart stays, and it is sold as soon as there is room', async ({
  world,
  newProfile,
}) => {
  const context = await newProfile().open();
  const disk = await diskOf(context.pages()[0]!);
  const till = await tillIn(context, world.url);
  await till.sell('ray-ban', 'cash');
  await till.add('ray-ban');
  await disk.full(true);
  await till.pay('cash');
  await expect(till.page.getByRole('alert').getByText('нужно освободить место')).toBeVisible();
  expect(await world.drive.receipts()).toHaveLength(1);
  await disk.full(false);
  await pressAgain(till.confirm);
  await till.shownReceipt();
  expect(await world.drive.receipts()).toHaveLength(2);
  await waitUntil('both sales at the server', async () => (await world.databases.factsOf('sale', world.began)).length === 2);
});

/** The administrator changes a price at his own door. @returns kopecks before and after */
async function raisePrice({ data, databases: { url } }: World, sku: string): Promise<{ before: number; after: number }> {
  const token = readFileSync(join(data, 'sync/admin.token'), 'utf8').trim();
  const headers = { authorization: `Basic ${btoa(`admin:${token}`)}`, 'content-type': 'application/json' };
  const path = `${url}/db/products/${encodeURIComponent(`product:${sku}`)}`;
  const product = await askJson<{ price: number }>(path, { headers });
  const price = product.price + 1_000_00;
  await askJson(path, { method: 'PUT', headers, body: { ...product, price } });
  return { before: product.price, after: price };
}

test('7.4 no room for a new catalogue on the device: the till sells at the prices before, also after a reload, and at the new ones as soon as there is room', async ({
  world,
  newProfile,
}) => {
  const SKU = 'RB-1001';
  const context = await newProfile().open();
  const disk = await diskOf(context.pages()[0]!, '_pouch_catalog');
  const till = await tillIn(context, world.url);
  const price = async (): Promise<number> => {
    await till.add(SKU);
    await till.pay('cash');
    return (await till.finish()).total;
  };
  const first = await price();
  await disk.full(true);
  const { before, after } = await raisePrice(world, SKU);
  expect(first).toBe(before);
  await waitUntil('the till to meet the full disk', async () => (await disk.refused()) > 0);
  expect(await price()).toBe(before);
  await till.enter(world.url);
  await till.takeTill();
  const refused = await disk.refused();
  await waitUntil('the till to meet it again', async () => (await disk.refused()) > refused);
  expect(await price()).toBe(before);
  await disk.full(false);
  const shown = till.results.filter({ hasText: SKU }).first();
  await till.search.fill(SKU);
  await expect.poll(async () => (await shown.textContent())?.replace(/\D/g, ''), { timeout: 90_000 }).toContain(String(after));
  await till.search.fill('');
  expect(await price()).toBe(after);
  expect(await world.drive.receipts()).toHaveLength(4);
});

const controlled = (page: Page): Promise<boolean> => page.evaluate(() => navigator.serviceWorker.controller !== null);

test('4.9 a new version waits while a sale is open in any tab, then every tab runs it', async ({ newProfile }) => {
  const app = join(mkdtempSync(join(tmpdir(), 'optics-release-')), 'app');
  cpSync(join(ROOT, 'build/app'), app, { recursive: true });
  const world = await startWorld({ serverEnv: { SYNC_APP_DIR: app } });
  try {
    const context = await newProfile().open();
    const first = await tillIn(context, world.url);
    await first.page.evaluate(() => navigator.serviceWorker.ready);
    await first.enter(world.url);
    expect(await controlled(first.page)).toBe(true);
    await first.takeTill();
    await first.add('ray-ban');
    const second = new TillPage(await context.newPage());
    await second.enter(world.url);

    // The second release: another page, so another service worker.
    const page = readFileSync(join(app, 'index.html'), 'utf8');
    writeFileSync(join(app, 'index.html'), page.replace('<head>', '<head><meta name="release" content="2">'));
    const worker = readFileSync(join(app, 'service-worker.js'), 'utf8');
    const revised = worker.replace(
      /("?revision"?:\s*)"[0-9a-f]{32}"(,\s*"?url"?:\s*"index\.html")/,
      '$1"00000000000000000000000000000002"$2',
    );
    expect(revised).not.toBe(worker);
    writeFileSync(join(app, 'service-worker.js'), revised);

    await second.page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration?.update()));
    const update = second.page.getByTestId('update');
    await expect(update).toBeVisible();
    // The first tab says that it sells: nothing takes over.
    const said = second.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          new BroadcastChannel('optics-tabs').onmessage = (event: MessageEvent<{ kind: string }>) => {
            if (event.data.kind === 'selling') resolve(event.data.kind);
          };
        }),
    );
    await update.click();
    expect(await said).toBe('selling');
    await expect(first.lines).toHaveCount(1);

    await first.page.bringToFront();
    await first.pay('cash');
    await first.shownReceipt();
    await first.newSale.click();
    await second.page.bringToFront();
    await update.click();
    for (const { page: tab } of [first, second]) await expect(tab.locator('meta[name="release"]')).toHaveCount(1);
    expect(await world.drive.receipts()).toHaveLength(1);
  } finally {
    await world.stop();
    rmSync(join(app, '..'), { recursive: true });
  }
});
