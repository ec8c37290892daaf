import { expect, type Page } from '@playwright/test';

export const PINS = {
  cashier: '1111',
  optician: '2222',
  manager: '3333',
  accountant: '4444',
  administrator: '5555',
  technician: '7777',
} as const;

/** Tiles and PIN: what stands before every screen after a start or a reload. */
export class PeoplePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The preselected person, at first the cashier. */
  async unlock(pin: string = PINS.cashier): Promise<void> {
    const input = this.page.getByTestId('pin-input');
    await expect(input).toBeFocused({ timeout: 60_000 });
    await input.fill(pin);
    // The screen may take the fourth digit as the end of the PIN; then there is no button to press any more.
    const button = this.page.getByTestId('unlock');
    await button.click({ timeout: 10_000 }).catch(() => undefined);
    await expect(input).toBeHidden();
  }

  async unlockAs(role: keyof typeof PINS): Promise<void> {
    await this.page.locator(`[data-testid="person"][data-role="${role}"]`).first().click();
    await this.unlock(PINS[role]);
  }
}
