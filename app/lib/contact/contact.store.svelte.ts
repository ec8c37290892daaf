import { SvelteMap } from 'svelte/reactivity';
import { composeContact, contactIdOf, isEmpty, sendingIdOf, wishOf, type Addresses } from '$design/contact/contact.ts';
import { sendingView } from '$design/contact/sending-view.ts';
import { storeDatabase } from '$design/databases.ts';
import type { Client, Contact, SendWish } from '$design/documents/people.ts';
import type { Channel, Sending } from '$design/documents/sending.ts';
import type { ErrorCode } from '$design/errors.ts';
import { keyOfId } from '$design/ids.ts';
import { editFields, stampAfter } from '$design/merge/edit.ts';
import { toFailure } from '../sale/fiscal-port.ts';
import type { Databases } from '../storage/databases.ts';
import { IdTaken } from '../storage/databases.ts';
import type { ContactsModel, ReceiptContact } from './contact.model.ts';

export interface ContactsDeps {
  readonly databases: Pick<Databases, 'get' | 'create'>;
  readonly stamps: { next(): Promise<string> };
  readonly now: () => number;
  readonly place: () => { readonly store: string; readonly pos: string | null };
  readonly by: () => string | null;
}

/** Another tab or the sync loop may write between reading and writing. */
const MOST_WRITES = 5;
/** Sales whose contact is followed at a time: the open receipt, and those looked at in the history. */
const FOLLOWED = 40;

/** Contacts of sales and what the server says of their messages, in the shop's database. */
export class ContactStore implements ContactsModel {
  consent = $state<'paper' | 'electronic'>('electronic');
  private readonly known = new SvelteMap<string, ReceiptContact | null>();
  private readonly deps: ContactsDeps;

  constructor(deps: ContactsDeps) {
    this.deps = deps;
  }

  private get database(): string {
    return storeDatabase(this.deps.place().store);
  }

  of(saleId: string): ReceiptContact | null {
    const held = this.known.get(saleId);
    // Not inside the reading: a derived value must not write.
    if (held === undefined) queueMicrotask(() => void this.follow(saleId));
    return held ?? null;
  }

  private async follow(saleId: string): Promise<void> {
    if (this.known.has(saleId)) return;
    for (const oldest of [...this.known.keys()].slice(0, Math.max(0, this.known.size + 1 - FOLLOWED))) this.known.delete(oldest);
    this.known.set(saleId, null);
    await this.read(saleId);
  }

  /** Documents of the shop's database came in or were written. */
  changed(ids: readonly string[]): void {
    const told = ids.filter((id) => id.startsWith('contact:') || id.startsWith('sending:')).map(keyOfId);
    for (const saleId of [...this.known.keys()]) if (told.includes(keyOfId(saleId))) void this.read(saleId);
  }

  private async read(saleId: string): Promise<void> {
    try {
      const [contact, sending] = await Promise.all([
        this.deps.databases.get<Contact>(this.database, contactIdOf(saleId)),
        this.deps.databases.get<Sending>(this.database, sendingIdOf(saleId)),
      ]);
      if (!this.known.has(saleId)) return;
      this.known.set(saleId, {
        email: contact?.email ?? null,
        phone: contact?.phone ?? null,
        consent: contact?.consent?.kind ?? null,
        sending: { email: sendingView(contact, sending, 'email'), sms: sendingView(contact, sending, 'sms') },
      });
    } catch {
      // Shown as not known; the next change reads again.
    }
  }

  /** What the receipt's request carries; the same at every call, for the sale's whole life (design §6: same key, same body). */
  askedOf(saleId: string): Promise<Pick<Contact, 'asked'> | null> {
    return this.deps.databases.get<Contact>(this.database, contactIdOf(saleId));
  }

  /**
   * Before the register is asked: the customer's wish, durable when it resolves. Called once for a sale, after its document is written; a
   * kill between the two leaves a sale without an electronic receipt, never a person's address without a sale.
   */
  async keep(saleId: string, addresses: Addresses | null): Promise<void> {
    if (addresses === null || isEmpty(addresses)) return;
    await this.deps.databases.create(this.database, await this.compose(saleId, addresses, true));
  }

  private async compose(sale: string, addresses: Addresses, before: boolean): Promise<Contact> {
    const { deps, consent } = this;
    const hand = { hlc: await deps.stamps.next(), by: deps.by(), pos: deps.place().pos };
    this.consent = 'electronic';
    return composeContact({ sale, addresses, consent, at: deps.now(), before, hand });
  }

  async send(saleId: string, addresses: Addresses): Promise<ErrorCode | null> {
    if (isEmpty(addresses)) return 'CONTACT_INVALID';
    try {
      await this.write(saleId, addresses, wishOf(addresses, this.deps.now()));
      return null;
    } catch (error) {
      return toFailure(error).code;
    } finally {
      await this.read(saleId);
    }
  }

  async again(saleId: string, channel: Channel): Promise<ErrorCode | null> {
    const contact = await this.deps.databases.get<Contact>(this.database, contactIdOf(saleId));
    const [email, phone] = [
      channel === 'email' ? (contact?.email ?? null) : null,
      channel === 'sms' ? (contact?.phone ?? null) : null,
    ];
    if (contact === null || (email === null && phone === null)) return 'SENDING_NO_CONTACT';
    return this.send(saleId, { email, phone });
  }

  /** One channel wished anew leaves the other's address where it is, and a wish of it that the server has not heard of yet. */
  private async write(saleId: string, addresses: Addresses, wish: SendWish): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const held = await this.deps.databases.get<Contact>(this.database, contactIdOf(saleId));
      try {
        if (held === null) {
          await this.deps.databases.create(this.database, await this.compose(saleId, addresses, false));
          return;
        }
        const next = stampAfter(await this.deps.stamps.next(), held);
        const { email, phone } = { email: addresses.email ?? held.email, phone: addresses.phone ?? held.phone };
        const sending = await this.deps.databases.get<Sending>(this.database, sendingIdOf(saleId));
        const unheard = (channel: Channel) => sendingView(held, sending, channel).state === 'queued';
        const send = { ...wish, email: wish.email || unheard('email'), sms: wish.sms || unheard('sms') };
        const consent = held.consent ?? { at: this.deps.now(), kind: this.consent };
        const hand = { hlc: next, by: this.deps.by(), pos: this.deps.place().pos };
        await this.deps.databases.create(this.database, editFields(held, { email, phone, send, consent }, hand));
        return;
      } catch (error) {
        if (!(error instanceof IdTaken) || attempt >= MOST_WRITES) throw error;
      }
    }
  }

  async ofClient(clientId: string): Promise<Addresses | null> {
    const client = await this.deps.databases.get<Client>(this.database, clientId).catch(() => null);
    return client?.consent && !isEmpty(client) ? { email: client.email, phone: client.phone } : null;
  }
}
