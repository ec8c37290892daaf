import type { Page } from '@playwright/test';

/** As a scanner: a burst of keys and Enter, from within the page so that they come quickly enough on any machine. */
export async function scanInto(page: Page, code: string): Promise<void> {
  await page.evaluate((text) => {
    const signs: Record<string, string> = {
      ...{ '=': 'Equal', '&': 'Digit7', '.': 'Period', '-': 'Minus', '/': 'Slash' },
      ...{ '~': 'Backquote', '+': 'Equal' },
    };
    const codeOf = (key: string): string =>
      signs[key] ?? (/\d/.test(key) ? `Digit${key}` : /[a-z]/i.test(key) ? `Key${key.toUpperCase()}` : '');
    const press = (key: string, keyCode: string) => {
      const target = document.activeElement ?? document.body;
      const init = { key, code: keyCode, shiftKey: /[A-Z&~+]/.test(key), bubbles: true, cancelable: true, composed: true };
      target.dispatchEvent(new KeyboardEvent('keydown', init));
      target.dispatchEvent(new KeyboardEvent('keyup', init));
    };
    for (const key of text) press(key, codeOf(key));
    press('Enter', 'Enter');
  }, code);
}
