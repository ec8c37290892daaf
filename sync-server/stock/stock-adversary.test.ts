import { expect, it } from 'vitest';
import { naiveStock } from '../../tests/factories/naive-stock.ts';
import { DROPS, FRAME, SHOPS, StockWorld, type Shop, type WorldFact } from '../../tests/factories/stock-world.ts';
import { pick, SEED, seeded, SOAK } from '../../tests/faults/seeded.ts';
import { parseDatabaseName, resultIdOf, salesDatabaseOf, storeDatabase } from '../../design/databases.ts';
import { rangeOf } from '../../design/ids.ts';
import type { StockTransfer } from '../../design/documents/stock-transfer.ts';
import type { StockTake } from '../../design/documents/stock-take.ts';
import type { BalanceFact } from '../../design/folds/movement.ts';
import { movementOf } from '../../design/folds/movement.ts';
import { PieceLedger } from '../../design/stock/pieces.ts';
import { openTransfers } from '../../design/stock/transfers.ts';
import { DAY } from '../../design/time/clock.ts';
import { instantOf } from '../../design/time/day-range.ts';
import type { DocumentInput, Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import type { Follower } from '../follow/follower.ts';
import { checkOpenings } from '../openings/check.ts';
import { startOpenings } from '../openings/worker.ts';
import { startLateSales } from '../stock-take/late-sales.ts';
import { startStockTakes } from '../stock-take/poster.ts';
import { startDailyStock, type DailyStock } from './daily-stock.ts';
import { startTransfers } from './transfers.ts';

const ZONE = 'Europe/Moscow';
/** In the middle of a month, and so that it ends while things happen. */
const BEGUN = [
  Date.UTC(2026, 10, 10, 9),
  instantOf('2026-11-30T23:25:00', ZONE),
  instantOf('2026-12-31T23:10:00', ZONE),
] as const;
const ROUNDS = SOAK ? 150 : 6;
const STEPS = 60;
const PLACES = ['floor', 'reserved', 'transit', 'supplier', 'write-off', 'count', 'other-shop'];

class Server {
  readonly engine: Engine = createMemoryEngine();
  private readonly clock = { at: 0, now: () => this.clock.at };
  private readonly options = { clock: this.clock, timeZoneOf: () => ZONE, log: () => undefined };
  private followers: Follower[] = [];
  private daily: DailyStock | null = null;

  constructor(begun: number) {
    this.clock.at = begun + DAY;
  }

  async start(): Promise<void> {
    for (const name of ['control', 'journal', 'chain']) await this.engine.open(name);
    for (const shop of SHOPS) await this.engine.open(storeDatabase(shop));
    const { engine, options } = this;
    this.followers = [startTransfers, startStockTakes, startLateSales, startOpenings].map((begin) => begin(engine, options));
    this.daily = startDailyStock(engine, options);
  }
  async stop(): Promise<void> {
    for (const one of [...this.followers, this.daily!]) await one.stop();
  }
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }
  async settled(): Promise<void> {
    // What one of them writes is news for the others.
    for (let round = 0; round < 4; round += 1) for (const follower of this.followers) await follower.settled();
  }
  async take(fact: WorldFact): Promise<void> {
    const database = await this.engine.open(salesDatabaseOf(fact, ZONE));
    await database.bulk([{ ...fact, _rev: '1-a' }], { newEdits: false });
  }
  async sign(take: StockTake): Promise<void> {
    const database = await this.engine.open(storeDatabase(take.store));
    expect(await database.put(take as unknown as DocumentInput)).toMatchObject({ ok: true });
  }
  /** So much later every month that is over has been sealed. */
  async sealed(): Promise<void> {
    this.clock.at += 45 * DAY;
    await this.restart();
    await this.settled();
  }
  /** The next night has passed. */
  async night(): Promise<void> {
    this.clock.at += DAY;
    await this.daily!.run();
    await this.settled();
  }
  async transfers(shop: Shop): Promise<StockTransfer[]> {
    return (await (await this.engine.open(storeDatabase(shop))).range(rangeOf('stock-transfer'))) as unknown as StockTransfer[];
  }
  async journal(shop: Shop): Promise<WorldFact[]> {
    const facts: unknown[] = [];
    for (const name of await this.engine.list()) {
      const { kind, store } = parseDatabaseName(name) ?? {};
      if (kind === 'sales' && store === shop) facts.push(...(await (await this.engine.open(name)).range({})));
    }
    return facts as WorldFact[];
  }
}

/** Tills reach the server in any order, each with what it wrote in its own order, some of it twice. */
async function deliver(server: Server, { outboxes }: StockWorld, random: () => number, share: number): Promise<void> {
  const waiting = Object.values(outboxes).filter((box) => box.length > 0 && random() < share);
  while (waiting.some((box) => box.length > 0)) {
    const box = pick(
      random,
      waiting.filter(({ length }) => length > 0),
    );
    const fact = box.shift()!;
    await server.take(fact);
    if (random() < 0.1) await server.take(fact);
  }
}

async function expectSums(server: Server): Promise<void> {
  for (const shop of SHOPS) {
    const journal = await server.journal(shop);
    const { stock } = movementOf(journal as BalanceFact[]);
    for (const place of PLACES)
      for (const sku of [DROPS, FRAME])
        expect([shop, place, sku, (stock[place]?.[sku] ?? 0) / 1_000]).toEqual([
          shop,
          place,
          sku,
          naiveStock(journal, place, sku),
        ]);
  }
}

async function expectPieces(server: Server, world: StockWorld): Promise<void> {
  for (const shop of SHOPS) {
    const journal = await server.journal(shop);
    const made = new Set(journal.map(({ _id }) => _id));
    const ledger = new PieceLedger();
    for (const fact of journal)
      if (fact.type === 'stock-movement' || (fact.type !== 'fiscal-result' && made.has(resultIdOf(fact._id)))) ledger.take(fact);
    const { frames, held } = world.shelves[shop];
    const swapped = new Set([...world.mislabelled].flat());
    for (const code of ledger.codes(FRAME).filter((one) => !swapped.has(one)))
      expect([code, ledger.stateOf(code) === 'here']).toEqual([code, frames.has(code) || held.has(code)]);
    // A piece that was sold twice is told, and nothing else is.
    const told = ledger.conflicts().map(({ code }) => code);
    const twice = [...world.mislabelled.keys()].filter((code) => ledger.codes(FRAME).includes(code));
    for (const code of told) expect(twice).toContain(code);
    for (const code of twice.filter((one) => ledger.of(one).filter(({ what }) => what === 'sold').length > 1))
      expect(told).toContain(code);
  }
}

it(
  `two shops, six tills that come and go, everything at random: sums, pieces, transit and shelves are right in the end, over ${ROUNDS} rounds (seed ${SEED})`,
  { timeout: SOAK ? 1_800_000 : 120_000 },
  async () => {
    const random = seeded(SEED + 7);
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = BEGUN[round % BEGUN.length]!;
      const server = new Server(begun);
      await server.start();
      const world = new StockWorld(random, begun);
      for (let step = 0; step < STEPS; step += 1) {
        world.live();
        if (step % 12 === 11) await deliver(server, world, random, 0.5);
        if (step === 30) await server.restart();
      }
      for (const shop of SHOPS) await server.sign(world.count(shop));
      await server.settled();
      // Sold after the count, and what was sold before it comes in late.
      for (let step = 0; step < 10; step += 1) world.live();
      await deliver(server, world, random, 0.4);
      await server.settled();
      world.settle();
      await deliver(server, world, random, 1);
      await server.settled();
      await server.night();
      await expectSums(server);
      await expectPieces(server, world);
      let other = 0;
      for (const shop of SHOPS) {
        const journal = await server.journal(shop);
        for (const sku of [DROPS, FRAME]) expect([shop, sku, naiveStock(journal, 'transit', sku)]).toEqual([shop, sku, 0]);
        for (const sku of [DROPS, FRAME]) other += naiveStock(journal, 'other-shop', sku);
        const papers = journal.filter((fact) => fact.type === 'stock-movement');
        expect([shop, openTransfers(await server.transfers(shop), papers)]).toEqual([shop, []]);
        expect([shop, naiveStock(journal, 'reserved', FRAME)]).toEqual([shop, world.shelves[shop].held.size]);
      }
      // What left one shop for the other has come in there.
      expect(other).toBe(0);
      // A last count, with every till heard: the books say what lies there.
      for (const shop of SHOPS) await server.sign(world.count(shop));
      await server.settled();
      await server.night();
      for (const shop of SHOPS) {
        const journal = await server.journal(shop);
        const { drops, frames } = world.shelves[shop];
        expect([shop, naiveStock(journal, 'floor', DROPS), naiveStock(journal, 'floor', FRAME)]).toEqual([
          shop,
          drops,
          frames.size,
        ]);
      }
      await expectSums(server);
      await server.sealed();
      const openings = await checkOpenings(server.engine);
      expect(openings.checked).toBeGreaterThan(0);
      expect(openings.faults).toEqual([]);
      await expectSums(server);
      await server.stop();
    }
  },
);
