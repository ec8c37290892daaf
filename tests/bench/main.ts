import './app-aliases.ts';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../e2e/harness/program.ts';
import { startWorld, type World } from '../e2e/harness/world.ts';
import { buildWhereStale } from '../../ops/start/stale-build.ts';
import { backOfficeSearchBench } from './back-office-search.bench.ts';
import { boardBench } from './board.bench.ts';
import { bundleBench } from './bundle.bench.ts';
import { catalogueBench } from './catalogue.bench.ts';
import { clientCardBench } from './client-card.bench.ts';
import { coldStartBench } from './cold-start.bench.ts';
import { fillShop } from './first-load/shop-life.ts';
import { gateway100kBench } from './gateway-100k.bench.ts';
import { gatewayBacklogBench } from './gateway-backlog.bench.ts';
import { gatewayHangBench } from './gateway-hang.bench.ts';
import { gatewayBench } from './gateway.bench.ts';
import { handsBench } from './hands.bench.ts';
import { importBench } from './import.bench.ts';
import { lensSearchBench } from './lens-search.bench.ts';
import { liveBench } from './live.bench.ts';
import { machine } from './machine.ts';
import { orderMergeBench } from './order-merge.bench.ts';
import { priceOnTillsBench } from './price-on-tills.bench.ts';
import { receiptsBench } from './receipts.bench.ts';
import { memoryBench } from './memory.bench.ts';
import { met, table, type Section } from './report.ts';
import { rollupBench } from './rollup.bench.ts';
import { searchBench } from './search.bench.ts';
import { stockBench } from './stock.bench.ts';
import { stockTakeBench } from './stock-take.bench.ts';
import { syncEnginesBench } from './sync-engines.bench.ts';
import { syncIdleBench } from './sync-idle.bench.ts';
import { syncOfflineDayBench } from './sync-offline-day.bench.ts';

const PRODUCTS = 50_000;
/** Of the worlds that are measured: a shop's life is written with it. */
const ADMIN_TOKEN = randomBytes(24).toString('base64url');
const PRODUCTS_OF_SEARCH = 100_000;

/** `npm run bench [-- receipts gateway gateway-hang gateway-backlog gateway-100k bundle catalogue cold-start hands lenses back-office-search import client-card order-merge stock stock-take board memory search rollup live price-on-tills sync-idle sync-offline-day sync-engines]`: the figures of issues 2 to 7, with machine and baselines of the same run. */
const asked = new Set(process.argv.slice(2));
const wanted = (name: string) => asked.size === 0 || asked.has(name);
const sections: Section[] = [];
const on = machine();
console.log(
  `${on.cpu}, ${on.cores} cores, ${on.memoryGb} GB, load ${on.load.toFixed(1)}; Node ${on.node}, ${on.chromium}; fixed loop ${on.loop.toFixed(0)} ms\n`,
);

async function measure(name: string, work: () => Promise<Section>): Promise<void> {
  if (!wanted(name)) return;
  const section = await work();
  sections.push(section);
  console.log(`${table(section)}\n`);
}

async function inWorld(products: number, work: (world: World) => Promise<void>): Promise<void> {
  const world = await startWorld({ products, days: 1, serverEnv: { SYNC_ADMIN_TOKEN: ADMIN_TOKEN } });
  try {
    await work(world);
  } finally {
    await world.stop();
  }
}

/** These need no page of the app. */
const WITHOUT_APP = new Set([
  'receipts',
  'gateway',
  'gateway-hang',
  'gateway-backlog',
  'gateway-100k',
  'rollup',
  'lenses',
  'back-office-search',
  'import',
  'client-card',
  'order-merge',
  'stock-take',
  'stock',
  'live',
  'price-on-tills',
  'sync-idle',
  'sync-offline-day',
  'sync-engines',
]);
if (asked.size === 0 || [...asked].some((name) => !WITHOUT_APP.has(name))) {
  await buildWhereStale(ROOT, () => console.log('Building the app …'));
}
await measure('rollup', rollupBench);
await measure('back-office-search', backOfficeSearchBench);
await measure('lenses', lensSearchBench);
await measure('import', importBench);
await measure('client-card', clientCardBench);
await measure('order-merge', orderMergeBench);
await measure('stock', stockBench);
await measure('stock-take', stockTakeBench);
await measure('live', liveBench);
await measure('price-on-tills', priceOnTillsBench);
await measure('sync-offline-day', syncOfflineDayBench);
await measure('sync-engines', syncEnginesBench);
await measure('sync-idle', syncIdleBench);
await measure('receipts', receiptsBench);
await measure('gateway', gatewayBench);
await measure('gateway-hang', gatewayHangBench);
await measure('gateway-backlog', gatewayBacklogBench);
await measure('gateway-100k', gateway100kBench);
if (['bundle', 'catalogue', 'cold-start'].some(wanted)) {
  await inWorld(PRODUCTS, async (world) => {
    const shards = (await world.databases.documents('catalog')).filter(({ type }) => type === 'catalogue-shard');
    const products = shards.flatMap((shard) => shard['entries'] as { sku: string }[]);
    await world.gateway.openShift({ pos_id: 'POS-001', cashier: { name: 'Иванова А. П.' } });
    if (wanted('catalogue')) {
      const held = await fillShop(world.databases.url, ADMIN_TOKEN, Date.now());
      await measure('catalogue', () => catalogueBench(world, products, held));
    }
    await measure('bundle', () => bundleBench(world));
    await measure('cold-start', () => coldStartBench(world));
  });
}
if (wanted('board')) await inWorld(1_000, (world) => measure('board', () => boardBench(world, ADMIN_TOKEN)));
if (wanted('memory')) await inWorld(1_000, (world) => measure('memory', () => memoryBench(world)));
if (['search', 'hands'].some(wanted)) {
  await inWorld(PRODUCTS_OF_SEARCH, async (world) => {
    await measure('search', () => searchBench(world, PRODUCTS_OF_SEARCH));
    await measure('hands', () => handsBench(world, PRODUCTS_OF_SEARCH));
  });
}

const folder = join(ROOT, 'test-results');
await mkdir(folder, { recursive: true });
await writeFile(
  join(folder, 'bench.json'),
  `${JSON.stringify({ at: new Date().toISOString(), machine: on, sections }, null, 2)}\n`,
);
const missed = sections.flatMap(({ figures }) => figures).filter((figure) => met(figure) === false);
console.log(missed.length === 0 ? 'every goal met' : `missed: ${missed.map(({ what }) => what).join('; ')}`);
