import { expect, type Locator, type Page } from '@playwright/test';

/** Paying in other ways than at once and in full; `TillPage.pay` is the usual one. */
export class PaymentPage {
  readonly page: Page;
  readonly due: Locator;
  readonly confirm: Locator;
  readonly tenders: Locator;
  readonly contact: Locator;

  constructor(page: Page) {
    this.page = page;
    this.due = page.getByTestId('due');
    this.confirm = page.getByTestId('confirm-payment');
    this.tenders = page.getByTestId('tender');
    this.contact = page.getByTestId('contact');
  }

  async open(): Promise<void> {
    await this.page.getByTestId('pay').click();
    await expect(this.due).toBeVisible();
  }

  /** A part of the price before the goods. `now`: roubles as typed. */
  async prepay(now: string, order: string): Promise<void> {
    await this.page.getByTestId('kind-prepayment').click();
    await this.page.getByTestId('pay-now').fill(now);
    await this.page.getByTestId('pay-order').fill(order);
  }

  async by(method: 'cash' | 'card'): Promise<void> {
    await this.page.getByTestId(`pay-${method}`).click();
  }

  /** The electronic receipt goes there. */
  async sendTo(address: string): Promise<void> {
    await this.page.getByTestId('contact-input').fill(address);
    await expect(this.contact).toHaveAttribute('data-email', address);
  }

  async cancel(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.due).toBeHidden();
  }

  /** The order is handed over: its deposit pays its part, the rest is due (Shift+F1). */
  async handOver(order: string): Promise<void> {
    await this.page.keyboard.press('Shift+F1');
    await this.page.getByTestId('deposit').filter({ hasText: order }).getByTestId('deposit-use').click();
    await expect(this.due).toBeVisible();
  }
}
