import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeResult, makeSale } from '../../tests/factories/receipts.ts';
import type { Opening } from '../../design/documents/opening.ts';
import { openingBalance } from '../../design/folds/opening.ts';
import { DAY, HOUR } from '../../design/time/clock.ts';
import { instantOf } from '../../design/time/day-range.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import type { Follower } from '../follow/follower.ts';
import { checkOpenings } from './check.ts';
import { startOpenings } from './worker.ts';

const ZONE = 'Asia/Kamchatka';
const at = (local: string): number => instantOf(local, ZONE);
let engine: Engine;
let worker: Follower;
const clock = { at: 0, now: () => clock.at };

async function start(): Promise<void> {
  await worker?.stop();
  worker = startOpenings(engine, { clock, timeZoneOf: () => ZONE, log: () => undefined });
  await worker.settled();
}
async function put(month: string, ...facts: { _id: string }[]): Promise<void> {
  const database = await engine.open(`sales-demo-1-${month}`);
  await database.bulk(
    facts.map((fact) => ({ ...fact, _rev: '1-a' })),
    { newEdits: false },
  );
}
const opening = async (month: string) =>
  (await (await engine.open('store-demo-1')).get(`opening:${month}`)) as unknown as Opening | null;
const correction = async (id: string) => (await engine.open('store-demo-1')).get(`opening-correction:${id}`);
const paired = async (seen: number, revoked: number | null = null) =>
  (await engine.open('control')).bulk(
    [
      {
        ...{
          _id: 'device:000001',
          _rev: '1-d',
          type: 'device',
          schema: 1,
          hlc: '1763683200000-0000-0000',
          by: null,
          pos: 'POS-001',
        },
        ...{ number: 1, store: 'demo-1', till: 'POS-001', name: 'Касса', scopes: ['till'], tokens: [], paired: 0, seen, revoked },
      },
    ],
    { newEdits: false },
  );

beforeEach(async () => {
  engine = createMemoryEngine();
  for (const name of ['control', 'journal', 'store-demo-1']) await engine.open(name);
  const august = makeSale({ at: at('2026-08-10T12:00:00') });
  const september = makeSale({ at: at('2026-09-10T12:00:00') });
  await put('202607');
  await put('202608', august, makeResult(august));
  await put('202609', september, makeResult(september));
  await put('202610');
});
afterEach(() => worker.stop());

describe('the monthly openings of a shop', () => {
  it('are sealed one after another when a month is over and handed in, and never changed', async () => {
    clock.at = at('2026-10-03T00:00:00') - 1;
    await start();
    expect(await opening('202608')).toBeNull();
    expect(await opening('202609')).toMatchObject({
      month: '202609',
      cash: { 'POS-001': 100_00 },
      previous: null,
      complete: true,
    });
    expect(await opening('202610')).toBeNull();
    clock.at += 1;
    await worker.settled();
    expect(await opening('202610')).toMatchObject({
      cash: { 'POS-001': 200_00 },
      stock: { floor: { 'RB-1001': -2_000 } },
      moved: { cash: { 'POS-001': 100_00 } },
      previous: 'opening:202609',
    });
    const { _rev } = (await (await engine.open('store-demo-1')).get('opening:202610'))!;
    await start();
    expect((await (await engine.open('store-demo-1')).get('opening:202610'))?._rev).toBe(_rev);
    expect(await checkOpenings(engine)).toEqual({ checked: 2, faults: [] });
  });

  it('wait for a till that was not heard since, ten days at most', async () => {
    await paired(at('2026-09-30T23:59:00'));
    clock.at = at('2026-10-05T00:00:00');
    await start();
    expect([await opening('202609'), await opening('202610')]).toEqual([expect.anything(), null]);
    clock.at = at('2026-10-11T00:00:00');
    await start();
    expect(await opening('202610')).toMatchObject({ complete: false });
  });

  it('do not wait for a till that was switched off for good', async () => {
    await paired(at('2026-09-30T23:59:00'), at('2026-09-30T23:59:30'));
    clock.at = at('2026-10-03T00:00:00');
    await start();
    expect(await opening('202610')).toMatchObject({ complete: true });
  });

  it('get a correction beside them for what comes after the sealing, once, over a restart and for all later months', async () => {
    clock.at = at('2026-10-03T00:00:00');
    await start();
    const late = makeSale({ at: at('2026-08-20T12:00:00') });
    await put('202608', late, makeResult(late));
    await worker.settled();
    expect(await correction('202609:0001')).toMatchObject({ month: '202609', cash: { 'POS-001': 100_00 } });
    await start();
    expect(await correction('202609:0002')).toBeNull();
    expect(await checkOpenings(engine)).toEqual({ checked: 2, faults: [] });

    clock.at = at('2026-11-03T00:00:00');
    await start();
    const november = await opening('202611');
    expect(november).toMatchObject({ cash: { 'POS-001': 300_00 }, corrections: ['opening-correction:202609:0001'] });
    expect(openingBalance([november!], [], '202611')?.cash).toEqual({ 'POS-001': 300_00 });
    expect((await checkOpenings(engine)).faults).toEqual([]);
  });

  it('count a sale of August that was settled in September in September, whichever of the two comes last', async () => {
    clock.at = at('2026-10-03T00:00:00');
    await start();
    const sale = makeSale({ at: at('2026-08-31T20:00:00') });
    await put('202609', makeResult(sale, sale.at + 2 * HOUR));
    await worker.settled();
    expect(await correction('202610:0001')).toBeNull();
    await put('202608', sale);
    await worker.settled();
    expect(await correction('202609:0001')).toBeNull();
    expect(await correction('202610:0001')).toMatchObject({ cash: { 'POS-001': 100_00 } });
    expect((await checkOpenings(engine)).faults).toEqual([]);
  });

  it('are one, though two servers seal at the same moment', async () => {
    clock.at = at('2026-10-03T00:00:00') + DAY;
    const other = startOpenings(engine, { clock, timeZoneOf: () => ZONE, log: () => undefined });
    await start();
    await other.settled();
    await other.stop();
    await start();
    expect(await checkOpenings(engine)).toEqual({ checked: 2, faults: [] });
    expect(await correction('202609:0001')).toBeNull();
  });

  it('are found out by the check where somebody has tampered with them', async () => {
    clock.at = at('2026-10-03T00:00:00');
    await start();
    const database = await engine.open('store-demo-1');
    await database.put({ ...(await database.get('opening:202610'))!, cash: { 'POS-001': 1 } });
    expect((await checkOpenings(engine)).faults).toEqual([{ store: 'demo-1', month: '202610', parts: ['cash'] }]);
  });
});
