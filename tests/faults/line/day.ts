import { storeDatabase } from '../../../design/databases.ts';
import type { Order } from '../../../design/documents/order.ts';
import type { Client } from '../../../design/documents/people.ts';
import type { ErrorCode } from '../../../design/errors.ts';
import { addEvent } from '../../../design/merge/edit.ts';
import { MINUTE, SECOND } from '../../../design/time/clock.ts';
import { formatHlc } from '../../../design/time/hlc.ts';
import { clientOf } from '../../factories/clients.ts';
import { makeSale, makeVoid } from '../../factories/receipts.ts';
import type { ServerFixture } from '../../integration/server/sync-server.fixture.ts';
import { pick } from '../seeded.ts';
import type { Books } from './books.ts';
import type { Member } from './member.ts';

const YEAR = 365 * 24 * 60 * MINUTE;
const someone = { by: 'staff:1', pos: null };

export interface Desk {
  readonly fixture: ServerFixture;
  readonly books: Books;
  readonly random: () => number;
  /** Client and order that all devices of the shop work on. */
  readonly shared: { readonly client: string; readonly order: string };
}

type Deed = (desk: Desk, member: Member) => Promise<void>;

async function sale({ books, random }: Desk, { seller, device }: Member): Promise<void> {
  if (random() < 0.2) seller.openShift();
  const sold = await seller.sell();
  books.fact(device.shop, sold._id, sold._rev!);
  const { result } = seller.sold.at(-1)!;
  books.fact(device.shop, result!._id, result!._rev!);
}

async function voided({ books, fixture }: Desk, { seller, device, stamps }: Member): Promise<void> {
  const sold = await seller.sell({ settled: false });
  books.fact(device.shop, sold._id, sold._rev!);
  const written = await device.facts.write(async () => {
    const hlc = await stamps.next();
    return { ...makeVoid(sold, fixture.clock.now()), _id: `sale-void:${hlc}`, hlc, pos: device.till };
  });
  books.fact(device.shop, written._id, written._rev!);
}

/** The PC's clock is years off when the shift is opened: the month does not exist, and the facts find another home. */
const wrongYear =
  (skew: number): Deed =>
  async (desk, member) => {
    const { seller } = member;
    seller.clock.skew = skew;
    seller.openShift();
    await sale({ ...desk, random: () => 1 }, member);
    seller.clock.skew = 0;
    seller.openShift();
  };

async function newClient({ books }: Desk, { documents, device }: Member): Promise<void> {
  const { _id, hlc, name } = await documents.create(storeDatabase(device.shop), (stamp) =>
    clientOf(stamp, { hlc: stamp, store: device.shop, name: `Новая ${stamp}`, stamps: { name: stamp } }),
  );
  books.field(_id, 'name', hlc, name);
}

async function editClient({ books, random, shared }: Desk, { documents, device }: Member): Promise<void> {
  const database = storeDatabase(device.shop);
  if ((await documents.read(database, shared.client)) === null) return;
  const field = pick(random, ['name', 'phone', 'email'] as const);
  const value = `${field} ${device.device}-${Math.floor(random() * 1e9)}`;
  const { stamps } = await documents.editFields<Client>(database, shared.client, someone, { [field]: value });
  books.field(shared.client, field, stamps[field]!, value);
}

async function orderEvent({ books, shared, fixture }: Desk, { documents, device }: Member): Promise<void> {
  const database = storeDatabase(device.shop);
  if ((await documents.read(database, shared.order)) === null) return;
  const payment = { kind: 'payment', amount: 100, sale: null } as const;
  const { events, hlc } = await documents.edit<Order>(database, shared.order, someone, (doc, hand) =>
    addEvent(doc, payment, fixture.clock.now(), hand),
  );
  books.event(shared.order, events.find(({ id }) => id === hlc)!.id);
}

interface Bad {
  readonly code: ErrorCode;
  readonly doc: (shop: string, hlc: string, now: number) => Record<string, unknown> & { _id: string; type: string };
}
const other = (shop: string): string => (shop === 'demo-1' ? 'demo-2' : 'demo-1');
const saleWith = (shop: string, hlc: string, at: number, change: object) => ({
  ...makeSale({ at, store: shop }),
  pos: null,
  _id: `sale:${hlc}`,
  hlc,
  ...change,
});
/** What the server must refuse, whoever stands in between. */
const BAD: readonly Bad[] = [
  { code: 'DOCUMENT_WRONG_STORE', doc: (shop, hlc, at) => saleWith(shop, hlc, at, { store: other(shop) }) },
  { code: 'DOCUMENT_MALFORMED', doc: (shop, hlc, at) => saleWith(shop, hlc, at, { total: 'a lot' }) },
  { code: 'DOCUMENT_MALFORMED', doc: (shop, hlc, at) => saleWith(shop, hlc, at, { lines: [] }) },
  { code: 'DOCUMENT_MALFORMED', doc: (shop, hlc) => clientOf(hlc, { hlc, store: shop, name: '' }) },
  { code: 'DOCUMENT_WRONG_STORE', doc: (shop, hlc) => clientOf(hlc, { hlc, store: other(shop) }) },
  {
    code: 'DOCUMENT_MALFORMED',
    doc: (shop, hlc) => ({ ...clientOf(hlc, { hlc, store: shop }), _id: `order:${hlc}`, type: 'order', events: 'none' }),
  },
];

async function refused({ books, random, fixture }: Desk, { device, stamps }: Member): Promise<void> {
  const { code, doc } = pick(random, BAD);
  const now = fixture.clock.now();
  const written = doc(device.shop, await stamps.next(), now);
  const isFact = written.type === 'sale';
  const database = isFact
    ? device.facts.databaseOf(saleWith(device.shop, formatHlc({ wall: now, counter: 0, device: 0 }), now, {}))
    : storeDatabase(device.shop);
  await device.databases.create(database, written);
  books.refuse(device.device, database, written._id, code);
}

const DEEDS: readonly (readonly [number, Deed])[] = [
  [8, sale],
  [2, voided],
  [3, newClient],
  [5, editClient],
  [5, orderEvent],
  [3, refused],
  [0.3, wrongYear(3 * YEAR)],
  [0.3, wrongYear(-3 * YEAR)],
];
const WEIGHT = DEEDS.reduce((sum, [weight]) => sum + weight, 0);

/** Something that a person does at this device. */
export async function act(desk: Desk, member: Member): Promise<void> {
  desk.fixture.clock.forward(SECOND);
  let at = desk.random() * WEIGHT;
  const [, deed] = DEEDS.find(([weight]) => (at -= weight) < 0) ?? DEEDS[0]!;
  await deed(desk, member);
}
