import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { build } from 'vite';
import { CHROMIUM_FLAGS, chromiumPath } from '../../../e2e/harness/browser.ts';
import type { BrowserSuite } from './page.ts';

declare global {
  // In the page only; `evaluate` runs there.
  var suite: BrowserSuite;
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL('./page.ts', import.meta.url)), formats: ['es'], fileName: 'page' },
    },
  });
  const output = Array.isArray(built) ? built[0] : built;
  const chunk = output && 'output' in output ? output.output.find((part) => part.type === 'chunk') : undefined;
  if (chunk?.type !== 'chunk') throw new Error('the page did not build');
  return chunk.code;
}

export interface TestBrowser {
  /** A profile of its own; its tabs share their IndexedDB. */
  profile(): Promise<BrowserContext>;
  /** A tab under the server's own address, with `suite` in it. */
  tab(profile: BrowserContext, server: string): Promise<Page>;
  close(): Promise<void>;
}

const PAGE = '<!doctype html><meta charset="utf-8"><title>suite</title><script type="module" src="/suite/page.js"></script>';

/** The machine's Chromium without a window, and a page with nothing but PouchDB in it. */
export async function startBrowser(): Promise<TestBrowser> {
  const [code, browser]: [string, Browser] = await Promise.all([
    bundle(),
    chromium.launch({ executablePath: chromiumPath(), args: [...CHROMIUM_FLAGS] }),
  ]);
  return {
    profile: () => browser.newContext(),
    async tab(profile, server) {
      const page = await profile.newPage();
      await page.route(`${server}/suite/page.html`, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }));
      await page.route(`${server}/suite/page.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: code }));
      await page.goto(`${server}/suite/page.html`);
      await page.waitForFunction(() => 'suite' in globalThis);
      return page;
    },
    close: () => browser.close(),
  };
}
