import type { Page } from '@playwright/test';

/**
 * Notes, in the page itself, when an element with a test id first stood in the document: `performance.now()` of the page, ms since its
 * navigation began. Asking from outside would add the way there and back.
 */
export async function noteTestIds(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: Record<string, number> = {};
    Object.assign(window, { seenAt: seen });
    const look = () => {
      for (const element of document.querySelectorAll('[data-testid]')) {
        const id = element.getAttribute('data-testid');
        if (id !== null && !(id in seen)) seen[id] = performance.now();
      }
    };
    new MutationObserver(look).observe(document, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['data-testid'],
    });
  });
}

/** Ms since navigation, null while it has not been there. */
export const seenAt = (page: Page, testId: string): Promise<number | null> =>
  page.evaluate((id) => (window as unknown as { seenAt: Record<string, number> }).seenAt[id] ?? null, testId);
