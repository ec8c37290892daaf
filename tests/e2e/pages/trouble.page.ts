import { expect, type Locator, type Page } from '@playwright/test';

/** What a till tells of trouble: over the screen, in the corner, behind the mark on the bar, in the tray. */
export class TroublePage {
  readonly page: Page;
  /** A receipt that did not come to its end; `data-code`. */
  readonly receipt: Locator;
  /** A payment that was refused before anything was begun. */
  readonly refusal: Locator;
  readonly corner: Locator;
  /** The orange mark; `data-count`. */
  readonly mark: Locator;
  readonly notices: Locator;
  /** The dialog of a filling buffer; `data-level`. */
  readonly buffer: Locator;
  readonly tray: Locator;

  constructor(page: Page) {
    this.page = page;
    this.receipt = page.getByTestId('trouble');
    this.refusal = page.getByRole('alert');
    this.corner = page.getByTestId('notice-corner');
    this.mark = page.getByTestId('notices-mark');
    this.notices = page.getByTestId('notice');
    this.buffer = page.getByTestId('buffer-alert');
    this.tray = page.getByTestId('tray-item');
  }

  async list(): Promise<void> {
    await this.mark.click();
    await expect(this.page.getByTestId('notices')).toBeVisible();
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByTestId('notices')).toBeHidden();
  }

  async toTray(): Promise<void> {
    await this.page.getByTestId('to-tray').click();
    await expect(this.receipt).toBeHidden();
  }

  /** The only open receipt of the tray is tried again, to its end. */
  async retry(): Promise<void> {
    await this.page.getByTestId('tray').click();
    await this.page.getByTestId('tray-retry').click();
    await expect(this.tray).toHaveCount(0);
    await this.page.getByTestId('nav-sale').click();
  }

  /** At 80, 90, 100 % (requirements A-64…A-66). */
  async understood(level: 'warning' | 'critical' | 'full'): Promise<void> {
    await expect(this.buffer).toHaveAttribute('data-level', level);
    await this.page.getByTestId('buffer-understood').click();
    await expect(this.buffer).toHaveCount(0);
  }

  /** Keys are pressed all the time until the answer is called; from within the page, so that they keep coming on a busy machine. */
  async busyHand(): Promise<() => Promise<void>> {
    const presses = await this.page.evaluateHandle(() =>
      setInterval(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true })), 100),
    );
    return () => this.page.evaluate((timer) => clearInterval(timer), presses);
  }

  /** From the same dialog. */
  async callAdministrator(): Promise<void> {
    await this.page.getByTestId('call-administrator').click();
    await expect(this.page.getByTestId('administrator-contact')).toContainText(/\d/);
  }

  /**
   * From now on the dialog of a filling buffer is put away whenever it comes up. It may go by itself under the finger, when the buffer
   * empties: a press that found nothing to press is none, and one that left it standing is made again with the next step.
   */
  async putAwayAlways(): Promise<void> {
    const button = this.page.getByTestId('buffer-understood');
    await this.page.addLocatorHandler(button, () => button.click({ timeout: 3_000 }).catch(() => undefined));
  }

  /** The end of `putAwayAlways`. */
  async letStand(): Promise<void> {
    await this.page.removeLocatorHandler(this.page.getByTestId('buffer-understood'));
  }
}
