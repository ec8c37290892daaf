import { look } from './harness/looks.ts';
import { walkOptics } from './harness/optical-walk.ts';
import { buildLooks, serveLooks, type LooksServer } from './harness/looks-build.ts';
import { lookAtAll, LOOKS, TILL, writeContactSheet, type Look } from './harness/screen-matrix.ts';
import { expect, test } from './harness/story.ts';
import { PeoplePage, PINS } from './pages/people.page.ts';
import { TillPage } from './pages/till.page.ts';

test.use({ worldOptions: { products: 1_500, days: 3 } });

test('7 every screen fits, reads and passes axe at 1024×768 and 1280×800', async ({ world, newProfile }) => {
  test.setTimeout(480_000);
  const context = await newProfile().open();
  const page = context.pages()[0]!;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const till = new TillPage(page);
  const people = new PeoplePage(page);

  await test.step('people and PIN', async () => {
    await page.goto(world.url);
    await expect(page.getByTestId('pin-input')).toBeFocused();
    await look(page, '01-people');
    await page.getByTestId('pin-input').fill('9999');
    await page.getByTestId('unlock').click();
    await expect(page.getByRole('alert').first()).toBeVisible();
    await look(page, '02-people-wrong-pin');
    await people.unlock(PINS.cashier);
  });

  await test.step('the till: closed shift, empty, found, cart, payment, receipt', async () => {
    await expect(till.openShiftButton).toBeVisible();
    await look(page, '03-shift-closed');
    await till.openShift();
    await look(page, '04-till-empty');
    await till.search.fill('оправа ray');
    await expect(till.results.first()).toBeVisible();
    await look(page, '05-till-search');
    await till.search.fill('ыыы ничего такого нет');
    await expect(till.results).toHaveCount(0);
    await look(page, '06-till-nothing-found');
    await till.add('ray-ban');
    await till.add('линза прогрессив');
    await till.add('раствор');
    await look(page, '07-till-cart');
    await till.payButton.click();
    await look(page, '08-payment-cash');
    await page.getByTestId('tendered').fill('1');
    await look(page, '09-payment-cash-short');
    await page.getByTestId('pay-card').click();
    await look(page, '10-payment-card');
    await page.getByTestId('pay-cash').click();
    await page.getByTestId('tendered').fill('200000');
    await till.confirm.click();
    // Far too much to be a note: asked about, once.
    await page.getByTestId('odd-change-yes').click();
    await till.shownReceipt();
    await expect(till.receiptStage).toHaveAttribute('data-stage', 'delivered');
    await look(page, '11-receipt');
    await till.newSale.click();
  });

  await test.step('a long cart', async () => {
    for (const word of ['оправа', 'линза 1.6', 'контактные', 'солнцезащитные', 'футляр', 'услуги', 'ray-ban', 'раствор'])
      await till.add(word);
    await look(page, '12-till-long-cart');
    await page.getByTestId('clear').click();
  });

  await test.step('the line and its dialog', async () => {
    await till.network.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, '13-link-dialog');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  });

  await test.step('trouble: the register has no paper, the sale goes to the tray', async () => {
    await world.drive.fault({ kind: 'refuse', reason: 'drive-refused', times: 1 });
    await till.add('ray-ban');
    await till.pay('card');
    await expect(page.getByTestId('trouble')).toBeVisible();
    await look(page, '14-trouble');
    await page.getByTestId('to-tray').click();
    await page.getByTestId('tray').click();
    await look(page, '15-tray');
  });

  await test.step('history, X-report', async () => {
    await page.getByTestId('nav-history').click();
    await expect(page.getByTestId('history-row').first()).toBeVisible();
    await look(page, '16-history');
    await page.getByTestId('history-row').last().click();
    await look(page, '17-history-receipt');
    await page.keyboard.press('Escape');
    await page.getByTestId('nav-report').click();
    await look(page, '18-shift');
    await page.getByTestId('report-x').click();
    await expect(page.getByTestId('report')).toBeVisible();
    await look(page, '19-report-x');
  });

  await test.step('no rights and offline', async () => {
    await page.getByTestId('nav-dashboard').click();
    await look(page, '20-dashboard-no-rights');
    world.internet.set('cut');
    await world.ofd.set('down');
    await page.getByTestId('nav-sale').click();
    await till.sell('ray-ban', 'cash');
    await expect(till.network).toHaveAttribute('data-state', 'offline', { timeout: 90_000 });
    await till.add('линза');
    await look(page, '21-till-offline');
    await page.getByTestId('clear').click();
    world.internet.set('up');
    await world.ofd.set('ok');
  });

  await test.step('another browser and another tab are told', async () => {
    const other = new TillPage(await context.newPage());
    await other.page.emulateMedia({ reducedMotion: 'reduce' });
    await other.enter(world.url);
    await expect(other.page.getByTestId('lock-held')).toBeVisible();
    await look(other.page, '22-other-tab');
    await other.page.close();
  });

  await test.step("the manager's dashboard", async () => {
    await page.bringToFront();
    await page.getByTestId('lock').click();
    await people.unlockAs('manager');
    await page.getByTestId('nav-dashboard').click();
    await expect(page.getByTestId('dashboard-store').first()).toBeVisible();
    await look(page, '23-dashboard');
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await look(page, '24-dashboard-dark');
    await page.getByTestId('nav-sale').click();
    await till.add('ray-ban');
    await look(page, '25-till-dark');
  });
});

test('7.1 the pairing screen asks for a code where nothing pairs by itself', async ({ world, newProfile }) => {
  const context = await newProfile().open();
  const page = context.pages()[0]!;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.route('**/api/pair', (route) =>
    route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: 'wrong code', status: 403, code: 'PAIRING_CODE_INVALID' }),
    }),
  );
  await page.goto(world.url);
  await expect(page.getByTestId('pairing-code')).toBeVisible();
  await look(page, '30-pairing');
});

/** Everything in every look by `npm run soak` or `SCREENS=all`; beside the other suites the till as most people see it. */
const ALL = process.env['SOAK'] === '1' || process.env['SCREENS'] === 'all';
const SEEN: readonly Look[] = ALL ? LOOKS : [{ language: 'ru', theme: 'light', sizes: [TILL] }];

test.describe('7.2 every screen and dialog in every state', () => {
  let looks: LooksServer;
  test.beforeAll(async () => {
    test.setTimeout(180_000);
    await buildLooks();
    looks = await serveLooks();
  });
  test.afterAll(async () => {
    await writeContactSheet();
    await looks.close();
  });

  for (const seen of SEEN) {
    const { language, theme, sizes } = seen;
    test(`${language}, ${theme}, ${sizes.map(({ name }) => name).join(', ')}: whole, readable, axe clean`, async ({
      newProfile,
    }) => {
      test.setTimeout(ALL ? 3_600_000 : 900_000);
      const context = await newProfile().open();
      expect(await lookAtAll(context.pages()[0]!, looks.url, seen)).toEqual([]);
    });
  }
});

/** How the optical half is seen. `largeType`: larger type. Beside the other suites the optician's hour looks at it. */
const OPTICAL_LOOKS = [
  { name: 'ru-light', language: 'ru', theme: 'light', largeType: false },
  { name: 'en-dark', language: 'en', theme: 'dark', largeType: false },
  { name: 'ru-large', language: 'ru', theme: 'light', largeType: true },
  { name: 'en-large', language: 'en', theme: 'light', largeType: true },
] as const;

test.describe('7.3 the optical half of a shop with clients and orders', () => {
  for (const { name, ...settings } of ALL ? OPTICAL_LOOKS : []) {
    test(`${name}: whole, readable, axe clean`, async ({ world, newProfile }) => {
      test.setTimeout(1_200_000);
      const context = await newProfile().open();
      await context.addInitScript((kept) => localStorage.setItem('optics.till-settings', kept), JSON.stringify(settings));
      const page = context.pages()[0]!;
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.goto(world.url);
      await new PeoplePage(page).unlockAs('optician');
      await walkOptics(page, (screen) => look(page, `50-${screen}-${name}`, [TILL]));
    });
  }
});
