import { expect, type Locator, type Page } from '@playwright/test';
import { PINS } from './people.page.ts';

/** From the receipt that is brought back to the receipt of the refund. */
export class RefundPage {
  readonly page: Page;
  readonly screen: Locator;
  readonly lines: Locator;
  readonly total: Locator;
  readonly blocked: Locator;
  readonly waiting: Locator;

  constructor(page: Page) {
    this.page = page;
    this.screen = page.getByTestId('refund');
    this.lines = page.getByTestId('refund-line');
    this.total = page.getByTestId('refund-total');
    this.blocked = page.getByTestId('refund-blocked');
    this.waiting = page.getByTestId('waiting-refund');
  }

  id(name: string): Locator {
    return this.page.getByTestId(name);
  }

  async open(): Promise<void> {
    await this.id('nav-refund').click();
    await expect(this.screen).toHaveAttribute('data-phase', 'finding');
  }

  /** By what is known of the receipt: its number, its sum, a card's last digits. */
  async find(text: string): Promise<void> {
    await this.id('refund-find').fill(text);
    await this.id('refund-find-go').click();
    await expect(this.id('refund-original')).toBeVisible();
  }

  async all(): Promise<void> {
    await this.id('refund-all').click();
    await this.because('not-suitable');
  }

  /** One piece more of the line. */
  async piece(name: string): Promise<void> {
    await this.lines.filter({ hasText: name }).getByTestId('refund-more').click();
  }

  async because(reason: string): Promise<void> {
    await this.id(`refund-reason-${reason}`).click();
  }

  async confirm(): Promise<void> {
    await this.id('refund-confirm').click();
  }

  /** The number of the refund's receipt, once it is there. */
  async made(): Promise<number> {
    await expect(this.screen).toHaveAttribute('data-phase', 'done', { timeout: 60_000 });
    await expect(this.id('refund-fd')).toHaveText(/\d/);
    return Number(/\d+/.exec(await this.id('refund-fd').innerText())?.[0]);
  }

  async next(): Promise<void> {
    await this.id('refund-next').click();
    await expect(this.screen).toHaveAttribute('data-phase', 'finding');
  }

  /** A supervisor signs on this till that a refused refund is made all the same. */
  async override(reason: string): Promise<void> {
    await this.id('refund-override').click();
    await this.id('approval-reason').fill(reason);
    await this.id('approval-pin').fill(PINS.manager);
  }

  async sign(): Promise<void> {
    await this.id('approval-sign').click();
    await expect(this.id('approval')).toBeHidden();
  }
}
