import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseDatabaseName, salesDatabaseOf, storeDatabase } from '../../../design/databases.ts';
import type { FiscalResult, Receipt, StockMovement } from '../../../design/documents/facts.ts';
import { rangeOf } from '../../../design/ids.ts';
import { paperFact } from '../../../design/stock/paper.ts';
import { DAY, HOUR, MINUTE } from '../../../design/time/clock.ts';
import { instantOf } from '../../../design/time/day-range.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { naiveStock } from '../../factories/naive-stock.ts';
import { makeResult, makeSale } from '../../factories/receipts.ts';
import { SEED, SOAK } from '../../faults/seeded.ts';
import { startDevice } from '../app/device.fixture.ts';
import { settingsOf, startFixture, testClock, type ServerFixture } from '../server/sync-server.fixture.ts';
import { startCounter } from './counting.fixture.ts';

// A busy machine: nothing here waits for time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });
const PATIENCE = { timeout: 120_000, interval: 50 };

/** Where a month ends while a shop is counted: New Year, a year ahead, summer time that begins or ends in that very night. */
const NIGHTS = [
  ['Europe/Moscow', '2026-12-01'],
  ['Europe/Moscow', '2027-01-01'],
  ['Asia/Kamchatka', '2027-12-01'],
  ['America/New_York', '2026-11-01'],
  ['Europe/Berlin', '2027-11-01'],
] as const;
/** One a run, another one with each seed; all of them when there is time. */
const CHOSEN = SOAK ? NIGHTS : [NIGHTS[SEED % NIGHTS.length]!];

let ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.reverse()) await end();
  ended = [];
});

async function startShop(zone: string, at: number) {
  const clock = testClock(at);
  const prepare = async (engine: ServerFixture['server']['engine']) => {
    const settings = ['demo-1', 'demo-2'].map((store) => ({ ...settingsOf(store), timeZone: zone }));
    await (await engine.open('catalog')).bulk(settings);
  };
  const started = await startFixture({ clock, prepare, bounds: { requestRate: { burst: 1e9, perSecond: 1e9 } } });
  ended.push(() => started.end());
  const fixture: ServerFixture = Object.assign(started, { clock });
  const tablet = await startCounter(fixture, { timeZone: zone });
  ended.push(() => tablet.end());
  const till = await startDevice(fixture, 'POS-001', { timeZone: zone });
  ended.push(() => till.end());
  return { fixture, tablet, till };
}

describe.each(CHOSEN)('a shop in %s is counted over the night to %s', (zone, day) => {
  it('a shift goes on over midnight, the old month is sealed before anybody signs: the differences are those of the counts, the books in the end what lies there', async () => {
    const midnight = instantOf(`${day}T00:00:00`, zone);
    const { fixture, tablet, till } = await startShop(zone, midnight - 30 * MINUTE);
    const openedAt = midnight - 10 * HOUR;
    const stamps = createStamps({ now: () => fixture.clock.now() }, () => till.device, till.store);
    const sell = async (sku: string) => {
      const at = fixture.clock.now();
      const body = makeSale({ at, openedAt, device: till.device, store: till.shop, lines: [{ sku }] });
      const sale = await till.facts.write(async () => {
        const hlc = await stamps.next();
        return { ...body, _id: `sale:${hlc}`, hlc, by: null, pos: 'POS-001' };
      });
      await till.facts.write(() => Promise.resolve({ ...makeResult(sale, at), pos: 'POS-001' }));
      // The shift decides where it lies: that of the old month.
      expect(salesDatabaseOf(sale, zone)).toBe(salesDatabaseOf({ ...sale, shift: { openedAt } }, zone));
    };
    const journal = async (): Promise<(Receipt | FiscalResult | StockMovement)[]> => {
      const { engine } = fixture.server;
      const found: unknown[] = [];
      for (const name of await engine.list()) {
        if (parseDatabaseName(name)?.kind !== 'sales') continue;
        const database = await engine.open(name);
        for (const type of ['sale', 'fiscal-result', 'stock-movement']) found.push(...(await database.range(rangeOf(type))));
      }
      return found as (Receipt | FiscalResult | StockMovement)[];
    };
    const handIn = async () => {
      await tablet.inStep();
      await till.until((s) => s.state === 'synced' && s.unsent === 0);
      await fixture.server.jobs.settled();
    };
    tablet.online();
    till.start();
    await till.facts.write(async () => {
      const lines = ['A', 'B'].map((sku) => ({ sku, qty: 10 }));
      const paper = { kind: 'receipt', number: null, party: null, of: null, from: 'supplier', to: 'floor', because: '' } as const;
      const head = { hlc: await stamps.next(), store: till.shop, by: null, pos: null, at: fixture.clock.now() };
      return paperFact({ ...paper, lines }, head)!;
    });
    await handIn();
    fixture.clock.forward(MINUTE);
    await tablet.desk.open();
    const draft = { name: 'Весь магазин', place: 'floor', scope: { kind: 'all' }, blind: true, zones: ['Витрина'] } as const;
    const begun = (await tablet.desk.begin(draft)) as { id: string };
    await tablet.desk.show(begun.id);
    const zoneKey = tablet.desk.current!.zones[0]!.key;

    // One of A is missing. Before midnight A is counted, then one of each is sold; after midnight B, and one of each is sold again.
    expect(await tablet.desk.scan(zoneKey, 'A', 9)).toMatchObject({ kind: 'counted' });
    fixture.clock.forward(10 * MINUTE);
    await sell('A');
    await sell('B');
    fixture.clock.forward(40 * MINUTE);
    expect(fixture.clock.now()).toBeGreaterThan(midnight);
    expect(await tablet.desk.scan(zoneKey, 'B', 9)).toMatchObject({ kind: 'counted' });
    fixture.clock.forward(MINUTE);
    await sell('A');
    await sell('B');
    await handIn();
    const differences = () =>
      (tablet.desk.current?.lines ?? []).map(({ sku, counted, difference }) => [sku, counted, difference]);
    const expected = [
      ['A', 9, -1],
      ['B', 9, 0],
    ];
    await expect.poll(differences, PATIENCE).toEqual(expected);

    // Nobody signs for three days; meanwhile the books of the old month are sealed, and a sale wakes whoever seals them.
    fixture.clock.forward(3 * DAY);
    const opening = async () =>
      (await (await fixture.server.engine.open(storeDatabase('demo-1'))).range(rangeOf('opening'))).length;
    await expect
      .poll(async () => {
        await sell('A');
        await handIn();
        fixture.clock.forward(2 * HOUR);
        return opening();
      }, PATIENCE)
      .toBe(1);
    await expect.poll(async () => tablet.device.databases.ids(storeDatabase('demo-1'), 'opening:', 'opening:\ufff0'), PATIENCE).toHaveLength(1); // prettier-ignore
    await tablet.killed();
    await tablet.desk.show(begun.id);
    await expect.poll(differences, PATIENCE).toEqual(expected);

    await tablet.desk.finish();
    await tablet.desk.approve('x');
    await expect
      .poll(async () => {
        await handIn();
        return tablet.desk.current!.state;
      }, PATIENCE)
      .toBe('posted');
    const facts = await journal();
    const since = (sku: string) => facts.filter((fact) => fact.type === 'sale' && fact.lines[0]!.sku === sku).length - 1;
    // Counted nine of each; of A both later sales and those of the third day are gone, of B the one after its count.
    expect(naiveStock(facts, 'floor', 'A')).toBe(9 - since('A') - 1);
    expect(naiveStock(facts, 'floor', 'B')).toBe(9 - since('B'));
    expect(tablet.desk.current!.take.posted).toMatchObject({ facts: 1 });
  });
});
