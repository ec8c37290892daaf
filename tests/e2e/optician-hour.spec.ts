import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CDPSession, Locator, Page } from '@playwright/test';
import { FOLDER, misfits, settled } from './harness/looks.ts';
import { expect, test } from './harness/story.ts';
import { PINS } from './pages/people.page.ts';
import { PrescriptionPage } from './pages/prescription.page.ts';

/** A tablet of ten inches, held across. */
const TABLET = { width: 1280, height: 800 };
/** px that a finger needs (issue 5). */
const FINGER = 44;

test.use({ worldOptions: { products: 1_500, days: 1 } });

/** A finger on the glass: nothing is pressed that is too small for it, nothing is reached by a key. */
class Finger {
  readonly page: Page;
  readonly touch: CDPSession;
  /** Screens as they came, each photographed. */
  #shots = 0;

  constructor(page: Page, touch: CDPSession) {
    this.page = page;
    this.touch = touch;
  }

  id(testid: string): Locator {
    return this.page.getByTestId(testid).first();
  }

  async tap(what: string | Locator, times = 1): Promise<void> {
    const target = typeof what === 'string' ? this.id(what) : what;
    await expect(target).toBeVisible({ timeout: 60_000 });
    const box = (await target.boundingBox())!;
    expect.soft(Math.round(Math.min(box.width, box.height)), `${String(what)} is for a finger`).toBeGreaterThanOrEqual(FINGER);
    for (let n = 0; n < times; n += 1) await target.tap();
  }

  /** The tablet's own keyboard comes up for a field that was touched. */
  async say(what: string | Locator, text: string): Promise<void> {
    const field = typeof what === 'string' ? this.id(what) : what;
    await this.tap(field);
    await expect(field).toBeFocused();
    await field.selectText();
    await this.page.keyboard.insertText(text);
  }

  /** Aside, as a finger pulls a card. */
  async pull(card: Locator, to: Locator): Promise<void> {
    const [from, target] = [(await card.boundingBox())!, (await to.boundingBox())!];
    const y = Math.round(from.y + from.height / 2);
    const [x, end] = [Math.round(from.x + from.width / 2), Math.round(target.x + target.width / 2)];
    const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
      this.touch.send('Input.dispatchTouchEvent', { type, touchPoints });
    await at('touchStart', [{ x, y }]);
    for (let part = 1; part <= 8; part += 1) await at('touchMove', [{ x: Math.round(x + ((end - x) * part) / 8), y }]);
    // A finger that is lifted in full swing flings, and Chromium takes the next tap for the one that stops it: a person rests on the target.
    await expect(to).toHaveAttribute('data-target', 'true');
    await this.page.evaluate(async () => {
      for (let frame = 0; frame < 12; frame += 1) await new Promise(requestAnimationFrame);
    });
    await at('touchMove', [{ x: end, y }]);
    await at('touchEnd', []);
  }

  /** The screen as it stands: kept, and nothing on it is cut or too small. */
  async looks(name: string): Promise<void> {
    this.#shots += 1;
    await settled(this.page);
    const file = `hour-${String(this.#shots).padStart(2, '0')}-${name}.png`;
    await this.page.screenshot({ path: join(FOLDER, file), animations: 'disabled', caret: 'hide' });
    expect.soft(await misfits(this.page), name).toEqual([]);
  }
}

test('an optician’s hour on a tablet, by touch alone: client, prescription, board, check, defect, ticket, load', async ({
  world,
  newProfile,
}) => {
  test.setTimeout(300_000);
  await mkdir(FOLDER, { recursive: true });
  const context = await newProfile().open(TABLET, { hasTouch: true });
  const page = context.pages()[0]!;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await context.addInitScript(() => {
    window.print = () => void document.documentElement.setAttribute('data-printed', 'true');
  });
  const finger = new Finger(page, await context.newCDPSession(page));
  const rx = new PrescriptionPage(page);

  await test.step('she takes the tablet', async () => {
    await page.goto(world.url);
    await finger.tap(page.locator('[data-testid="person"][data-role="optician"]').first());
    await finger.say('pin-input', PINS.optician);
    // The fourth digit may end it.
    await finger
      .id('unlock')
      .tap({ timeout: 5_000 })
      .catch(() => undefined);
    await expect(finger.id('pin-input')).toBeHidden();
  });

  await test.step('finds a client by part of the name', async () => {
    await finger.tap('nav-clients');
    const rows = page.getByTestId('clients-row');
    await expect(rows.first()).toBeVisible({ timeout: 60_000 });
    await finger.looks('clients');
    const name = (await rows.nth(2).locator('span span').first().textContent())!.trim();
    await finger.say('clients-find', name.slice(0, name.indexOf(' ') + 3));
    await expect(rows.first()).toContainText(name.split(' ')[0]!);
    await finger.looks('clients-found');
    await finger.tap(rows.filter({ hasText: name }).first());
    await expect(finger.id('card-name')).toHaveText(name);
    await finger.looks('client');
    for (const tab of ['note', 'orders', 'purchases', 'timeline'] as const) {
      await finger.tap(`card-tab-${tab}`);
      await finger.looks(`client-${tab}`);
    }
    await finger.tap('card-tab-prescriptions');
    await expect(finger.id('client-prescriptions')).toBeVisible();
    await finger.looks('client-prescriptions');
  });

  await test.step('takes a prescription: steppers, pads and one figure by the tablet’s keyboard', async () => {
    const step = (path: string, way: 'less' | 'more', times = 1) => {
      const buttons = page.getByTestId(`figure-${path}`).getByRole('button');
      return finger.tap(way === 'less' ? buttons.first() : buttons.last(), times);
    };
    await finger.tap('rx-new-glasses');
    await expect(rx.form).toBeVisible();
    const { id } = rx;
    await finger.looks('prescription-empty');
    // Tablets write figures without a sign: it is asked for, and answered by the same buttons.
    await finger.say(rx.field('od.sph'), '2,25');
    await expect(finger.id('figure-od.sph')).toHaveAttribute('data-asks', 'true');
    await finger.looks('prescription-asks-sign');
    await step('od.sph', 'less');
    await expect(rx.field('od.sph')).toHaveValue('−2,25');
    await step('od.cyl', 'less', 2);
    await step('od.axis', 'less');
    await finger.tap('rx-copy-os');
    await step('os.sph', 'more');
    await step('pd.both', 'more', 3);
    await expect(rx.field('os.sph')).toHaveValue('−2,00');
    await expect(rx.field('od.cyl')).toHaveValue('−0,50');
    await expect(rx.field('pd.both')).toHaveValue('63');
    await step('od.prism.horizontal', 'more');
    await finger.tap('base-od.prism.horizontal-in');
    await finger.looks('prescription-filled');
    const open = page.locator('[data-testid^="right-"][aria-pressed="false"]');
    for (let left = await open.count(); left > 0; left -= 1) await finger.tap(open.first());
    await expect(rx.sign).toBeEnabled();
    await finger.tap(rx.sign);
    await expect(page.getByRole('dialog')).toBeVisible();
    await finger.looks('prescription-sign');
    await finger.tap('rx-sign-yes');
    await expect(rx.card(id)).toHaveAttribute('data-state', 'signed');
    await finger.looks('prescription-signed');
  });

  let number = '';
  let order = '';
  await test.step('opens the board from the orders, looks at the day’s load and at what is urgent', async () => {
    await finger.tap('nav-orders');
    await expect(finger.id('order-row')).toBeVisible();
    await finger.looks('orders');
    await finger.tap('orders-workshop');
    await expect(finger.id('board-card')).toBeVisible({ timeout: 60_000 });
    await finger.looks('board');
    const busy = page.locator('[data-testid="load-day"]:not([data-orders="0"])').first();
    const orders = Number(await busy.getAttribute('data-orders'));
    expect(orders).toBeGreaterThan(0);
    await finger.tap(busy);
    await expect(busy).toHaveAttribute('aria-pressed', 'true');
    await expect(finger.id('filter-none')).toBeVisible();
    await finger.looks('board-of-a-day');
    await finger.tap('filter-none');
    await finger.tap('filter-rush');
    await expect(page.getByTestId('board-card')).toHaveCount(1);
    order = (await finger.id('board-card').getAttribute('data-order'))!;
  });

  await test.step('takes the job: pulls it to the bench, opens it, starts the timer', async () => {
    const card = page.locator(`[data-testid="board-card"][data-order="${order}"]`);
    await finger.pull(card, finger.id('column-production'));
    await expect(finger.id('column-production').locator(`[data-order="${order}"]`)).toBeVisible();
    await finger.looks('board-moved');
    await finger.tap(card);
    await expect(finger.id('job')).toHaveAttribute('data-state', 'production');
    number = /\d[\d-]*/.exec((await page.getByRole('dialog').getByRole('heading').first().textContent())!)![0];
    await finger.tap('timer-start');
    await expect(finger.id('timer')).toHaveAttribute('data-running', 'true');
    await finger.looks('job');
  });

  await test.step('measures, finds the sphere wrong, notes the defect and its cause', async () => {
    await finger.tap('job-quality');
    await expect(finger.id('quality-form')).toBeVisible();
    await finger.looks('quality');
    const fields = page.getByTestId('quality-form').locator('input[data-testid^="measured-"]');
    const names = await fields.evaluateAll((all) => all.map((field) => (field as HTMLElement).dataset['testid']!));
    for (const name of names) {
      const ordered = (await finger.id(name).locator('xpath=../..').locator('span span').nth(1).textContent())!.trim();
      const figure = /\d/.test(ordered) ? ordered : '0';
      await finger.say(name, name === 'measured-od-sph' ? `${figure.slice(0, -2)}${figure.endsWith('0') ? '50' : '00'}` : figure);
    }
    await expect(finger.id('measured-od-sph')).toHaveAttribute('data-result', 'fail');
    await finger.looks('quality-failed');
    await finger.tap('quality-fail');
    await expect(finger.id('damage-form')).toBeVisible();
    await expect(finger.id('cause')).toHaveValue('power');
    await finger.looks('defect');
    await finger.id('fault').selectOption({ index: 1 });
    await finger.say('damage-note', 'сфера не та');
    await finger.tap('damage-save');
    await expect(finger.id('job-damage-row')).toContainText('сфера не та');
    await finger.looks('job-after-defect');
  });

  await test.step('prints the job’s ticket', async () => {
    await finger.tap('job-print');
    await expect(finger.id('print-screen')).toContainText(number);
    await finger.looks('ticket');
    await finger.tap('paper-print');
    await expect(page.locator('html')).toHaveAttribute('data-printed', 'true');
    await finger.tap('paper-back');
    await expect(finger.id('job')).toBeVisible();
    await finger.tap(page.getByRole('dialog').getByRole('button').first());
    await expect(page.getByRole('dialog')).toBeHidden();
  });

  await test.step('what it waits for stands on the list of lenses, and in the order', async () => {
    await finger.tap('nav-orders');
    await finger.tap('orders-lenses');
    await expect(finger.id('lens-orders')).toBeVisible();
    await finger.looks('lenses-to-order');
    for (const part of ['receive', 'sent'] as const) {
      await finger.tap(`lens-part-${part}`);
      await finger.looks(`lenses-${part}`);
    }
    await finger.tap('nav-orders');
    await finger.tap(page.locator(`[data-testid="order-row"][data-id="${order}"]`));
    await expect(finger.id('order-card')).toHaveAttribute('data-number', number);
    await finger.looks('order');
  });
});
