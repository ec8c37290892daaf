import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { CATALOG } from '../../design/databases.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../design/import/profile.ts';
import { productOf } from '../integration/server/catalogue.fixture.ts';
import { settingsOf, startFixture, type ServerFixture } from '../integration/server/sync-server.fixture.ts';
import { spread } from './percentiles.ts';
import { startPricedTill, type PricedTill } from './price-on-tills/priced-till.ts';
import type { Figure, Section } from './report.ts';

/** Issue 7: a new price on every till within 5 s of its activation. */
const GOAL = 5_000;
const PRODUCTS = 10_000;
/** Articles of one supplier's price list. */
const CHANGED = 500;
const ROUNDS = 5;
/** So long ahead is a planned price told: long enough to be with the tills, which then need nobody. */
const AHEAD = 6_000;
const SKU = `P-${CHANGED - 1}`;
const clock = { now: () => Date.now() };

/** A supplier's price list becomes active, at once and at a time, in a chain of 3 and of 10 tills. */
export async function priceOnTillsBench(): Promise<Section> {
  const fixture = await startFixture({ clock });
  const tills: PricedTill[] = [];
  const figures: Figure[] = [];
  try {
    const products = await fixture.server.engine.open('products');
    await products.bulk(Array.from({ length: PRODUCTS }, (_, n) => ({ ...productOf(`P-${n}`, { price: 1_000_00 }) })));
    await fixture.server.jobs.settled();
    let version = 0;
    for (const count of [3, 10]) {
      while (tills.length < count)
        tills.push(await startPricedTill(fixture, clock, tills.length % 2 === 0 ? 'POS-001' : 'POS-002'));
      await Promise.all(tills.map((till) => till.sells(SKU, 1_000_00 + version * 100)));
      const [now, planned, plain]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        plain.push(await plainDocument(fixture, round));
        now.push(await activation(fixture, tills, (version += 1), 'now'));
        planned.push(await activation(fixture, tills, (version += 1), 'planned'));
      }
      const baseline = { what: 'one plain document over PouchDB live replication, slowest', value: spread(plain).max };
      figures.push(
        {
          what: `${count} tills: confirmed now, on every till, slowest`,
          value: spread(now).max,
          unit: 'ms',
          goal: GOAL,
          baseline,
        },
        { what: 'the same, median', value: spread(now).p50, unit: 'ms' },
        {
          what: `${count} tills: at its time, on every till, slowest`,
          value: spread(planned).max,
          unit: 'ms',
          goal: GOAL,
          baseline,
        },
        { what: 'the same, median', value: spread(planned).p50, unit: 'ms' },
      );
    }
  } finally {
    for (const till of tills) await till.end();
    await fixture.end();
  }
  return {
    name: 'price-on-tills',
    figures,
    method: `${CHANGED} changed prices of ${PRODUCTS} articles, from the confirmation (or the planned instant) to the last till; ${ROUNDS} rounds; tills (the app's loop and catalogue in Node, LevelDB) and the server with the embedded engine in one process`,
  };
}

/** Ms from activation to the last till. */
async function activation(
  fixture: ServerFixture,
  tills: readonly PricedTill[],
  version: number,
  when: 'now' | 'planned',
): Promise<number> {
  const { imports, jobs } = fixture.server;
  const price = 1_000_00 + version * 100;
  const rows = Array.from({ length: CHANGED }, (_, n) => `P-${n};Оправа P-${n};Ray-Ban;Оправы;22;${price / 100}`);
  const text = ['Артикул;Наименование;Бренд;Категория;НДС;Цена', ...rows, ''].join('\n');
  const file = await imports.upload(Readable.from([Buffer.from(text)]), 'цены.csv');
  const profile = { choice: GUESS_ALL, mapping: null, rules: STANDARD_RULES, supplier: 'OptMarket' };
  const { _id } = await imports.start({ file: file.id, profile, dryRun: false });
  await imports.settled(_id);
  const sold = Promise.all(tills.map((till) => till.sells(SKU, price)));
  const due = when === 'now' ? null : Date.now() + AHEAD;
  const from = due ?? Date.now();
  await imports.confirm(_id, { name: 'Петрова', at: due });
  await sold;
  const took = Date.now() - from;
  // The next round begins with a catalogue at rest.
  while ((await imports.job(_id)).state !== 'done') await pause(50);
  await jobs.settled();
  return took;
}

/** Ms from a write at the server to a database that replicates live as PouchDB's guide says. */
async function plainDocument(fixture: ServerFixture, round: number): Promise<number> {
  const { default: PouchDB } = await import('pouchdb-core');
  const folder = mkdtempSync(join(tmpdir(), 'optics-plain-'));
  const local = new PouchDB(join(folder, 'catalog'), { adapter: 'leveldb' });
  const address = new URL(`/db/${CATALOG}`, fixture.server.url);
  [address.username, address.password] = ['admin', fixture.server.adminToken];
  const live = local.replicate.from(new PouchDB(address.href, { adapter: 'http', skip_setup: true }), { live: true });
  try {
    await new Promise<void>((resolve) => void live.once('paused', () => resolve()));
    const doc = settingsOf(`bench-${round}`, `Точка ${Date.now()}`);
    const arrived = new Promise<void>((resolve) => void live.once('change', () => resolve()));
    const catalog = await fixture.server.engine.open(CATALOG);
    const held = await catalog.get(doc._id);
    const from = performance.now();
    await catalog.put({ ...doc, ...(held ? { _rev: held._rev } : {}) });
    await arrived;
    return performance.now() - from;
  } finally {
    live.cancel();
    await local.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}
