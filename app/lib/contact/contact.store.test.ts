import { describe, expect, it } from 'vitest';
import { contactIdOf, sendingIdOf } from '$design/contact/contact.ts';
import type { Contact } from '$design/documents/people.ts';
import { receiptRequestOf } from '$design/sale/sale-document.ts';
import { makeSale } from '../../../tests/factories/receipts.ts';
import { IdTaken } from '../storage/databases.ts';
import { ContactStore } from './contact.store.svelte.ts';

const AT = Date.UTC(2026, 10, 21, 9);
const MAIL = { email: 'ivan@mail.ru', phone: null };
type Doc = { _id: string; _rev?: string };

function shop() {
  const docs = new Map<string, Doc>();
  let [now, ticks] = [AT, 0];
  const databases = {
    get: <T>(_name: string, id: string) => Promise.resolve((docs.get(id) ?? null) as T | null),
    create(_name: string, doc: Doc) {
      if ((docs.get(doc._id)?._rev ?? undefined) !== doc._rev) return Promise.reject(new IdTaken(doc._id));
      const _rev = `${(ticks += 1)}-a`;
      docs.set(doc._id, { ...doc, _rev });
      return Promise.resolve(_rev);
    },
  };
  const open = () =>
    new ContactStore({
      databases: databases,
      stamps: { next: () => Promise.resolve(`${now}-${String((ticks += 1)).padStart(4, '0')}-0001`) },
      now: () => (now += 1),
      place: () => ({ store: 'demo-1', pos: 'POS-001' }),
      by: () => 'staff:1',
    });
  return { docs, open };
}
const sale = makeSale({ at: AT });

describe('the contact of a sale at the till', () => {
  it('is the same in the receipt’s request after a reload and after the receipt was sent elsewhere: same key, same body (A-08)', async () => {
    const { open } = shop();
    const till = open();
    await till.keep(sale._id, MAIL);
    const first = receiptRequestOf(sale, await till.askedOf(sale._id));
    expect(first.customer).toEqual(MAIL);
    await till.send(sale._id, { email: 'other@mail.ru', phone: '+79001234567' });
    const reloaded = open();
    expect(receiptRequestOf(sale, await reloaded.askedOf(sale._id))).toEqual(first);
  });

  it('given after the receipt never gets into the request', async () => {
    const { open } = shop();
    const till = open();
    await till.keep(sale._id, null);
    const first = receiptRequestOf(sale, await till.askedOf(sale._id));
    expect(await till.send(sale._id, MAIL)).toBeNull();
    expect(receiptRequestOf(sale, await till.askedOf(sale._id))).toEqual(first);
    expect(first.customer).toBeNull();
  });

  it('bears the consent that was given, and the next one is asked for anew', async () => {
    const { docs, open } = shop();
    const till = open();
    till.consent = 'paper';
    await till.keep(sale._id, MAIL);
    expect(docs.get(contactIdOf(sale._id))).toMatchObject({ consent: { kind: 'paper' }, send: { email: true, sms: false } });
    expect(till.consent).toBe('electronic');
  });

  it('is wished anew by a press, one way at a time, and not without an address', async () => {
    const { docs, open } = shop();
    const till = open();
    await till.keep(sale._id, { email: 'ivan@mail.ru', phone: '+79001234567' });
    const heard = (docs.get(contactIdOf(sale._id)) as Contact).send!.at;
    const outcome = { wish: heard, state: 'sent', at: heard, tries: 1, code: null, via: 'smtp' };
    docs.set(sendingIdOf(sale._id), { _id: sendingIdOf(sale._id), ...{ email: outcome, sms: outcome } });
    const before = docs.get(contactIdOf(sale._id)) as Contact;
    expect(await till.again(sale._id, 'sms')).toBeNull();
    const after = docs.get(contactIdOf(sale._id)) as Contact;
    expect(after).toMatchObject({ email: 'ivan@mail.ru', phone: '+79001234567', send: { email: false, sms: true } });
    expect(after.send!.at).toBeGreaterThan(before.send!.at);
    expect(await till.again('sale:1795253460000-0000-0009', 'email')).toBe('SENDING_NO_CONTACT');
  });

  it('keeps a wish that the server has not heard of when another is added offline', async () => {
    const { docs, open } = shop();
    const till = open();
    await till.keep(sale._id, MAIL);
    await till.send(sale._id, { email: null, phone: '+79001234567' });
    expect(docs.get(contactIdOf(sale._id))).toMatchObject({ email: 'ivan@mail.ru', send: { email: true, sms: true } });
  });

  it('tells how its sending stands, and follows the server’s word', async () => {
    const { docs, open } = shop();
    const till = open();
    await till.keep(sale._id, MAIL);
    till.of(sale._id);
    await expect.poll(() => till.of(sale._id)?.sending.email.state).toBe('queued');
    const wish = (docs.get(contactIdOf(sale._id)) as Contact).send!.at;
    docs.set(sendingIdOf(sale._id), {
      _id: sendingIdOf(sale._id),
      ...{ email: { wish, state: 'sent', at: wish + 9, tries: 1, code: null, via: 'smtp' }, sms: null },
    });
    till.changed([sendingIdOf(sale._id)]);
    await expect.poll(() => till.of(sale._id)?.sending.email.state).toBe('sent');
  });
});
