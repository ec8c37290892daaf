import type { Page } from '@playwright/test';

/**
 * Notes, in the page itself, when something matching each selector first stood in the document: `performance.now()` of the page, ms since
 * its navigation began. Asking from outside would add the way there and back.
 */
export async function noteWhen(page: Page, selectors: Readonly<Record<string, string>>): Promise<void> {
  await page.addInitScript((wanted) => {
    const seen: Record<string, number> = {};
    Object.assign(window, { seenAt: seen });
    const look = () => {
      for (const [name, selector] of Object.entries(wanted)) {
        if (!(name in seen) && document.querySelector(selector) !== null) seen[name] = performance.now();
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
  }, selectors);
}

/** Ms since navigation, null while it has not been there. */
export const seenAt = (page: Page, name: string): Promise<number | null> =>
  page.evaluate((key) => (window as unknown as { seenAt: Record<string, number> }).seenAt[key] ?? null, name);
