import { expect, type Locator, type Page } from '@playwright/test';
import { PINS } from './people.page.ts';

/** A discount by hand on the chosen line, and the supervisor's signature under it. */
export class PricePage {
  readonly page: Page;
  /** Empty until somebody has to sign. */
  readonly apply: Locator;
  readonly limit: Locator;
  readonly approval: Locator;

  constructor(page: Page) {
    this.page = page;
    this.apply = page.getByTestId('price-apply');
    this.limit = page.getByTestId('price-limit');
    this.approval = page.getByTestId('approval');
  }

  /** Opens the dialog (F6) with so many per cent; nothing is applied yet. */
  async percent(percent: string): Promise<void> {
    await this.page.keyboard.press('F6');
    await this.page.getByTestId('price-tab-percent').click();
    await this.page.getByTestId('price-value').fill(percent);
    await this.page.getByTestId('reason-regular').click();
  }

  async typeInstead(percent: string): Promise<void> {
    await this.page.getByTestId('price-value').fill(percent);
  }

  async sign(): Promise<void> {
    await this.page.getByTestId('approval-pin').fill(PINS.manager);
    await this.page.getByTestId('approval-sign').click();
    await expect(this.approval).toBeHidden();
  }

  async cancel(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.apply).toBeHidden();
  }
}
