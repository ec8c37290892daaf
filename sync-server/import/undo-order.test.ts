import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportJob } from '../../design/import/job.ts';
import { createProducts } from '../catalogue/back-office/products.store.ts';
import { checkOf, createBench, dyingEngine, importNow, priceChange, productOf, type Bench } from './import.fixture.ts';

/** Two pieces of a job. */
const COUNT = 510;
const SKUS = Array.from({ length: COUNT }, (_, i) => `RB-${i}`);
const LAST = `RB-${COUNT - 1}`;
/** From one to the next of them, job by job. */
const PRICES = [100_00, 110_00, 120_00, 130_00];

let bench: Bench;
beforeEach(() => void (bench = createBench()));
afterEach(() => bench.end());

/** Jobs one after another over the same articles, each dearer than the one before. */
async function raised(skus: readonly string[], times: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < times; n += 1) {
    const program = bench.program(checkOf(skus.map((sku) => priceChange(sku, PRICES[n]!, PRICES[n + 1]!))));
    ids.push((await importNow(program)).number.replace('/', '-'));
    await program.ends();
    bench.clock.forward(1_000);
  }
  return ids;
}
async function undone(id: string, on = bench.engine): Promise<ImportJob> {
  const program = bench.program(checkOf([]), on);
  await program.imports.undo(id, { name: 'Петрова' });
  await program.settle().catch(() => undefined);
  await program.ends();
  bench.clock.forward(1_000);
  return program.imports.job(id);
}
async function byHand(sku: string, price: number): Promise<void> {
  await createProducts(bench.engine, bench.stamps).changeMany([sku], () => ({ patch: { price } }), {
    ...{ who: 'администратор', how: 'hand', batch: null },
  });
  bench.clock.forward(1_000);
}

describe('files that are taken back', () => {
  const orders = [
    ...[[0], [1], [2], [0, 1], [1, 0], [0, 2], [2, 0], [1, 2], [2, 1]],
    ...[[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]], // prettier-ignore
  ];
  it.each(orders.map((order) => [order]))(
    'UAT-07: of three price lists %j are taken back: what is left is the price and the cost of the newest that holds',
    async (order) => {
      await bench.fill(['A', 'B'].map((sku) => productOf(sku)));
      const ids = await raised(['A', 'B'], 3);
      for (const place of order) expect(await undone(ids[place]!)).toMatchObject({ state: 'undone' });
      const newest = [2, 1, 0].find((place) => !order.includes(place)) ?? -1;
      const price = PRICES[newest + 1]!;
      expect(await bench.prices()).toEqual({ A: price, B: price });
      expect(await bench.costs()).toEqual({ A: price / 2, B: price / 2 });
      expect(await bench.published()).toEqual({ A: price, B: price });
    },
  );

  it('what a hand set between two price lists stays in whatever order they are taken back, and is told by name', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      // prettier-ignore
      bench.end();
      bench = createBench();
      await bench.fill(['A', 'B'].map((sku) => productOf(sku)));
      const [first] = await raised(['A', 'B'], 1);
      await byHand('A', 115_00);
      const program = bench.program(checkOf([priceChange('A', 115_00, 130_00), priceChange('B', 110_00, 130_00)]));
      const second = (await importNow(program))._id;
      await program.ends();
      bench.clock.forward(1_000);
      const ids = [first!, second];
      const jobs = [];
      for (const place of order) jobs[place] = await undone(ids[place]!);
      expect(await bench.prices(), `undo of ${order.join()}`).toEqual({ A: 115_00, B: 100_00 });
      expect(jobs[0]!.undo!.leftNamed).toContainEqual({ sku: 'A', field: 'price' });
      expect(jobs[1]!.undo).toMatchObject({ restored: 2, left: 0 });
    }
  });

  it('K-32: a server killed at every other write of the second undo ends it with the price of before both', async () => {
    const prepared = async (): Promise<string[]> => {
      bench.end();
      bench = createBench();
      await bench.fill(SKUS.map((sku) => productOf(sku)));
      const ids = await raised(SKUS, 2);
      await undone(ids[0]!);
      return ids;
    };
    let ids = await prepared();
    const counting = dyingEngine(bench.engine, null);
    await undone(ids[1]!, counting.engine);
    const { writes } = counting.state;
    expect(writes).toBeGreaterThan(6);
    const old = Object.fromEntries(SKUS.map((sku) => [sku, 100_00]));
    expect(await bench.published()).toEqual(old);
    for (let at = 1; at < writes; at += 2) {
      ids = await prepared();
      await undone(ids[1]!, dyingEngine(bench.engine, at).engine);
      expect([100_00, 120_00], `tills, killed after ${at} writes`).toContain((await bench.published())[LAST]);
      const restarted = bench.program(checkOf([]));
      await restarted.settle();
      expect(await restarted.imports.job(ids[1]!)).toMatchObject({ state: 'undone', undo: { restored: COUNT, left: 0 } });
      expect(await bench.published(), `killed after ${at} writes`).toEqual(old);
      await restarted.ends();
    }
  }, 240_000);
});
