import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startProjector } from '../catalogue/projector.ts';
import { createEmbeddedEngine } from '../engine/embedded.engine.ts';
import { lockFolder } from '../engine/data-folder.ts';
import { startRollups } from '../rollup/worker.ts';
import { DEMO_DEFAULTS, loadDemo } from './load.ts';
import { DEMO_TIME_ZONE } from './shops.ts';

/** `npm run demo:data -- --products 50000 --days 365`: fills `OPTICS_DATA` while the sync server is not running. */
const clock = { now: () => Date.now() };

function wanted(): { products: number; days: number } | null {
  try {
    const { values } = parseArgs({ options: { products: { type: 'string' }, days: { type: 'string' } } });
    const products = Number(values.products ?? DEMO_DEFAULTS.products);
    const days = Number(values.days ?? DEMO_DEFAULTS.days);
    const whole = (n: number, most: number): boolean => Number.isSafeInteger(n) && n >= 1 && n <= most;
    return whole(products, 200_000) && whole(days, 730) ? { products, days } : null;
  } catch {
    return null;
  }
}

async function main(): Promise<void> {
  const size = wanted();
  if (!size) throw new Error('usage: npm run demo:data -- [--products 1…200000] [--days 1…730]');
  const folder = join(process.env['OPTICS_DATA'] ?? './.data', 'sync');
  const unlock = await lockFolder(folder);
  const engine = createEmbeddedEngine(join(folder, 'db'));
  try {
    const onProgress = (progress: object): void =>
      void process.stdout.write(`${JSON.stringify({ event: 'progress', ...progress })}\n`);
    const loaded = await loadDemo(engine, { clock, onProgress, ...size });
    const projector = startProjector(engine, { clock });
    const rollups = startRollups(engine, { clock, timeZoneOf: () => DEMO_TIME_ZONE });
    await projector.settled();
    await rollups.settled();
    await Promise.all([projector.stop(), rollups.stop()]);
    process.stdout.write(`${JSON.stringify({ event: 'demo-data', loaded, ...size, folder })}\n`);
  } finally {
    await engine.close();
    await unlock();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`demo data: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
