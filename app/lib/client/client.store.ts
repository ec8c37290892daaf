import type { Client } from '$design/documents/people.ts';
import { readEmail, readPhone } from '$design/contact/address.ts';
import { isEmpty, type Addresses } from '$design/contact/contact.ts';
import { standingId } from '$design/clients/merged-into.ts';
import { storeDatabase } from '$design/databases.ts';
import { docId, rangeOf } from '$design/ids.ts';
import { clientTraits, findClients, type ClientTraits } from '$design/search/client-search.ts';
import { normalise } from '$design/search/fold.ts';
import { toFailure } from '../sale/fiscal-port.ts';
import type { CartModel } from '../sale/cart.model.ts';
import type { Databases } from '../storage/databases.ts';
import type { ClientsModel, KnownClient, NewClient } from './client.model.ts';

export interface ClientsDeps {
  readonly databases: Pick<Databases, 'range' | 'get' | 'create' | 'known'>;
  readonly stamps: { next(): Promise<string> };
  readonly now: () => number;
  readonly place: () => { readonly store: string; readonly pos: string | null };
  readonly by: () => string | null;
  readonly mayEdit: () => boolean;
  readonly cart: Pick<CartModel, 'cart' | 'setClient' | 'setContact'>;
  /** Addresses of a client who agreed to electronic receipts. */
  readonly ofClient: (id: string) => Promise<Addresses | null>;
}

type Held = KnownClient & ClientTraits & { readonly mergedInto: string | null };

/** Clients read at a time: between two pages whatever waits on this page goes first. */
const PAGE = 500;

/**
 * The shop's clients, read when somebody first looks for one and followed from then on: a till that never asks for a client never pays
 * for it.
 */
export class ClientStore implements ClientsModel {
  private readonly held = new Map<string, Held>();
  private sorted: readonly Held[] | null = null;
  private reading: Promise<void> | null = null;
  private readonly deps: ClientsDeps;

  constructor(deps: ClientsDeps) {
    this.deps = deps;
  }

  private get database(): string {
    return storeDatabase(this.deps.place().store);
  }

  async find(text: string, most = 8): Promise<readonly KnownClient[]> {
    // Before the first exchange this device holds nothing of the shop, and must not make an empty database of it.
    if (!this.deps.databases.known().includes(this.database)) return [];
    await this.read();
    this.sorted ??= [...this.held.values()].sort((a, b) => a.name.localeCompare(b.name, 'ru'));
    // A card that another took in is found by what it says, and stands for that one.
    const found = findClients(this.sorted, text, Infinity).map(({ id }) => this.held.get(standingId(id, this.linkOf))!);
    return [...new Set(found)].slice(0, most);
  }

  async add({ name, phone, consent }: NewClient): Promise<Awaited<ReturnType<ClientsModel['add']>>> {
    const { mayEdit, databases, stamps, place, by, now } = this.deps;
    if (!mayEdit()) return { code: 'FORBIDDEN' };
    const plain = name.replace(/\s+/g, ' ').trim();
    if (normalise(plain) === '') return { code: 'BODY_INVALID' };
    try {
      const hlc = await stamps.next();
      const fields = {
        ...{ store: place().store, name: plain, phone, email: null, birth: null },
        consent: consent === null ? null : { at: now(), kind: consent },
      };
      const client: Client = {
        ...{ _id: docId('client', hlc), type: 'client', schema: 1, hlc, by: by(), pos: place().pos, ...fields },
        stamps: Object.fromEntries(Object.keys(fields).map((field) => [field, hlc])),
      };
      await databases.create(this.database, client);
      return { client: this.take(client) };
    } catch (error) {
      return { code: toFailure(error).code };
    }
  }

  async choose(client: Pick<KnownClient, 'id' | 'name'> | null): Promise<void> {
    const { cart } = this.deps;
    const before = cart.cart.client;
    if (before?.id === client?.id) return;
    const [old, next] = [await this.addressOf(before?.id), await this.addressOf(client?.id)];
    const { contact } = cart.cart;
    cart.setClient(client && { id: client.id, name: client.name });
    // What the customer said at this very sale stays; what came with the client before goes with that client.
    const own = contact !== null && (contact.email !== old?.email || contact.phone !== old?.phone);
    if (!own) cart.setContact(next);
  }

  /** One way is enough: the e-mail, which costs nothing, else the phone. */
  private async addressOf(id: string | undefined): Promise<Addresses | null> {
    const known = id === undefined ? null : await this.deps.ofClient(id).catch(() => null);
    if (!known) return null;
    const email = known.email === null ? null : readEmail(known.email).value;
    const phone = email !== null || known.phone === null ? null : readPhone(known.phone).value;
    return isEmpty({ email, phone }) ? null : { email, phone };
  }

  /** Documents of the shop's database came in or were written. */
  async changed(database: string, ids: readonly string[]): Promise<void> {
    if (this.reading === null || database !== this.database) return;
    await this.reading;
    for (const id of ids.filter((one) => one.startsWith('client:'))) {
      const client = await this.deps.databases.get<Client>(database, id).catch(() => null);
      if (client) this.take(client);
      else if (this.held.delete(id)) this.sorted = null;
    }
  }

  private read(): Promise<void> {
    this.reading ??= this.readAll().catch((error: unknown) => {
      this.reading = null;
      throw error;
    });
    return this.reading;
  }

  private async readAll(): Promise<void> {
    const { databases } = this.deps;
    const name = this.database;
    const { startkey, endkey } = rangeOf('client');
    for (let from = startkey; ;) {
      const page = await databases.range<Client>(name, from, endkey, { limit: PAGE });
      for (const client of page) this.take(client);
      if (page.length < PAGE) return;
      from = `${page.at(-1)!._id}\u0000`;
    }
  }

  private readonly linkOf = (id: string) => {
    const held = this.held.get(id);
    return held && { _id: id, mergedInto: held.mergedInto };
  };

  private take({ _id: id, name, phone, email, birth, mergedInto = null }: Client): Held {
    const held = { id, name, phone, email, birth, mergedInto, ...clientTraits({ name, phone, email }) };
    this.held.set(id, held);
    this.sorted = null;
    return held;
  }
}
