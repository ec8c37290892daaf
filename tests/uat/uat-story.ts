import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../e2e/harness/program.ts';
import { scenario } from '../e2e/harness/scenario.ts';

export const UAT_RESULTS = join(ROOT, 'test-results/uat');

/** `UAT-08D offline sale …` → `UAT-08D`, `POC-2.1 three …` → `POC-2.1`. */
export const numberOf = (title: string): string => /^(?:UAT|POC)-[\w.]+/.exec(title)?.[0] ?? 'UAT';

/** What a story leaves behind for whoever accepts the product: photographs of the screen and receipts as they were printed. */
export class Evidence {
  readonly #folder: string;
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A photograph of the page as it stands. */
  async shot(page: Page, name: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await page.screenshot({ path: join(this.#folder, `${this.#next()}-${name}.png`), animations: 'disabled' });
  }

  /** Lines of a receipt or report as the register printed them. */
  async paper(lines: readonly string[], name: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await writeFile(join(this.#folder, `${this.#next()}-${name}.txt`), `${lines.join('\n')}\n`);
  }

  #next(): string {
    this.#count += 1;
    return String(this.#count).padStart(2, '0');
  }
}

/** An acceptance story (requirements K): its title begins with its number; what it shows is kept in `test-results/uat/<number>/`. */
export const uat = scenario.extend<{ evidence: Evidence }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names a fixture needs from this pattern
  evidence: async ({}, use, info) => {
    await use(new Evidence(join(UAT_RESULTS, numberOf(info.title))));
  },
});

export { expect } from '@playwright/test';
