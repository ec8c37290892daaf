import { expect, type Page } from '@playwright/test';
import { scanInto } from './scan-gun.ts';
import { PeoplePage, PINS } from '../pages/people.page.ts';
import { TillPage } from '../pages/till.page.ts';
import { TILL_SCREEN, type Profile } from './browser.ts';
import type { ShopClock } from './shop-clock.ts';

type Size = { width: number; height: number };

/** A till's page with the browser around it, which can be reloaded, killed and opened again. */
export class ShopTill extends TillPage {
  readonly profile: Profile;
  #isOpen = true;

  private constructor(page: Page, profile: Profile) {
    super(page);
    this.profile = profile;
  }

  static async start(profile: Profile, clock: ShopClock, size: Size = TILL_SCREEN): Promise<ShopTill> {
    const context = await profile.open(size);
    await clock.guide(context);
    return new ShopTill(context.pages()[0] ?? (await context.newPage()), profile);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Another person works here from now on. */
  async changeTo(role: keyof typeof PINS): Promise<void> {
    await this.page.getByTestId('lock').click();
    await new PeoplePage(this.page).unlockAs(role);
  }

  /** As somebody who chooses their tile and enters the PIN. */
  async unlock(role: keyof typeof PINS): Promise<void> {
    await new PeoplePage(this.page).unlockAs(role);
  }

  /** As a person who presses F5, and enters the PIN again. */
  async reload(role: keyof typeof PINS = 'cashier'): Promise<void> {
    await this.page.reload();
    await new PeoplePage(this.page).unlock(PINS[role]);
  }

  /** As a scanner: a burst of keys and Enter, from within the page so that they come quickly enough on any machine. */
  async scan(code: string): Promise<void> {
    await scanInto(this.page, code);
  }

  /** kill -9 of the whole browser: what a power cut does to it; `shop.reopen(till)` opens it again. */
  async kill(): Promise<void> {
    this.#isOpen = false;
    await this.profile.kill();
  }

  /** The status bar says that nothing is left to send. */
  async everythingSent(within = 30_000): Promise<void> {
    await expect(this.unsent).toHaveAttribute('data-count', '0', { timeout: within });
  }
}
