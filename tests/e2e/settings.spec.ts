import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { look } from './harness/looks.ts';
import { expect, test } from './harness/story.ts';
import { PeoplePage } from './pages/people.page.ts';
import { TillPage } from './pages/till.page.ts';

test.use({ worldOptions: { products: 500, days: 1 } });

/** A wedge: the keys come from the page itself, so the speed of this machine says nothing about the scanner. */
const scan = (page: Page, text: string): Promise<void> =>
  page.evaluate((label) => {
    const target = document.activeElement ?? document.body;
    const press = (code: string, key: string) =>
      target.dispatchEvent(new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true }));
    for (const digit of label) press(`Digit${digit}`, digit);
    press('Enter', 'Enter');
  }, text);

test('8 the administrator finds every step of the way standing; a scan anywhere comes to the till', async ({
  world,
  newProfile,
}) => {
  const context = await newProfile().open();
  const page = context.pages()[0]!;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const till = new TillPage(page);
  const people = new PeoplePage(page);
  const section = (name: string) => page.getByTestId(`settings-${name}`).click();
  await page.goto(world.url);
  await people.unlockAs('administrator');
  await till.openShift();

  await test.step('looks and sounds', async () => {
    await page.keyboard.press('Shift+F7');
    await page.getByTestId('theme-dark').click();
    await page.getByTestId('large-type').click();
    await look(page, '40-settings-looks-dark-large');
    await page.getByTestId('large-type').click();
    await page.getByTestId('theme-light').click();
  });

  await test.step('each step of the connection by itself (A-95)', async () => {
    await section('connection');
    await page.getByTestId('connection-test').click();
    const steps = page.getByTestId('connection-step');
    await expect(steps.and(page.locator('[data-state=ok]'))).toHaveCount(9);
    await look(page, '41-settings-connection');
    await world.gatewayProgram.kill();
    await page.getByTestId('connection-test').click();
    await expect(page.locator('[data-step=gateway]')).toHaveAttribute('data-state', 'failed');
    await expect(page.locator('[data-step=server]')).toHaveAttribute('data-state', 'ok');
  });

  await test.step('the other sections, and one file for support without the network', async () => {
    await section('devices');
    await look(page, '42-settings-devices');
    await section('scanner');
    await scan(page, '4607012345678');
    await expect(page.getByTestId('scan-read')).toContainText('4607012345678');
    await section('program');
    await look(page, '44-settings-program');
    await till.keptForOffline();
    world.internet.set('cut');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('diagnostics').click()]);
    const told = await readFile(await file.path(), 'utf8');
    expect(JSON.parse(told)).toMatchObject({ till: 'POS-001', device: { store: 'demo-1', demo: true } });
    expect(told).not.toMatch(/Иванов|Козлов|Bearer [^[]/);
  });

  await test.step('loaded anew on this very address without the network, a scan brings the till', async () => {
    await page.reload();
    await people.unlockAs('cashier');
    await expect(page.getByTestId('settings')).toBeVisible();
    await expect(page.getByTestId('settings-connection')).toBeHidden();
    await scan(page, '46070123');
    await expect(page).toHaveURL(/\/$/);
    await page.keyboard.press('F1');
    await look(page, '45-keys');
  });
});
