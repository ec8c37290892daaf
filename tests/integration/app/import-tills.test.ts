import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Manifest } from '../../../design/documents/catalogue.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../../design/import/profile.ts';
import { HOUR, MINUTE } from '../../../design/time/clock.ts';
import { pick, SEED, seeded, SOAK } from '../../faults/seeded.ts';
import { productOf, sha256Hex } from '../server/catalogue.fixture.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { startCatalogue, type CatalogueDevice } from './catalogue.fixture.ts';

// A busy machine: nothing here waits for time.
vi.setConfig({ testTimeout: SOAK ? 3_600_000 : 600_000, hookTimeout: 240_000 });

const TILLS = 10;
const ROUNDS = SOAK ? 60 : 8;
/** More than a manifest carries as deltas: a price list of all is a new set of shards, one of some is a delta. */
const ARTICLES = 1_050;
const SOME = 60;
const SKUS = Array.from({ length: ARTICLES }, (_, i) => `P-${i}`);

type Prices = ReadonlyMap<string, number>;
const words = (prices: Prices): string => sha256Hex(JSON.stringify([...prices].sort(([a], [b]) => (a < b ? -1 : 1))));

let fixture: ServerFixture;
let tills: CatalogueDevice[] = [];
beforeEach(async () => {
  fixture = await startFixture();
  const products = await fixture.server.engine.open('products');
  await products.bulk(SKUS.map((sku) => ({ ...productOf(sku, { price: 1_000_00 }) })));
  await fixture.server.jobs.settled();
  for (let n = 0; n < TILLS; n += 1) {
    const till = await startCatalogue(fixture, n % 2 === 0 ? 'POS-001' : 'POS-002');
    await till.start();
    tills.push(till);
  }
});
afterEach(async () => {
  for (const till of tills) await till.end();
  tills = [];
  await fixture.end();
});

const manifest = async () =>
  (await (await fixture.server.engine.open('catalog')).get('manifest:catalogue')) as unknown as Manifest | null;

/** A price list of some articles or of all, and of one that nobody had before. */
const fileOf = (prices: Prices): Readable =>
  Readable.from([
    Buffer.from(
      [
        'Артикул;Наименование;Бренд;Категория;НДС;Цена',
        ...[...prices].map(([sku, price]) => `${sku};Оправа ${sku};Ray-Ban;Оправы;22;${price / 100}`),
        '',
      ].join('\n'),
    ),
  ]);

async function importing(prices: Prices, at: number | null): Promise<string> {
  const { imports, jobs } = fixture.server;
  const file = await imports.upload(fileOf(prices), 'цены.csv');
  const profile = { choice: GUESS_ALL, mapping: null, rules: STANDARD_RULES, supplier: 'OptMarket' };
  const { _id } = await imports.start({ file: file.id, profile, dryRun: false, ahead: { name: 'Петрова', at } });
  expect(await imports.settled(_id)).toMatchObject({ state: at === null ? 'done' : 'scheduled', failure: null });
  await jobs.settled();
  return _id;
}

it(`ten tills that were away come back in any order while imports and undos go on: none ever shows a mixture, all agree in the end (seed ${SEED}, ${ROUNDS} rounds)`, async () => {
  const random = seeded(SEED);
  let now: Prices = new Map(SKUS.map((sku) => [sku, 1_000_00]));
  /** Whatever was ever a whole catalogue, and what is becoming one. */
  const whole = new Map([[words(now), 'the first']]);
  const all = new Set(SKUS);
  const forms = new Set<string>();

  const shown = async (till: CatalogueDevice): Promise<string | null> => {
    const found = await till.keeper.bySkus([...all]);
    return found.length === 0 ? null : words(new Map(found.map(({ sku, price }) => [sku, price])));
  };
  const isWhole = async (till: CatalogueDevice, when: string): Promise<void> => {
    const seen = await shown(till);
    expect(seen === null ? 'nothing yet' : (whole.get(seen) ?? 'a mixture'), `till ${tills.indexOf(till)} ${when}`).not.toBe(
      'a mixture',
    );
  };
  /** A till comes near: its pull ends, is cut, or its page is loaded anew. */
  async function visit(till: CatalogueDevice, when: string): Promise<void> {
    const how = pick(random, ['whole', 'cut', 'cut', 'reload'] as const);
    if (how === 'whole') await till.pull();
    else if (how === 'cut') await till.pull(1 + Math.floor(random() * 4));
    else await till.start();
    await isWhole(till, `${how} ${when}`);
  }
  const visits = async (when: string, most: number): Promise<void> => {
    for (let n = Math.floor(random() * most); n >= 0; n -= 1) await visit(pick(random, tills), when);
  };

  for (let round = 1; round <= ROUNDS; round += 1) {
    // Some, all, at a time, taken back: each comes, in the order of the rounds; what tills do meanwhile is the seed's.
    const kind = (['some', 'all', 'undo', 'planned'] as const)[round % 4]!;
    const before = now;
    const skus = kind === 'some' ? SKUS.slice(0, SOME) : SKUS;
    const change = new Map(skus.map((sku) => [sku, (1_000 + round) * 100]));
    // A price at a time goes ahead to the tills, an article that they do not know cannot.
    if (kind !== 'planned') change.set(`NEW-${round}`, 500_00 + round * 100);
    for (const sku of change.keys()) all.add(sku);
    const next = new Map([...now, ...change]);
    whole.set(words(next), `${kind} of round ${round}`);
    const at = kind === 'planned' ? fixture.clock.now() + HOUR : null;
    const work = importing(change, at);
    await visits(`during ${kind} of round ${round}`, 4);
    const id = await work;
    if (at !== null) {
      await visits(`before the time of round ${round}`, 4);
      fixture.clock.forward(HOUR + MINUTE);
      for (const till of tills) await isWhole(till, `at the time of round ${round}`);
      await vi.waitFor(async () => expect((await fixture.server.imports.job(id)).state).toBe('done'), 60_000);
      await fixture.server.jobs.settled();
    }
    now = next;
    const form = await manifest();
    forms.add(form!.deltas.length > 0 ? 'delta' : 'shards alone');
    if (kind === 'undo') {
      await fixture.server.imports.undo(id, { name: 'Петрова' });
      const undone = fixture.server.imports.settled(id);
      await visits(`during the undo of round ${round}`, 4);
      expect(await undone).toMatchObject({ state: 'undone' });
      await fixture.server.jobs.settled();
      now = before;
    }
    await visits(`after round ${round}`, 6);
  }

  const order = [...tills].sort(() => random() - 0.5);
  for (const till of order) {
    await till.pull();
    await till.keeper.settled();
    expect(whole.get((await shown(till))!), `till ${tills.indexOf(till)} in the end`).toBe(whole.get(words(now)));
    expect(till.state.view).toMatchObject({ state: 'ready', damaged: 0 });
  }
  expect([...forms].sort()).toEqual(['delta', 'shards alone']);
});
