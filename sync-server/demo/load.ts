import { createHash } from 'node:crypto';
import { CATALOG, CHAIN, CONTROL, COSTS, PRODUCTS, salesDatabaseOf, storeDatabase } from '../../design/databases.ts';
import type { RegisterState } from '../../design/documents/chain.ts';
import { revisionOf } from '../../design/fiscal/revision.ts';
import { rangeOf } from '../../design/ids.ts';
import { baseVatRate } from '../../design/money/vat.ts';
import type { Clock } from '../../design/time/clock.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { Database, DocumentInput, Engine, StoredDocument } from '../engine/engine.ts';
import { clientDocuments } from './clients.ts';
import { demoMinimums } from './deliveries.ts';
import type { HistoryFact } from './history.ts';
import { dayBefore, historyOfDay } from './history.ts';
import { orderDocuments } from './orders.ts';
import { supplierDocument } from './suppliers.ts';
import { demoProducts, productDocuments, shelves } from './products.ts';
import { demoPromotions } from './promotions.ts';
import { createRandom } from './random.ts';
import type { DemoShop } from './shops.ts';
import { DEMO_SHOPS, DEMO_TIME_ZONE, settingsDocuments } from './shops.ts';
import { staffDocuments } from './staff.ts';

export interface DemoOptions {
  readonly clock: Clock;
  readonly onProgress?: (progress: { what: string; done: number; total: number }) => void;
  readonly products?: number;
  /** Days of history, the last of them yesterday. */
  readonly days?: number;
  readonly seed?: string;
}

export const DEMO_DEFAULTS = { products: 10_000, days: 90, seed: 'optics' } as const;
/** Written last, in the control database: what it names is all there. */
export const DEMO_MARKER = 'demo:loaded';
/** Master data of the demo is older than every till's stamp, so that any later edit wins. */
const FOUNDED = Date.UTC(2024, 0, 1);
const CLIENTS = [22, 18];
const BATCH = 1_000;

interface Marker extends StoredDocument {
  products: number;
  days: number;
}

/**
 * Fills an engine with a chain of two optical shops: people, 10,000 products, 40 clients with their
 * prescriptions and orders, 90 days of sales. Every document's id and
 * revision follow from seed and day, so a load that was killed is simply run again, and a larger one extends a smaller one.
 * @returns false where everything asked for was there already
 */
export async function loadDemo(engine: Engine, options: DemoOptions): Promise<boolean> {
  const { clock, onProgress = () => undefined } = options;
  const { products: count, days, seed } = { ...DEMO_DEFAULTS, ...defined(options) };
  const control = await engine.open(CONTROL);
  const marker = (await control.get(DEMO_MARKER)) as Marker | null;
  if (marker && marker.products >= count && marker.days >= days) return false;

  const today = localDate(clock.now(), DEMO_TIME_ZONE);
  const hlc = formatHlc({ wall: FOUNDED, counter: 0, device: 0 });
  const say = (what: string, total: number) => (done: number) => onProgress({ what, done, total });

  const items = demoProducts(count, seed, baseVatRate(today));
  const { products, costs } = productDocuments(items, hlc);
  // The history and the orders take from the small catalogue, so that they are the same whatever was loaded beside it.
  const sold = shelves(count > DEMO_DEFAULTS.products ? demoProducts(DEMO_DEFAULTS.products, seed, baseVatRate(today)) : items);
  const clients = await loadShops(engine, seed, hlc, { now: clock.now(), today, sold });
  const goods = say('products', products.length + costs.length);
  await write(await engine.open(PRODUCTS), products, goods);
  await write(await engine.open(COSTS), costs, (done) => goods(products.length + done));

  const progress = say('history', days * DEMO_SHOPS.length);
  let done = 0;
  for (const shop of DEMO_SHOPS) {
    const context = { seed, shop, shelves: sold, clients: clients.get(shop.code)! };
    const byDatabase = new Map<string, HistoryFact[]>();
    for (let back = days; back >= 1; back--) {
      for (const fact of historyOfDay(context, dayBefore(today, back))) {
        const name = salesDatabaseOf(fact, DEMO_TIME_ZONE);
        const facts = byDatabase.get(name) ?? [];
        byDatabase.set(name, facts);
        facts.push(fact);
      }
      done += 1;
      // One month at a time is held in memory; a new one begins only when the last is written.
      if (byDatabase.size > 1 || back === 1) await flush(engine, byDatabase, back === 1);
      progress(done);
    }
  }

  await control.put({
    ...(marker ? { _rev: marker._rev } : {}),
    _id: DEMO_MARKER,
    type: 'demo',
    products: count,
    days,
    seed,
    today,
  });
  return true;
}

const defined = ({ products, days, seed }: DemoOptions): Partial<{ products: number; days: number; seed: string }> => ({
  ...(products === undefined ? {} : { products }),
  ...(days === undefined ? {} : { days }),
  ...(seed === undefined ? {} : { seed }),
});

async function flush(engine: Engine, byDatabase: Map<string, HistoryFact[]>, all: boolean): Promise<void> {
  const newest = [...byDatabase.keys()].at(-1);
  for (const [name, facts] of [...byDatabase]) {
    if (name === newest && !all) continue;
    await write(await engine.open(name), facts);
    byDatabase.delete(name);
  }
}

interface Today {
  readonly now: number;
  readonly today: string;
  readonly sold: ReturnType<typeof shelves>;
}

/** Settings, people, clients, their orders and retired registers. Answers the ids of each shop's clients. */
async function loadShops(engine: Engine, seed: string, hlc: string, { now, today, sold }: Today): Promise<Map<string, string[]>> {
  const noon = Math.min(Date.parse(`${today}T12:00:00+03:00`), now);
  const staff = await staffDocuments(
    DEMO_SHOPS.map((s) => s.code),
    hlc,
  );
  const ids = new Map<string, string[]>();
  for (const [i, shop] of DEMO_SHOPS.entries()) {
    const random = createRandom(`${seed}:${shop.code}:clients`);
    const opticians = staff.get(shop.code)!.flatMap(({ _id: id, name, role }) => (role === 'optician' ? [{ id, name }] : []));
    const [store, device] = [shop.code, shop.device];
    const cards = { store, device, count: CLIENTS[i] ?? 20, born: FOUNDED, today: noon, signers: opticians };
    const { clients, prescriptions } = clientDocuments(cards, random);
    const database = await engine.open(storeDatabase(store));
    await write(database, [
      ...staff.get(store)!,
      ...clients,
      ...prescriptions,
      supplierDocument(store, hlc),
      ...demoMinimums({ shop, shelves: sold, hlc }),
    ]);
    // They are told from the day of the load: a load on another day, which finds them there, adds none.
    if ((await database.range({ ...rangeOf('order'), limit: 1 })).length === 0) {
      const about = { store, device, noon, clients, prescriptions, shelves: sold, opticians };
      const numbered = { pos: shop.retiredPos, number: 1_001 + i * 1_000 };
      await write(database, orderDocuments({ ...about, ...numbered }, createRandom(`${seed}:${store}:orders`)));
    }
    ids.set(
      shop.code,
      clients.map((c) => c._id),
    );
  }
  await write(
    await engine.open(CHAIN),
    DEMO_SHOPS.map((shop) => retiredRegister(shop, hlc)),
  );
  await write(await engine.open(CATALOG), [...settingsDocuments(hlc), ...demoPromotions(hlc)]);
  return ids;
}

const retiredRegister = (shop: DemoShop, hlc: string): RegisterState => ({
  _id: `register-state:${shop.retiredPos}`,
  type: 'register-state',
  schema: 1,
  hlc,
  by: null,
  pos: shop.retiredPos,
  store: shop.code,
  seen: FOUNDED,
  retired: true,
  fn: shop.retiredFn,
  network: 'unknown',
  shift: null,
  buffer: { capacity: 0, queued: 0, percent: 0, dead: 0 },
  breaker: 'closed',
});

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Writes each document as the very revision that its body makes: what is there already, or has been edited since, stays. */
async function write(
  database: Database,
  docs: readonly object[],
  onDone: (done: number) => void = () => undefined,
): Promise<void> {
  const empty = (await database.info()).count === 0;
  for (let from = 0; from < docs.length; from += BATCH) {
    const batch = docs
      .slice(from, from + BATCH)
      .map((doc) => ({ ...doc, _rev: revisionOf(doc, md5) }) as unknown as DocumentInput);
    const there = empty ? new Set() : new Set((await database.range({ keys: batch.map((d) => d._id) })).map((d) => d._id));
    const fresh = batch.filter((d) => !there.has(d._id));
    const results = fresh.length > 0 ? await database.bulk(fresh, { newEdits: false }) : [];
    const failed = results.find((r) => !r.ok);
    if (failed) throw new Error(`demo data: ${failed.id}: ${failed.error}`);
    onDone(from + batch.length);
  }
}
