import { expect, type Locator, type Page } from '@playwright/test';

/** What opens behind the status bar: how the link is, what waits for the operator, and the word to send it. */
export class LinkPage {
  readonly page: Page;
  readonly tip: Locator;
  readonly sendNow: Locator;

  constructor(page: Page) {
    this.page = page;
    this.tip = page.getByTestId('link-tip');
    this.sendNow = page.getByTestId('send-now');
  }

  async open(): Promise<void> {
    await this.page.getByTestId('network-state').click();
    await expect(this.tip).toBeVisible();
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.tip).toBeHidden();
  }
}
