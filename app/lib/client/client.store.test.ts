import { describe, expect, it } from 'vitest';
import { EMPTY_CART, type Cart } from '$design/sale/cart.ts';
import { clientOf } from '../../../tests/factories/clients.ts';
import { ClientStore } from './client.store.ts';

type Doc = { _id: string };
const AT = Date.UTC(2026, 10, 21, 9);

function till(docs: readonly Doc[], { may = true } = {}) {
  const held = new Map(docs.map((doc) => [doc._id, doc]));
  const reads: string[] = [];
  let cart: Cart = EMPTY_CART;
  let ticks = 0;
  const store = new ClientStore({
    databases: {
      known: () => ['store-demo-1'],
      get: <T>(_name: string, id: string) => Promise.resolve((held.get(id) ?? null) as T | null),
      range: <T>(_name: string, from: string, to: string, { limit = Infinity } = {}) => {
        reads.push(from);
        const found = [...held.values()].filter(({ _id }) => _id >= from && _id < to).sort((a, b) => (a._id < b._id ? -1 : 1));
        return Promise.resolve(found.slice(0, limit) as T[]);
      },
      create: (_name, doc) => Promise.resolve((held.set(doc._id, doc), '1-a')),
    },
    stamps: { next: () => Promise.resolve(`${AT}-${String((ticks += 1)).padStart(4, '0')}-0001`) },
    now: () => AT,
    place: () => ({ store: 'demo-1', pos: 'POS-001' }),
    by: () => 'staff:1',
    mayEdit: () => may,
    cart: {
      get cart() {
        return cart;
      },
      setClient: (client) => void (cart = { ...cart, client }),
      setContact: (contact) => void (cart = { ...cart, contact }),
    },
    ofClient: (id) =>
      Promise.resolve((held.get(id) as { address?: { email: string | null; phone: string | null } })?.address ?? null),
  });
  return { store, held, reads, cart: () => cart, say: (contact: Cart['contact']) => void (cart = { ...cart, contact }) };
}
const ANNA = clientOf('1', { phone: '+7 900 123-45-67', address: { email: 'anna@mail.ru', phone: '+7 900 123-45-67' } });
const IVAN = clientOf('2', { name: 'Киселёв Иван', address: { email: null, phone: '8 916 111-22-33' } });

describe('clients at the till', () => {
  it('are read when somebody looks for one, page by page, and not before', async () => {
    const many = Array.from({ length: 1_203 }, (_, i) => clientOf(String(i).padStart(6, '0'), { name: 'Орлов Иван' }));
    const { store, reads } = till(many);
    await store.changed('store-demo-1', [many[0]!._id]);
    expect(reads).toEqual([]);
    expect(await store.find('орлов', 2_000)).toHaveLength(1_203);
    expect(reads).toHaveLength(3);
  });

  it('that came, changed or were erased meanwhile are followed', async () => {
    const { store, held } = till([ANNA]);
    expect(await store.find('киселев')).toEqual([]);
    held.set(IVAN._id, IVAN);
    held.delete(ANNA._id);
    await store.changed('store-demo-1', [IVAN._id, ANNA._id]);
    expect((await store.find('киселев')).map(({ id }) => id)).toEqual([IVAN._id]);
    expect(await store.find('петрова')).toEqual([]);
  });

  it('that another card took in are found by what they say, and stand for that one', async () => {
    const old = clientOf('3', { name: 'Орлова-Петрова Анна', mergedInto: ANNA._id });
    const { store } = till([ANNA, IVAN, old]);
    expect((await store.find('орлова')).map(({ id }) => id)).toEqual([ANNA._id]);
    expect((await store.find('анна')).map(({ id }) => id)).toEqual([ANNA._id]);
  });

  it('a new one is found at once, with consent only where it was given', async () => {
    const { store, held } = till([]);
    const made = await store.add({ name: '  Ли   Юн ', phone: '+79001112233', consent: 'paper' });
    const { client } = made as Extract<typeof made, { client: unknown }>;
    expect(held.get(client.id)).toMatchObject({ name: 'Ли Юн', phone: '+79001112233', consent: { at: AT, kind: 'paper' } });
    expect((await store.find('ли')).map(({ id }) => id)).toEqual([client.id]);
    await store.add({ name: 'Без согласия', phone: null, consent: null });
    expect([...held.values()].at(-1)).toMatchObject({ consent: null });
  });

  it('a new one needs a name, and the right to edit clients', async () => {
    expect(await till([]).store.add({ name: '  ', phone: null, consent: null })).toEqual({ code: 'BODY_INVALID' });
    expect(await till([], { may: false }).store.add({ name: 'Ли', phone: null, consent: null })).toEqual({ code: 'FORBIDDEN' });
  });
});

describe('the client of a sale', () => {
  const pick = (doc: typeof ANNA) => ({ id: doc._id, name: doc.name });

  it('brings the address they agreed to: the e-mail, else the phone as a receipt wants it', async () => {
    const { store, cart } = till([ANNA, IVAN]);
    await store.choose(pick(ANNA));
    expect(cart()).toMatchObject({ client: pick(ANNA), contact: { email: 'anna@mail.ru', phone: null } });
    await store.choose(pick(IVAN));
    expect(cart()).toMatchObject({ client: pick(IVAN), contact: { email: null, phone: '+79161112233' } });
  });
  it('takes it along when removed: nobody else’s receipt goes there', async () => {
    const { store, cart } = till([ANNA]);
    await store.choose(pick(ANNA));
    await store.choose(null);
    expect(cart()).toMatchObject({ client: null, contact: null });
  });
  it('leaves alone what the customer has said at this sale', async () => {
    const { store, cart, say } = till([ANNA]);
    say({ email: 'other@mail.ru', phone: null });
    await store.choose(pick(ANNA));
    await store.choose(null);
    expect(cart().contact).toEqual({ email: 'other@mail.ru', phone: null });
  });
});
