import { expect, type Locator, type Page } from '@playwright/test';
import { scanInto } from '../harness/scan-gun.ts';

/** The desk that orders lenses: reached from the orders. */
export class LensOrdersPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.getByTestId('nav-orders').click();
    await this.page.getByTestId('orders-lenses').click();
    await expect(this.page.getByTestId('lens-orders')).toBeVisible({ timeout: 60_000 });
  }

  async part(name: 'needed' | 'receive' | 'sent' | 'suppliers'): Promise<void> {
    await this.page.getByTestId(`lens-part-${name}`).click();
    await expect(this.page.getByTestId(`lens-part-${name}`).getByRole('radio')).toBeChecked();
  }

  /** What is to be ordered of a supplier. */
  group(supplier: string): Locator {
    return this.page.locator(`[data-testid="supplier-group"][data-supplier="${supplier}"]`);
  }

  /** One lens on the part that is shown: `17-A-R`. */
  lens(job: string): Locator {
    return this.page.locator(`[data-testid="lens-line"][data-job="${job}"]`);
  }

  /** The newest order to a supplier. */
  get newest(): Locator {
    return this.page.getByTestId('supplier-order').first();
  }

  async line(job: string, state: 'ordered' | 'received' | 'dropped'): Promise<void> {
    await expect(this.newest.locator(`[data-job="${job}"]`).getByTestId('line-state')).toHaveAttribute('data-state', state);
  }

  scan(code: string): Promise<void> {
    return scanInto(this.page, code);
  }
}
