import { setTimeout as sleep } from 'node:timers/promises';
import { CHAIN } from '../../design/databases.ts';
import type { DayRollup } from '../../design/documents/chain.ts';
import { makeResult, makeSale } from '../factories/receipts.ts';
import { NOON, startFixture, type ServerFixture } from '../integration/server/sync-server.fixture.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';

const SALES = 80;
const DAY = `day-rollup:demo-1:${new Date(NOON).toISOString().slice(0, 10)}`;

/** A sale of one till, seen on another device of the shop and on the dashboard of a third: the app's own loop, in one process with the server. */
export async function liveBench(): Promise<Section> {
  const { startDevice } = await import('../integration/app/device.fixture.ts');
  const fixture = await startFixture();
  const devices = await Promise.all(['POS-001', 'POS-001', 'POS-002'].map((till) => startDevice(fixture, till)));
  try {
    const [till, tablet, office] = devices as [(typeof devices)[number], (typeof devices)[number], (typeof devices)[number]];
    for (const device of devices) {
      device.start();
      await device.until((snapshot) => snapshot.lastSync !== null);
    }
    const [seen, shown, plain]: [number[], number[], number[]] = [[], [], []];
    for (let n = 1; n <= SALES; n += 1) {
      const sale = makeSale({ at: NOON + n * 1_000, device: till.device });
      const result = makeResult(sale, sale.at + 500, n);
      const arrived = tablet.arrival(sale._id);
      const counted = countedOn(office, n);
      const from = performance.now();
      await till.facts.write(() => Promise.resolve(sale));
      await till.facts.write(() => Promise.resolve(result));
      await Promise.all([
        arrived.then(() => seen.push(performance.now() - from)),
        counted.then(() => shown.push(performance.now() - from)),
      ]);
      plain.push(await plainWrite(fixture, till.token, n));
      await sleep(150);
    }
    const baseline = { what: 'one plain _bulk_docs of a sale p95', value: spread(plain).p95 };
    return {
      name: 'live',
      figures: [
        { what: 'a sale seen on another device p95', value: spread(seen).p95, unit: 'ms', goal: 1_000, baseline },
        { what: 'the same, p50', value: spread(seen).p50, unit: 'ms' },
        { what: 'a sale on the dashboard p95', value: spread(shown).p95, unit: 'ms', goal: 2_000, baseline },
        { what: 'the same, p50', value: spread(shown).p50, unit: 'ms' },
      ],
      method: `${SALES} sales, three devices (Node, LevelDB) and the server with the embedded engine in one process`,
    };
  } finally {
    for (const device of devices) await device.end();
    await fixture.end();
  }
}

type Device = Awaited<ReturnType<(typeof import('../integration/app/device.fixture.ts'))['startDevice']>>;

/** Resolves when the device's replica of the day counts that many receipts. */
async function countedOn(device: Device, receipts: number): Promise<void> {
  for (;;) {
    const next = device.arrival(DAY);
    const rollup = await device.databases.get<DayRollup>(CHAIN, DAY);
    if ((rollup?.receipts ?? 0) >= receipts) return;
    await next;
  }
}

async function plainWrite(fixture: ServerFixture, token: string, n: number): Promise<number> {
  const doc = { ...makeSale({ at: NOON - n * 60_000, device: 9 }), _rev: `1-${String(n).padStart(32, '0')}` };
  const from = performance.now();
  const body = { docs: [doc], new_edits: false };
  await (await fixture.call('POST', '/db/sales-demo-1-202611/_bulk_docs', { token, body })).text();
  return performance.now() - from;
}
