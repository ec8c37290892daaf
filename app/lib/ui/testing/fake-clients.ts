import { clientTraits, findClients } from '$design/search/client-search.ts';
import type { ClientsModel } from '$lib/client/client.model.ts';
import type { CartModel } from '$lib/sale/cart.model.ts';

const person = (id: string, name: string, phone: string | null, birth: string | null) => ({
  ...{ id, name, phone, email: null, birth },
  ...clientTraits({ name, phone, email: null }),
});
const PEOPLE = [
  person('client:1', 'Киселёва Анна Сергеевна', '+7 900 123-45-67', '1984-03-05'),
  person('client:2', 'Киселёв Иван Петрович', '+7 916 111-22-33', '1971-11-30'),
  person('client:3', 'Константинопольская Александра Константиновна', null, null),
];

/** Three clients; what is added is chosen and not kept. */
export const fakeClients = (cart: CartModel): ClientsModel => ({
  find: (text, most = 8) => Promise.resolve(findClients(PEOPLE, text, most)),
  add: ({ name, phone }) => Promise.resolve({ client: person('client:9', name, phone, null) }),
  choose: (client) => Promise.resolve(cart.setClient(client && { id: client.id, name: client.name })),
});
