import { expect, type Locator, type Page } from '@playwright/test';
import { PeoplePage, PINS } from './people.page.ts';

export interface SoldReceipt {
  readonly fd: number;
  /** Kopecks. */
  readonly total: number;
}

/** The till by the test ids that issue 2 keeps stable. */
export class TillPage {
  readonly page: Page;
  readonly openShiftButton: Locator;
  readonly search: Locator;
  readonly results: Locator;
  readonly lines: Locator;
  readonly total: Locator;
  readonly payButton: Locator;
  readonly confirm: Locator;
  readonly receipt: Locator;
  readonly receiptFd: Locator;
  readonly receiptStage: Locator;
  readonly newSale: Locator;
  readonly unsent: Locator;
  readonly network: Locator;
  readonly buffer: Locator;

  /** Of the cart that was last paid. */
  #total = 0;

  constructor(page: Page) {
    this.page = page;
    this.openShiftButton = page.getByTestId('open-shift');
    this.search = page.getByTestId('search');
    this.results = page.getByTestId('search-result');
    this.lines = page.getByTestId('cart-line');
    this.total = page.getByTestId('cart-total');
    this.payButton = page.getByTestId('pay');
    this.confirm = page.getByTestId('confirm-payment');
    this.receipt = page.getByTestId('receipt');
    this.receiptFd = page.getByTestId('receipt-fd');
    this.receiptStage = page.getByTestId('receipt-stage');
    this.newSale = page.getByTestId('new-sale');
    this.unsent = page.getByTestId('unsent-count');
    this.network = page.getByTestId('network-state');
    this.buffer = page.getByTestId('buffer-state');
  }

  /** From a fresh profile or after a reload to a till that can sell. */
  async enter(url: string, pin: string = PINS.cashier): Promise<void> {
    await this.page.goto(url);
    await new PeoplePage(this.page).unlock(pin);
  }

  /** The program is kept on the device: from now on it starts without the server. */
  async keptForOffline(): Promise<void> {
    await this.page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated', null, {
      timeout: 60_000,
    });
  }

  /** One press where the gateway says that no shift is open, none where one is. */
  async openShift(): Promise<void> {
    await expect(this.openShiftButton.or(this.search)).toBeVisible({ timeout: 60_000 });
    if (await this.openShiftButton.isVisible()) await this.openShiftButton.click();
    await expect(this.search).toBeVisible();
  }

  /** As `openShift`, taking the till over from a browser whose lease has not run out. */
  async takeTill(): Promise<void> {
    const take = this.page.getByTestId('take-lock');
    await expect(take.or(this.openShiftButton).or(this.search)).toBeVisible({ timeout: 60_000 });
    if (await take.isVisible()) await take.click();
    await this.openShift();
  }

  /** Types, waits for what is found and takes the first. Whoever sees that a dialog has taken the keys types again. */
  async add(text: string): Promise<void> {
    const before = await this.lines.count();
    await expect(async () => {
      await this.search.fill(text);
      await expect(this.search).toHaveValue(text, { timeout: 1_000 });
      await expect(this.results.first()).toBeVisible({ timeout: 10_000 });
    }).toPass({ timeout: 90_000 });
    await this.search.press('Enter');
    await expect(this.lines).toHaveCount(before + 1);
  }

  /**
   * As a scanner types: quickly, ended by Enter, wherever the focus is. The keys are made within the page: keys sent one by one from here
   * come too far apart on a busy machine to be a scanner's.
   */
  async scanCode(code: string): Promise<void> {
    await this.page.evaluate((digits) => {
      const press = (code: string, key: string) => {
        const target = document.activeElement ?? document.body;
        target.dispatchEvent(new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true }));
      };
      for (const digit of digits) press(`Digit${digit}`, digit);
      press('Enter', 'Enter');
    }, code);
  }

  /** Puts the cart aside (F7). */
  async park(note = ''): Promise<void> {
    await this.page.keyboard.press('F7');
    await this.page.getByTestId('park-note').fill(note);
    await this.page.getByTestId('park').click();
    await expect(this.lines).toHaveCount(0);
  }

  /** Takes back the cart that bears the note; the present one is put aside for it. */
  async takeBack(note: string): Promise<void> {
    await this.page.keyboard.press('F7');
    await this.page.getByTestId('parked-row').filter({ hasText: note }).getByTestId('take-parked').click();
    await expect(this.page.getByTestId('parked-list')).toBeHidden();
  }

  async pay(method: 'cash' | 'card', tendered?: string): Promise<void> {
    this.#total = Number(await this.total.getAttribute('data-kopecks'));
    await this.payButton.click();
    await this.page.getByTestId(method === 'cash' ? 'pay-cash' : 'pay-card').click();
    if (tendered !== undefined) await this.page.getByTestId('tendered').fill(tendered);
    await this.confirm.click();
  }

  /** What the receipt screen says once the register has answered. */
  async shownReceipt(): Promise<SoldReceipt> {
    await expect(this.receiptFd).toHaveText(/^\s*\d+\s*$/, { timeout: 60_000 });
    return { fd: Number(await this.receiptFd.textContent()), total: this.#total };
  }

  /** One whole sale of one article, back to an empty cart. What is refused for the moment, or in doubt, is pressed once more, as people do. */
  async sell(text: string, method: 'cash' | 'card'): Promise<SoldReceipt> {
    await this.add(text);
    await this.pay(method);
    await this.#pressOn();
    return this.finish();
  }

  /** A gateway that was slow for four seconds has the payment refused, or its outcome asked for; the words go into the story's log. */
  async #pressOn(): Promise<void> {
    const refused = this.page.locator('form').getByRole('alert');
    const trouble = this.page.getByTestId('trouble');
    const told = trouble.or(refused);
    await expect(this.receiptFd.or(told).first()).toBeVisible({ timeout: 60_000 });
    if (!(await told.first().isVisible())) return;
    console.warn(`the till says: ${(await told.first().textContent())?.trim() ?? ''}`);
    await ((await trouble.isVisible()) ? this.page.getByTestId('retry') : this.confirm).click();
  }

  /** From the receipt that is on its way back to an empty cart. */
  async finish(): Promise<SoldReceipt> {
    const sold = await this.shownReceipt();
    await this.newSale.click();
    await expect(this.lines).toHaveCount(0);
    return sold;
  }
}
