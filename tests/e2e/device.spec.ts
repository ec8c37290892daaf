import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { ROOT } from './harness/program.ts';
import { expect, test } from './harness/story.ts';
import { startWorld } from './harness/world.ts';
import { TillPage } from './pages/till.page.ts';

/** What only a browser can show of storage and service worker (issue 4, build 9). */
async function tillIn(context: BrowserContext, url: string): Promise<TillPage> {
  const till = new TillPage(context.pages()[0] ?? (await context.newPage()));
  await till.enter(url);
  await till.openShift();
  return till;
}

/** A limit on what this origin may store, bytes, until it is lifted: it lasts as long as the session that set it. */
async function limitStorage(page: Page, origin: string, quotaSize: number): Promise<{ lift(): Promise<void> }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  return { lift: () => session.detach() };
}

test('4.9 no room on the device: the sale is not begun, its cart stays, and it is sold as soon as there is room', async ({
  world,
  newProfile,
}) => {
  const till = await tillIn(await newProfile().open(), world.url);
  await till.sell('ray-ban', 'cash');
  await till.add('ray-ban');
  const used = await till.page.evaluate(async () => (await navigator.storage.estimate()).usage!);
  const limit = await limitStorage(till.page, world.url, Math.round(used / 2));
  await till.pay('cash');
  await expect(till.page.getByRole('alert').getByText('нужно освободить место')).toBeVisible();
  expect(await world.drive.receipts()).toHaveLength(1);
  await expect(till.lines).toHaveCount(1);
  await limit.lift();
  await till.confirm.click();
  await till.shownReceipt();
  expect(await world.drive.receipts()).toHaveLength(2);
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
