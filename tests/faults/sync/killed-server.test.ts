import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CHAIN } from '../../../design/databases.ts';
import type { Sale } from '../../../design/documents/facts.ts';
import { silentLog } from '../../../sync-server/log.ts';
import { startServer } from '../../../sync-server/start.ts';
import { Program } from '../../e2e/harness/program.ts';
import { freePort } from '../../e2e/harness/ports.ts';
import { makeSale } from '../../factories/receipts.ts';
import { startDevice, type TestDevice } from '../../integration/app/device.fixture.ts';
import { DEMO_TILLS } from '../../integration/server/sync-server.fixture.ts';
import { SEED, seeded, SOAK } from '../seeded.ts';
import { freshRollups, rollupsOf } from './rollups.ts';

const KILLS = SOAK ? 20 : 3;
const clock = { now: () => Date.now() };
let folder: string;
let server: Program;
let url: string;
let devices: TestDevice[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'optics-killed-'));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = new Program('sync-server', 'sync-server/main.ts', {
    OPTICS_DEMO: '1',
    OPTICS_DATA: folder,
    SYNC_PORT: String(port),
    OPTICS_DEMO_PRODUCTS: '20',
    OPTICS_DEMO_DAYS: '1',
    OPTICS_DEMO_TILLS: JSON.stringify(DEMO_TILLS),
  });
  await server.start();
});
afterEach(async () => {
  for (const one of devices) await one.end();
  devices = [];
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function pair(till?: string): Promise<{ device: number; token: string; till: string; store: string }> {
  const body = JSON.stringify({ code: null, name: 'Касса', till });
  const answer = await fetch(`${url}/api/pair`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return (await answer.json()) as Awaited<ReturnType<typeof pair>>;
}

it(`a server killed ${KILLS} times while three devices push loses nothing, is never ahead of itself, and its figures add up (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  for (let n = 0; n < 3; n += 1) devices.push(await startDevice({ server: { url }, clock, pair }, 'POS-001'));
  for (const one of devices) one.start();
  const sold: (Sale & { _rev: string })[] = [];
  async function sell(one: TestDevice): Promise<void> {
    const body = makeSale({ at: clock.now(), device: one.device, counter: sold.length });
    sold.push((await one.facts.write(() => Promise.resolve(body))) as Sale & { _rev: string });
  }
  for (let kill = 0; kill < KILLS; kill += 1) {
    // At once after the server has answered for so many sales, with the others' requests under way.
    const enough = sold.length + 3 + Math.floor(random() * 12);
    while (sold.length < enough) await Promise.all(devices.map(sell));
    const heard = devices[kill % devices.length]!;
    const unheard = Math.floor(random() * 4);
    await heard.until((s) => s.unsent <= unheard);
    await server.kill();
    await Promise.all(devices.map(sell));
    await server.start();
    for (const one of devices) one.nudge();
  }
  await Promise.all(devices.map((one) => one.until((s) => s.unsent === 0 && s.state === 'synced')));
  for (const one of devices) {
    expect(one.state.snapshot!.refusals).toEqual([]);
    for (const name of new Set(sold.map((sale) => one.facts.databaseOf(sale))))
      expect(await one.everythingSent(name)).toMatchObject({ sent: true });
    one.stop();
  }
  await server.kill();

  const options = { dataDir: folder, port: 0, clock, log: silentLog, demo: true, demoTills: DEMO_TILLS };
  const after = await startServer({ ...options, appDir: join(folder, 'no-app') });
  try {
    const held = async (sale: Sale) => (await after.engine.open(devices[0]!.facts.databaseOf(sale))).get(sale._id);
    for (const sale of sold) expect((await held(sale))?._rev, sale._id).toBe(sale._rev);
    await after.jobs.settled();
    expect(await rollupsOf(after.engine, CHAIN)).toEqual(await freshRollups(after.engine));
  } finally {
    await after.close();
  }
}, 600_000);
