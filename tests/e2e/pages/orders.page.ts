import { expect, type Locator, type Page } from '@playwright/test';

/** The place of glasses orders and of their papers. */
export class OrdersPage {
  readonly page: Page;
  readonly list: Locator;
  readonly card: Locator;
  readonly paper: Locator;

  constructor(page: Page) {
    this.page = page;
    this.list = page.getByTestId('order-list');
    this.card = page.getByTestId('order-card');
    this.paper = page.getByTestId('paper');
  }

  /** Opens the first order of a filter, in `state` where one is asked for; what it and its client are called. */
  async openFirst(only: string, state?: string): Promise<{ readonly number: string; readonly client: string }> {
    await expect(this.list).toBeVisible({ timeout: 60_000 });
    await this.page.getByTestId(`order-only-${only}`).click();
    const rows = this.page.getByTestId('order-row');
    const row = (state === undefined ? rows : rows.filter({ has: this.page.locator(`[data-state="${state}"]`) })).first();
    const client = (await row.locator('span.truncate').innerText()).trim();
    await row.click();
    await expect(this.card).toBeVisible();
    return { number: (await this.card.getAttribute('data-number')) ?? '', client };
  }

  async choosePaper(paper: string, size: string): Promise<void> {
    await this.page.getByTestId(`paper-${paper}`).click();
    await expect(this.paper).toHaveAttribute('data-paper', paper);
    await this.page.getByTestId(`paper-size-${size}`).click();
    await expect(this.paper).toHaveAttribute('data-size', size);
  }

  /** As a scanner set to the American layout types a paper's code; within the page, so that the keys come as quickly as a scanner's. */
  async scan(code: string): Promise<void> {
    await this.page.evaluate((text) => {
      const press = (code: string, key: string, shiftKey = false) => {
        const target = document.activeElement ?? document.body;
        target.dispatchEvent(new KeyboardEvent('keydown', { code, key, shiftKey, bubbles: true, cancelable: true }));
      };
      for (const char of text) {
        const code = char === '-' ? 'Minus' : /\d/.test(char) ? `Digit${char}` : `Key${char}`;
        press(code, char, /[A-Z]/.test(char));
      }
      press('Enter', 'Enter');
    }, code);
  }
}
