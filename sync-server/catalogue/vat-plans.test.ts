import { afterEach, beforeEach, expect, it } from 'vitest';
import { CATALOG, PRODUCTS } from '../../design/databases.ts';
import type { Manifest, Product } from '../../design/documents/catalogue.ts';
import { MANIFEST_ID } from '../../design/folds/catalogue-build.ts';
import { foldCatalogue, type CataloguePiece } from '../../design/folds/catalogue.ts';
import type { PlannedVat } from '../../design/money/vat.ts';
import { addToCart, EMPTY_CART } from '../../design/sale/cart.ts';
import { FULL, settledLines } from '../../design/sale/settlement.ts';
import { checkOf, createBench, dyingEngine, productOf, type Bench } from '../import/import.fixture.ts';
import { silentLog } from '../log.ts';
import { changesOf } from './back-office/change-log.store.ts';
import { createProductLookup } from './product-lookup.ts';
import { startVatPlans } from './vat-plans.ts';

const ZONES = ['Europe/Kaliningrad', 'Asia/Vladivostok'];
const PLAN: PlannedVat[] = [
  { from: '2026-12-01', vat: '22' },
  { from: '2027-01-01', vat: '10' },
];

let bench: Bench;
beforeEach(async () => {
  bench = createBench();
  await bench.fill([{ ...productOf('A'), vatPlan: PLAN }, { ...productOf('B'), vat: '20' }, productOf('C')]);
});
afterEach(() => bench.end());

const held = async (sku: string): Promise<Product> =>
  (await (await bench.engine.open(PRODUCTS)).get(`product:${sku}`)) as unknown as Product;
async function lookAt(instant: number): Promise<void> {
  bench.clock.forward(instant - bench.clock.now());
  const plans = startVatPlans(bench.engine, { clock: bench.clock, log: silentLog, timeZones: () => ZONES });
  await plans.settled();
  await plans.stop();
}

it('a planned rate becomes the article’s own when its day has begun in every shop, once, and is in its history', async () => {
  // Midnight of 1 December is 22:00 UTC in Kaliningrad; Vladivostok has had it for eight hours.
  const midnight = Date.UTC(2026, 10, 30, 22);
  await lookAt(midnight - 1);
  expect(await held('A')).toMatchObject({ vat: 'none', vatPlan: PLAN });
  await lookAt(midnight);
  expect(await held('A')).toMatchObject({ vat: '22', vatPlan: [PLAN[1]] });
  expect(await changesOf(bench.engine, 'A', 5)).toMatchObject([
    { who: 'по плану', how: 'plan', fields: { vat: { from: 'none', to: '22' } } },
  ]);
  const { _rev } = await held('A');
  await lookAt(midnight + 3_600_000);
  expect((await held('A'))._rev).toBe(_rev);
  // A server that was off for the day catches up.
  await lookAt(Date.UTC(2027, 0, 5));
  expect(await held('A')).toMatchObject({ vat: '10', vatPlan: [] });
});

it('a till that was offline since yesterday has the plan with its catalogue, and sells by it after midnight', async () => {
  const program = bench.program(checkOf([]));
  await program.settle();
  await program.ends();
  const catalog = await bench.engine.open(CATALOG);
  const manifest = (await catalog.get(MANIFEST_ID)) as unknown as Manifest;
  const pieces = new Map((await catalog.range({})).map((doc) => [doc._id, doc as unknown as CataloguePiece]));
  const digests = new Map([...manifest.shards, ...manifest.deltas].map(({ id, digest }) => [id, digest]));
  const folded = foldCatalogue(
    manifest,
    (id) => pieces.get(id),
    ({ _id }) => digests.get(_id)!,
  );
  if (!folded.whole) throw new Error('the catalogue is not whole');
  const entry = folded.entries.get('A')!;
  const rateOn = (day: string) => settledLines(addToCart(EMPTY_CART, entry).lines, FULL, { day, order: null })[0]!.vat;
  expect(['2026-11-30', '2026-12-01', '2027-01-01'].map(rateOn)).toEqual(['none', '22', '10']);
  // What a till asks the server about by a code bears it as well.
  expect(await createProductLookup(bench.engine, bench.clock).find('A', 'demo-1')).toMatchObject({ vatPlan: PLAN });
});

it('a base rate that the law has replaced becomes the new one; what has no plan is left alone', async () => {
  const before = await held('C');
  await lookAt(Date.UTC(2026, 10, 22));
  expect((await held('B')).vat).toBe('22');
  expect(await held('C')).toEqual(before);
});

it('an article that somebody changes in that moment is looked at again', async () => {
  const midnight = Date.UTC(2026, 10, 30, 22);
  const products = await bench.engine.open(PRODUCTS);
  let isFirst = true;
  const racing = dyingEngine(bench.engine, null, async () => {
    if (!isFirst) return;
    isFirst = false;
    const doc = (await products.get('product:A'))!;
    await products.put({ ...doc, name: 'Оправа А+' });
  });
  bench.clock.forward(midnight - bench.clock.now());
  const plans = startVatPlans(racing.engine, { clock: bench.clock, log: silentLog, timeZones: () => ZONES });
  await plans.settled();
  await plans.settled();
  expect(await held('A')).toMatchObject({ vat: '22', name: 'Оправа А+' });
  await plans.stop();
});
