import { gzipSync } from 'node:zlib';
import { Profile } from '../e2e/harness/browser.ts';
import type { World } from '../e2e/harness/world.ts';
import { TillPage } from '../e2e/pages/till.page.ts';
import type { Section } from './report.ts';

/** Until the till takes a first scan (decision 0022); what a payment needs comes later, while the cashier scans. */
const GOAL = 200;

/** Every script a fresh browser runs until the till can sell, and until a first sale is made, workers included, gzip. The service worker, which no start waits for, apart. */
export async function bundleBench(world: World): Promise<Section> {
  const profile = new Profile();
  try {
    const context = await profile.open();
    const scripts = new Map<string, Promise<number>>();
    context.on('response', (response) => {
      const type = response.headers()['content-type'] ?? '';
      if (/javascript/.test(type) && response.url().startsWith(world.url)) {
        scripts.set(
          response.url(),
          response.body().then(
            (body) => gzipSync(new Uint8Array(body), { level: 9 }).length,
            () => 0,
          ),
        );
      }
    });
    const till = new TillPage(context.pages()[0]!);
    await till.enter(world.url);
    await till.takeTill();
    const ready = new Set(scripts.keys());
    await till.sell('ray-ban', 'cash');
    const sizes = await Promise.all([...scripts].map(async ([url, size]) => [url, await size] as const));
    const kb = (chosen: (url: string) => boolean) =>
      sizes.filter(([url]) => chosen(url)).reduce((sum, [, size]) => sum + size, 0) / 1_000;
    const worker = (url: string) => url.endsWith('/service-worker.js');
    return {
      name: 'Scripts of the till',
      figures: [
        {
          what: 'JavaScript until the till takes a first scan, gzip',
          value: kb((url) => !worker(url) && ready.has(url)),
          unit: 'kB',
          goal: GOAL,
        },
        { what: 'JavaScript until a first sale is made, gzip', value: kb((url) => !worker(url)), unit: 'kB' },
        { what: 'the service worker, gzip', value: kb(worker), unit: 'kB' },
      ],
      method: `what the browser fetched (${sizes.length} files), each compressed by itself at level 9`,
    };
  } finally {
    await profile.delete();
  }
}
