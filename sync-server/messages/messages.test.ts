import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeContact, contactIdOf, sendingIdOf, wishOf, type Addresses } from '../../design/contact/contact.ts';
import type { Sale } from '../../design/documents/facts.ts';
import type { Sending } from '../../design/documents/sending.ts';
import { DAY, HOUR, MINUTE } from '../../design/time/clock.ts';
import { makeResult, makeSale, makeVoid } from '../../tests/factories/receipts.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import type { Log } from '../log.ts';
import { createShopCases } from '../notices/shop-cases.ts';
import { createStamps } from '../stamps.ts';
import { createMessages, type Messages } from './messages.ts';
import { eraseContacts } from './retention.ts';
import { DeliveryFault, type Email, type Sms } from './transport.ts';

const NOON = Date.UTC(2026, 10, 21, 9);
const MAIL: Addresses = { email: 'ivan.petrov@mail.ru', phone: null };
const SALES = 'sales-demo-1-202611';

let engine: Engine;
let now: number;
let emails: Email[];
let texts: Sms[];
let fault: DeliveryFault | null;
let log: string[];
let messages: Messages;
let job: ReturnType<Messages['work']>;
let turns: string[];

function begin(): void {
  const clock = { now: () => now };
  const said: Log = (_level, event, facts) => void log.push(JSON.stringify({ event, ...facts }));
  messages = createMessages({
    clock,
    cases: createShopCases(engine),
    stamps: createStamps(clock),
    random: () => 0,
    timeZoneOf: () => 'Europe/Moscow',
    transports: {
      email: {
        via: 'smtp',
        send(email) {
          turns.push('mail');
          if (fault) return Promise.reject(fault);
          emails.push(email);
          return Promise.resolve();
        },
      },
      sms: { via: 'console', send: (sms) => Promise.resolve(void texts.push(sms)) },
    },
    demo: true,
    host: 'optika.ru',
    log: said,
    yields: () => Promise.resolve(void turns.push('fiscal')),
    counted: () => undefined,
  });
  job = messages.work(engine);
}
async function restart(): Promise<void> {
  await job.stop();
  begin();
}
beforeEach(() => {
  engine = createMemoryEngine();
  now = NOON;
  [emails, texts, fault, log, turns] = [[], [], null, [], []];
  begin();
});
afterEach(() => job.stop());

async function put(database: string, ...docs: { _id: string }[]): Promise<void> {
  for (const doc of docs) expect(await (await engine.open(database)).put(doc)).toMatchObject({ ok: true });
}
const contactOf = (sale: Sale, addresses: Addresses, at = now) =>
  composeContact({
    ...{ sale: sale._id, addresses, consent: 'electronic', at, before: true },
    hand: { hlc: sale.hlc, by: null, pos: 'POS-001' },
  });
async function wishAgain(sale: Sale, change: Partial<Addresses> = {}): Promise<void> {
  const shop = await engine.open('store-demo-1');
  const held = (await shop.get(contactIdOf(sale._id)))!;
  await shop.put({ ...held, ...change, send: wishOf({ ...MAIL, ...change }, now) });
}
const told = async (sale: Sale): Promise<Sending | null> =>
  (await (await engine.open('store-demo-1')).get(sendingIdOf(sale._id))) as Sending | null;

describe('electronic receipts of the shops (A-80…A-82)', () => {
  it('go out when wish and receipt are both here, whichever came first', async () => {
    const [one, other] = [makeSale({ at: NOON }), makeSale({ at: NOON, counter: 1 })];
    await put('store-demo-1', contactOf(one, MAIL));
    await put(SALES, one, other, makeResult(other));
    await job.settled();
    expect(emails).toEqual([]);
    expect((await told(one))?.email).toMatchObject({ state: 'waiting', tries: 0 });
    // A day offline later: the till hands in what its register has done.
    now += 26 * HOUR;
    await put(SALES, makeResult(one));
    await put('store-demo-1', contactOf(other, { email: 'a@b.ru', phone: '+79001234567' }));
    await job.settled();
    expect(emails.map(({ to }) => to).sort()).toEqual(['a@b.ru', 'ivan.petrov@mail.ru']);
    expect(texts).toMatchObject([{ to: '+79001234567' }]);
    expect((await told(one))?.email).toMatchObject({ state: 'sent', at: now, via: 'smtp', code: null });
    expect((await told(other))?.sms).toMatchObject({ state: 'sent', via: 'console' });
  });

  it('go out once, however often their contact changes and the server starts', async () => {
    const sale = makeSale({ at: NOON });
    await put('store-demo-1', contactOf(sale, MAIL));
    await put(SALES, sale, makeResult(sale));
    await job.settled();
    const shop = await engine.open('store-demo-1');
    await shop.put({ ...(await shop.get(contactIdOf(sale._id)))!, consent: { at: now, kind: 'paper' } });
    await job.settled();
    await restart();
    await job.settled();
    expect(emails).toHaveLength(1);
  });

  it('are sent again under the same message id where the server was killed between its note and the mail server’s word', async () => {
    const sale = makeSale({ at: NOON });
    await put('store-demo-1', contactOf(sale, MAIL));
    await put(SALES, sale, makeResult(sale));
    await job.settled();
    const control = await engine.open('control');
    const [message] = await control.range({ startkey: 'message:', endkey: 'message:\ufff0' });
    await job.stop();
    await control.put({ ...message!, state: 'sending' });
    begin();
    await job.settled();
    expect(emails).toHaveLength(2);
    expect(new Set(emails.map(({ id }) => id)).size).toBe(1);
    expect((await told(sale))?.email).toMatchObject({ state: 'sent', tries: 2 });
  });

  it('are not sent again where the mail server has taken one and the note of it could not be written', async () => {
    const sale = makeSale({ at: NOON });
    const control = await engine.open('control');
    const write = control.put.bind(control);
    let broken = 2;
    control.put = (doc) => (doc['state'] === 'sent' && broken-- > 0 ? Promise.reject(new Error('the disk is full')) : write(doc));
    await put('store-demo-1', contactOf(sale, MAIL));
    await put(SALES, sale, makeResult(sale));
    for (let look = 0; look < 4; look += 1) {
      await job.settled();
      now += HOUR;
    }
    expect(emails).toHaveLength(1);
    expect((await told(sale))?.email).toMatchObject({ state: 'sent', tries: 1 });
  });

  it('go out once where a second wish comes before the first is fulfilled: to the address that stands then', async () => {
    const sale = makeSale({ at: NOON });
    await put('store-demo-1', contactOf(sale, MAIL));
    await put(SALES, sale);
    await job.settled();
    now += MINUTE;
    await wishAgain(sale, { email: 'ivan@mail.ru', phone: '+79001234567' });
    await job.settled();
    await put(SALES, makeResult(sale));
    await job.settled();
    expect(emails.map(({ to }) => to)).toEqual(['ivan@mail.ru']);
    expect(texts).toHaveLength(1);
    expect((await told(sale))?.email).toMatchObject({ state: 'sent', wish: now });
    expect(messages.desk()!.waiting('email')).toBe(0);
  });

  it('are sent anew where a person wishes it, five times a day at most', async () => {
    const sale = makeSale({ at: NOON });
    await put('store-demo-1', contactOf(sale, MAIL));
    await put(SALES, sale, makeResult(sale));
    await job.settled();
    for (let nth = 2; nth <= 7; nth += 1) {
      now += MINUTE;
      await wishAgain(sale, { email: `address-${nth}@mail.ru` });
      await job.settled();
    }
    expect(emails.map(({ to }) => to)).toEqual(['ivan.petrov@mail.ru', ...[2, 3, 4, 5].map((n) => `address-${n}@mail.ru`)]);
    expect(new Set(emails.map(({ id }) => id)).size).toBe(5);
    expect((await told(sale))?.email).toMatchObject({ state: 'failed', code: 'SENDING_LIMIT', wish: now });
  });

  it('tell the shop and the administrator that there is no such address, and are tried again by hand', async () => {
    const sale = makeSale({ at: NOON });
    fault = new DeliveryFault('address', 'RCPT TO 550');
    await put('store-demo-1', contactOf(sale, MAIL));
    await put(SALES, sale, makeResult(sale));
    await job.settled();
    expect((await told(sale))?.email).toMatchObject({ state: 'failed', code: 'SENDING_ADDRESS_UNKNOWN', tries: 1 });
    const [dead] = messages.desk()!.dead();
    fault = null;
    expect(await messages.desk()!.again(dead!._id)).toBe(true);
    await job.settled();
    expect(emails).toHaveLength(1);
    expect((await told(sale))?.email?.state).toBe('sent');
    expect(messages.desk()!.dead()).toEqual([]);
  });

  it('wait for a mail server that is away: no message is tried and none is given up for it', async () => {
    const sales = [0, 1, 2].map((counter) => makeSale({ at: NOON, counter }));
    fault = new DeliveryFault('service', 'ECONNECTION');
    for (const sale of sales) {
      await put('store-demo-1', contactOf(sale, MAIL));
      await put(SALES, sale, makeResult(sale));
    }
    await job.settled();
    expect(turns.filter((turn) => turn === 'mail')).toHaveLength(1);
    expect(messages.desk()!.service('email')).toMatchObject({ since: NOON, why: 'ECONNECTION' });
    now += HOUR;
    fault = null;
    await job.settled();
    expect(emails).toHaveLength(3);
    expect(messages.desk()!.service('email').since).toBeNull();
    expect(messages.desk()!.waiting('email')).toBe(0);
  });

  it('are given up after two days', async () => {
    const sale = makeSale({ at: NOON });
    fault = new DeliveryFault('later', 'RCPT TO 450');
    await put('store-demo-1', contactOf(sale, MAIL));
    await put(SALES, sale, makeResult(sale));
    await job.settled();
    expect((await told(sale))?.email).toMatchObject({ state: 'waiting', tries: 1 });
    now += 2 * DAY;
    await job.settled();
    expect((await told(sale))?.email).toMatchObject({ state: 'failed', code: 'SENDING_GAVE_UP', tries: 2 });
  });

  it('are not sent for a sale that was voided, nor to a contact that was erased', async () => {
    const [voided, erased] = [makeSale({ at: NOON }), makeSale({ at: NOON, counter: 1 })];
    await put('store-demo-1', contactOf(voided, MAIL), contactOf(erased, MAIL));
    await put(SALES, voided, { ...makeVoid(voided), _id: `sale-void:${voided.hlc}` }, erased);
    await job.settled();
    const shop = await engine.open('store-demo-1');
    const contact = (await shop.get(contactIdOf(erased._id)))!;
    await shop.put({ _id: contact._id, _rev: contact._rev, _deleted: true, erased: true });
    await job.settled();
    await put(SALES, makeResult(erased));
    await job.settled();
    expect(emails).toEqual([]);
    expect((await told(voided))?.email?.code).toBe('SENDING_NO_RECEIPT');
    expect((await told(erased))?.email?.code).toBe('SENDING_NO_CONTACT');
  });

  it('come after the fiscal work of the process (L-19)', async () => {
    const sale = makeSale({ at: NOON });
    await put('store-demo-1', contactOf(sale, MAIL));
    await put(SALES, sale, makeResult(sale));
    await job.settled();
    expect(turns[turns.indexOf('mail') - 1]).toBe('fiscal');
  });

  it('leave no address in the queue, in what the shop is told and in the log', async () => {
    const sale = makeSale({ at: NOON });
    await put('store-demo-1', contactOf(sale, { email: 'ivan.petrov@mail.ru', phone: '+79001234567' }));
    await put(SALES, sale, makeResult(sale));
    await job.settled();
    const queue = await (await engine.open('control')).range({});
    const everything = JSON.stringify([queue, await told(sale), log]);
    expect(everything).toContain('message-sent');
    expect(everything).not.toMatch(/petrov|9001234567/);
  });
});

describe('a contact after its time', () => {
  it('is erased thirty days after the last wish, with what is known of its messages', async () => {
    const [old, unsettled, fresh] = [0, 1, 2].map((counter) => makeSale({ at: NOON, counter })) as [Sale, Sale, Sale];
    await put('store-demo-1', contactOf(old, MAIL), contactOf(unsettled, MAIL), contactOf(fresh, MAIL));
    await put(SALES, old, makeResult(old), unsettled, fresh, makeResult(fresh));
    await job.settled();
    now += 20 * DAY;
    await wishAgain(fresh);
    await job.settled();
    now += 11 * DAY;
    expect(await eraseContacts(engine, now, () => 'Europe/Moscow')).toBe(1);
    const shop = await engine.open('store-demo-1');
    const left = await Promise.all([old, unsettled, fresh].map(async ({ _id }) => (await shop.get(contactIdOf(_id))) !== null));
    // The till may still register the one without an outcome, and has to send the very same request.
    expect(left).toEqual([false, true, true]);
    expect(await told(old)).toBeNull();
    expect(await told(fresh)).not.toBeNull();
  });
});
