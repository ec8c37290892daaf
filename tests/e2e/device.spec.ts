import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { ROOT } from './harness/program.ts';
import { expect, test } from './harness/story.ts';
import { waitUntil } from './harness/wait-until.ts';
import { startWorld } from './harness/world.ts';
import { pressAgain } from './pages/another-press.ts';
import { TillPage } from './pages/till.page.ts';

/** What only a browser can show of storage and service worker (issue 4, build 9). */
async function tillIn(context: BrowserContext, url: string): Promise<TillPage> {
  const till = new TillPage(context.pages()[0] ?? (await context.newPage()));
  await till.enter(url);
  await till.openShift();
  return till;
}

/**
 * From `full(true)` on, what is written to a database of receipts ends as Chromium ends it where no room is left: every request succeeds,
 * then the transaction is aborted with `QuotaExceededError` instead of being committed. (Chromium's own quota override has no hold on a
 * profile on disk.)
 */
async function diskOf(page: Page): Promise<{ full(isFull: boolean): Promise<void> }> {
  await page.addInitScript(() => {
    const prototype = IDBObjectStore.prototype;
    const put = Reflect.get<IDBObjectStore, 'put'>(prototype, 'put');
    const isFull = (name: string): boolean => Reflect.get(globalThis, 'diskIsFull') === true && name.startsWith('_pouch_sales-');
    const left = new WeakMap<IDBTransaction, number>();
    prototype.put = function (this: IDBObjectStore, ...args) {
      const request = put.apply(this, args);
      const { transaction } = this;
      if (!isFull(transaction.db.name)) return request;
      left.set(transaction, (left.get(transaction) ?? 0) + 1);
      // Listened to after whoever asked: what they still want to write counts too.
      queueMicrotask(() =>
        request.addEventListener('success', () => {
          left.set(transaction, left.get(transaction)! - 1);
          if (left.get(transaction) !== 0) return;
          Object.defineProperty(transaction, 'error', { value: new DOMException('no room', 'QuotaExceededError') });
          transaction.abort();
        }),
      );
      return request;
    };
  });
  return { full: (isFull) => page.evaluate((value) => void Reflect.set(globalThis, 'diskIsFull', value), isFull) };
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
