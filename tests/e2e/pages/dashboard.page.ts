import type { Locator, Page } from '@playwright/test';

export class DashboardPage {
  readonly revenue: Locator;
  readonly receipts: Locator;
  readonly stores: Locator;
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.revenue = page.getByTestId('dashboard-revenue');
    this.receipts = page.getByTestId('dashboard-receipts');
    this.stores = page.getByTestId('dashboard-store');
  }
}
