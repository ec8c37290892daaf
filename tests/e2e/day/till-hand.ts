import { expect, type Locator } from '@playwright/test';
import type { ShopTill } from '../harness/shop-till.ts';
import { PINS } from '../pages/people.page.ts';
import type { Article } from './goods.ts';

/** A sum as it is typed: `1234,50`. */
export const typed = (kopecks: number): string => (kopecks / 100).toFixed(2).replace('.', ',');

/** The hands of a cashier at one till, by what stands on its screen. */
export class TillHand {
  readonly till: ShopTill;
  /** Dialogs of the buffer that were put away. */
  #read = 0;

  constructor(till: ShopTill) {
    this.till = till;
  }

  id(name: string): Locator {
    return this.till.page.getByTestId(name);
  }

  /** Whatever the buffer has to tell is read and put away, also where it comes under a finger, or goes by itself while it is pressed. */
  async readNotices(): Promise<void> {
    const understood = this.id('buffer-understood');
    await this.till.page.addLocatorHandler(understood, (button) => {
      this.#read += 1;
      return button.click({ timeout: 3_000 }).catch(() => undefined);
    });
  }

  /** Scans each, one line an article; again where a dialog has taken the scan, as a cashier does who sees no line. */
  async scanAll(articles: readonly Article[]): Promise<void> {
    for (const { ean, sku } of articles) {
      const line = this.till.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);
      let before: number;
      do {
        before = this.#read;
        await this.till.scan(ean);
        await expect(line)
          .toBeVisible()
          .catch(() => null);
      } while (this.#read > before && (await line.count()) === 0);
      await expect(line).toBeVisible();
    }
  }

  /** The cart costs what the book says, and goes to be paid. */
  async toPay(total: number): Promise<void> {
    await expect(this.till.total).toHaveAttribute('data-kopecks', String(total));
    await this.till.payButton.click();
    await expect(this.id('due')).toBeVisible();
  }

  /** The receipt is on the screen; its number, and on to the next customer. */
  async finish(): Promise<number> {
    const { fd } = await this.till.shownReceipt();
    await this.till.newSale.click();
    await expect(this.till.lines).toHaveCount(0);
    return fd;
  }

  /** A manager signs here and now. */
  async sign(): Promise<void> {
    await this.till.page.locator('[data-testid="approval-person"][data-role="manager"]').click();
    const reason = this.id('approval-reason');
    if (await reason.isVisible()) await reason.fill('решение управляющего');
    await this.id('approval-pin').fill(PINS.manager);
    await this.id('approval-sign').click();
    await expect(this.id('approval-pin')).toBeHidden();
  }

  /** What the card terminal does next. */
  async terminal(trick: string): Promise<void> {
    await this.till.page.evaluate((script) => localStorage.setItem('optics.terminal-script', script), JSON.stringify([trick]));
  }

  async go(place: string): Promise<void> {
    await this.id(place).click();
  }

  /** Back at the till with an empty cart. */
  async backToTill(): Promise<void> {
    await this.go('nav-sale');
    await expect(this.till.search).toBeVisible();
  }
}
