import { readdir, readFile, rm } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { chromium, type BrowserContext } from '@playwright/test';
import { waitUntil } from './wait-until.ts';

/** Chromium of the machine, found through PATH (design §2); the download of Playwright's own is not used. */
export function chromiumPath(): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'chromium');
    if (folder !== '' && existsSync(path)) return path;
  }
  throw new Error('no `chromium` in PATH: apt-get install -y chromium');
}

/** As root Chromium needs these (design §2); the rest keeps it from talking to anybody but us. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--mute-audio',
] as const;

export const TILL_SCREEN = { width: 1024, height: 768 } as const;
export const TABLET_SCREEN = { width: 1280, height: 800 } as const;

/** A browser profile on disk: what it stored is still there after the browser was killed, and gone when the profile is deleted. */
export class Profile {
  readonly folder = mkdtempSync(join(tmpdir(), 'optics-profile-'));
  readonly flags: readonly string[];
  /** What its pages asked and said, with ms since it opened: shown when a story fails. */
  readonly said: string[] = [];
  #context: BrowserContext | null = null;

  constructor(flags: readonly string[] = []) {
    this.flags = flags;
  }

  /** `hasTouch`: a tablet, which is tapped. */
  async open(
    viewport: { width: number; height: number } = TILL_SCREEN,
    { hasTouch = false }: { readonly hasTouch?: boolean } = {},
  ): Promise<BrowserContext> {
    this.#context = await chromium.launchPersistentContext(this.folder, {
      executablePath: chromiumPath(),
      args: [...CHROMIUM_FLAGS, ...this.flags],
      viewport,
      hasTouch,
      locale: 'ru-RU',
      timezoneId: 'Europe/Moscow',
      serviceWorkers: 'allow',
    });
    // A step that nothing lets happen says which it was, instead of hanging until the story's own end.
    this.#context.setDefaultTimeout(60_000);
    this.#listen(this.#context);
    return this.#context;
  }

  /** Photographs of the pages as they stand. */
  async photographs(): Promise<Buffer[]> {
    const pages = this.#context?.pages() ?? [];
    const shots = await Promise.all(pages.map((page) => page.screenshot({ timeout: 5_000 }).catch(() => null)));
    return shots.filter((shot) => shot !== null);
  }

  #listen(context: BrowserContext): void {
    const opened = Date.now();
    const say = (what: string) => void this.said.push(`${Date.now() - opened} ${what.slice(0, 400)}`);
    context.on('console', (message) => say(`${message.type()}: ${message.text()}`));
    context.on('weberror', (error) => say(`uncaught: ${error.error().message}`));
    context.on('response', (response) => say(`${response.status()} ${response.request().method()} ${response.url()}`));
    context.on('requestfailed', (request) => say(`failed ${request.method()} ${request.url()} ${request.failure()?.errorText}`));
  }

  async close(): Promise<void> {
    await this.#context?.close().catch(() => undefined);
    this.#context = null;
  }

  /** kill -9 of the whole browser of this profile. Renderers follow their browser process. */
  async kill(): Promise<void> {
    const own = await this.processes();
    for (const pid of own) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // already gone
      }
    }
    await waitUntil('the browser is gone', async () => (await this.processes()).length === 0);
    this.#context = null;
    // The lock of a browser that can no longer let go of it.
    await Promise.all(
      ['SingletonLock', 'SingletonSocket', 'SingletonCookie'].map((f) => rm(join(this.folder, f), { force: true })),
    );
  }

  async delete(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  /** Pids of this profile's browser: what names its folder on the command line, and everything descended from that. */
  async processes(): Promise<number[]> {
    const parents = new Map<number, number>();
    const own = new Set<number>();
    for (const entry of await readdir('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      const pid = Number(entry);
      const [command, status] = await Promise.all([
        readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => ''),
        readFile(`/proc/${entry}/status`, 'utf8').catch(() => ''),
      ]);
      const zombie = /^State:\s+Z/m.test(status);
      if (zombie || status === '') continue;
      parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0));
      if (pid !== process.pid && command.includes(this.folder)) own.add(pid);
    }
    for (let grew = true; grew;) {
      grew = false;
      for (const [pid, parent] of parents) {
        if (!own.has(pid) && own.has(parent)) {
          own.add(pid);
          grew = true;
        }
      }
    }
    return [...own];
  }
}
