import { storeDatabase, salesDatabaseOf } from '../../../design/databases.ts';
import { baseVatRate } from '../../../design/money/vat.ts';
import { DAY, HOUR } from '../../../design/time/clock.ts';
import { formatHlc } from '../../../design/time/hlc.ts';
import { localDate } from '../../../design/time/local-time.ts';
import { clientDocuments } from '../../../sync-server/demo/clients.ts';
import { dayBefore, historyOfDay } from '../../../sync-server/demo/history.ts';
import { demoProducts, shelves } from '../../../sync-server/demo/products.ts';
import { createRandom } from '../../../sync-server/demo/random.ts';
import { DEMO_SHOPS, DEMO_TIME_ZONE } from '../../../sync-server/demo/shops.ts';
import { orderOf } from '../../factories/orders.ts';

export const LIFE = { clients: 2_000, orders: 3_000, sales: 2_500 } as const;
const SEED = 'first-load';
const DEVICE = 950;
/** Receipts a day: the month is full in three weeks. */
const RECEIPTS = 115;
const BATCH = 500;
const OPTICIAN = { id: `staff:${DEMO_SHOPS[0]!.code}-optician-1`, name: 'Кузнецов Д. С.' };

type Document = { readonly _id: string };

/** What a shop of some years has, and nobody has on a fresh device: clients with prescriptions, orders, a month of sales with results. */
export function shopLife(now: number): Map<string, Document[]> {
  const store = DEMO_SHOPS[0]!.code;
  const random = createRandom(SEED);
  const { clients, prescriptions } = clientDocuments(
    { store, device: DEVICE, count: LIFE.clients, born: now - DAY, today: now, signers: [OPTICIAN] },
    random,
  );
  const orders = Array.from({ length: LIFE.orders }, (_, n) => orderOfClient(clients[n % clients.length]!, n, now));
  const databases = new Map<string, Document[]>([[storeDatabase(store), [...clients, ...prescriptions, ...orders]]]);

  const shop = { ...DEMO_SHOPS[0]!, device: DEVICE, receipts: RECEIPTS, retiredPos: 'POS-950', retiredFn: '9999000000000095' };
  const today = localDate(now, DEMO_TIME_ZONE);
  const ids = clients.map(({ _id }) => _id);
  const context = { seed: SEED, shop, shelves: shelves(demoProducts(2_000, SEED, baseVatRate(today))), clients: ids };
  for (let [back, sales] = [1, 0]; sales < LIFE.sales; back += 1) {
    for (const fact of historyOfDay(context, dayBefore(today, back))) {
      // Shifts of so many receipts would share numbers: only what is sold is of interest.
      if (fact.type === 'shift-event' || fact.type === 'cash-movement') continue;
      const name = salesDatabaseOf(fact, DEMO_TIME_ZONE);
      databases.set(name, [...(databases.get(name) ?? []), fact]);
      if (fact.type === 'sale') sales += 1;
    }
  }
  return databases;
}

/** Taken down, promised, paid, made and handed over. */
function orderOfClient(client: { _id: string; store: string }, n: number, now: number): Document {
  const at = now - (LIFE.orders - n) * 3 * HOUR;
  const id = (counter: number): string => formatHlc({ wall: at, counter, device: DEVICE });
  const steps: object[] = [
    { kind: 'details', set: { prescription: null, lens: `LENS-${n % 400}`, frame: `FRAME-${n % 900}` } },
    { kind: 'promise', day: localDate(at + 5 * DAY, DEMO_TIME_ZONE) },
    { kind: 'payment', amount: 5_000_00, sale: null },
    { kind: 'confirm' },
    { kind: 'start' },
    { kind: 'ready' },
    { kind: 'deliver' },
  ];
  const events = steps.slice(0, 3 + (n % 5)).map((step, counter) => ({ id: id(counter), by: 'staff:1', at, ...step }));
  return orderOf(id(0), { hlc: id(events.length), store: client.store, client: client._id, number: `${n + 1}`, events });
}

/** Writes it with the administrator's `/db`. @returns documents by database */
export async function fillShop(url: string, adminToken: string, now: number): Promise<Map<string, number>> {
  const authorization = `Basic ${Buffer.from(`admin:${adminToken}`).toString('base64')}`;
  const counts = new Map<string, number>();
  for (const [name, docs] of shopLife(now)) {
    for (let from = 0; from < docs.length; from += BATCH) {
      const body = JSON.stringify({ docs: docs.slice(from, from + BATCH) });
      const headers = { authorization, 'content-type': 'application/json', accept: 'application/json' };
      const answer = await fetch(`${url}/db/${name}/_bulk_docs`, { method: 'POST', headers, body });
      const rows = (await answer.json()) as { error?: string }[];
      const failed = answer.ok ? rows.find((row) => row.error !== undefined) : rows;
      if (failed) throw new Error(`${name} answered ${answer.status}: ${JSON.stringify(failed)}`);
    }
    counts.set(name, docs.length);
  }
  return counts;
}
