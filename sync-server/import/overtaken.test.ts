import { afterEach, beforeEach, expect, it } from 'vitest';
import { CATALOG, PRODUCTS } from '../../design/databases.ts';
import type { PriceList } from '../../design/documents/catalogue.ts';
import { HOUR } from '../../design/time/clock.ts';
import { createProducts } from '../catalogue/back-office/products.store.ts';
import { createShopPrices } from '../catalogue/back-office/shop-prices.ts';
import { checkOf, createBench, dyingEngine, importNow, priceChange, productOf, type Bench } from './import.fixture.ts';

let bench: Bench;
async function fresh(): Promise<void> {
  bench = createBench();
  await bench.fill(['A', 'B'].map((sku) => productOf(sku)));
}
beforeEach(fresh);
afterEach(() => bench.end());

type Program = ReturnType<Bench['program']>;
const RAISED = [priceChange('A', 100_00, 120_00), priceChange('B', 100_00, 110_00)];
/** What a till of a shop knows of prices to come. */
async function coming(shop = 'demo-1'): Promise<Record<string, number>> {
  const list = (await (await bench.engine.open(CATALOG)).get(`price-list:${shop}`)) as unknown as PriceList | null;
  return Object.fromEntries(
    (list?.prices ?? []).filter(({ from }) => from > bench.clock.now()).map(({ sku, price }) => [sku, price]),
  );
}
async function byHand(sku: string, price: number): Promise<void> {
  const hand = { who: 'администратор', how: 'hand', batch: null } as const;
  await createProducts(bench.engine, bench.stamps).changeMany([sku], () => ({ patch: { price } }), hand);
}
/** The watch tells of changes a moment later. */
const settled = (program: Program, is: () => Promise<unknown>, wanted: unknown): Promise<void> =>
  expect.poll(async () => (await program.settle(), is()), { timeout: 30_000, interval: 20 }).toEqual(wanted);
async function scheduled(program: Program): Promise<string> {
  const { _id } = await importNow(program, { name: 'Петрова', at: bench.clock.now() + HOUR });
  expect(await coming()).toEqual({ A: 120_00, B: 110_00 });
  return _id;
}

it('a price that was set for a time and is changed by hand before it comes back out of every shop’s list at once, and the job tells which', async () => {
  const program = bench.program(checkOf(RAISED));
  const id = await scheduled(program);
  await byHand('A', 105_00);
  for (const shop of ['demo-1', 'demo-2']) await settled(program, () => coming(shop), { B: 110_00 });
  const told = { count: 1, named: [{ sku: 'A', price: 120_00, now: 105_00 }] };
  expect((await program.imports.job(id)).overtaken).toEqual(told);
  const [{ job, prices }] = (await program.imports.planned()) as [Awaited<ReturnType<typeof program.imports.planned>>[number]];
  expect([job._id, [...prices.values()]]).toEqual([
    id,
    [
      { sku: 'A', before: 100_00, price: 120_00 },
      { sku: 'B', before: 100_00, price: 110_00 },
    ],
  ]);
  bench.clock.forward(HOUR);
  await program.settle();
  await program.settle();
  expect(await bench.published()).toEqual({ A: 105_00, B: 110_00 });
  expect((await program.imports.job(id)).outcome).toMatchObject({ meanwhile: [{ sku: 'A', field: 'price' }] });
  expect([await coming(), await program.imports.planned()]).toEqual([{}, []]);
  await program.ends();
});

it('put back by hand, it comes again; the price that was set for the time overtakes nothing', async () => {
  const program = bench.program(checkOf(RAISED));
  const id = await scheduled(program);
  await byHand('A', 105_00);
  await settled(program, coming, { B: 110_00 });
  await byHand('A', 100_00);
  await settled(program, coming, { A: 120_00, B: 110_00 });
  expect((await program.imports.job(id)).overtaken).toEqual({ count: 0, named: [] });
  await byHand('B', 110_00);
  await byHand('A', 101_00);
  await settled(program, coming, { B: 110_00 });
  await program.ends();
});

it('another price list that is in force earlier overtakes it, too; its undo lets it come again', async () => {
  const first = bench.program(checkOf(RAISED));
  await scheduled(first);
  await first.ends();
  const program = bench.program(checkOf([priceChange('A', 100_00, 150_00)]));
  const { _id } = await importNow(program);
  await settled(program, coming, { B: 110_00 });
  await program.imports.undo(_id, { name: 'Петрова' });
  await settled(program, coming, { A: 120_00, B: 110_00 });
  await program.ends();
});

it('an article that a shop gives a price of its own afterwards keeps that one in this shop alone', async () => {
  const program = bench.program(checkOf(RAISED));
  await scheduled(program);
  const now = bench.clock.now();
  await createShopPrices(bench.engine, bench).add('demo-1', [{ sku: 'A', price: 130_00, from: now }]);
  await settled(program, coming, { B: 110_00 });
  expect(await coming('demo-2')).toEqual({ A: 120_00, B: 110_00 });
  await program.ends();
});

it('a hand that was quicker than the server’s restart is seen by it; killed at any write, it ends with the lists as they should be', async () => {
  const run = async (after: number | null): Promise<number> => {
    bench.end();
    await fresh();
    const first = bench.program(checkOf(RAISED));
    const id = await scheduled(first);
    await first.ends();
    await byHand('A', 105_00);
    const dying = dyingEngine(bench.engine, after);
    const killed = bench.program(checkOf([]), dying.engine);
    await killed.settle().catch(() => undefined);
    await killed.ends();
    const restarted = bench.program(checkOf([]));
    await restarted.settle();
    for (const shop of ['demo-1', 'demo-2']) expect(await coming(shop), `killed after ${after} writes`).toEqual({ B: 110_00 });
    expect((await restarted.imports.job(id)).overtaken).toMatchObject({ count: 1 });
    await restarted.ends();
    return dying.state.writes;
  };
  const writes = await run(null);
  expect(writes).toBeGreaterThan(2);
  for (let at = 0; at < writes; at += 1) await run(at);
}, 60_000);

it('an article that is gone overtakes its price; called off, nothing of the job is planned any more', async () => {
  const program = bench.program(checkOf(RAISED));
  const id = await scheduled(program);
  const products = await bench.engine.open(PRODUCTS);
  const { _id, _rev } = (await products.get('product:A'))!;
  await products.put({ _id, _rev, _deleted: true });
  await settled(program, coming, { B: 110_00 });
  expect((await program.imports.job(id)).overtaken?.named).toEqual([{ sku: 'A', price: 120_00, now: null }]);
  await program.imports.cancel(id);
  await settled(program, coming, {});
  expect(await program.imports.planned()).toEqual([]);
  await program.ends();
});
