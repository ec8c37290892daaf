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

/** A browser profile on disk: what it stored is still there after the browser was killed, and gone when the profile is deleted. */
export class Profile {
  readonly folder = mkdtempSync(join(tmpdir(), 'optics-profile-'));
  readonly flags: readonly string[];
  #context: BrowserContext | null = null;

  constructor(flags: readonly string[] = []) {
    this.flags = flags;
  }

  async open(viewport: { width: number; height: number } = TILL_SCREEN): Promise<BrowserContext> {
    this.#context = await chromium.launchPersistentContext(this.folder, {
      executablePath: chromiumPath(),
      args: [...CHROMIUM_FLAGS, ...this.flags],
      viewport,
      locale: 'ru-RU',
      timezoneId: 'Europe/Moscow',
      serviceWorkers: 'allow',
    });
    return this.#context;
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
