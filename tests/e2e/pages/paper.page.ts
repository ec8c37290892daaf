import type { Page } from '@playwright/test';

/** The lines of the receipt or report that the screen shows as it was printed. */
export async function paperOf(page: Page): Promise<string[]> {
  return (await page.locator('figure pre').first().innerText()).split('\n');
}
