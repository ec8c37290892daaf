import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SupplierLetter, SupplierOrder } from '../../design/documents/supplier-order.ts';
import { letterBytes } from '../../design/orders/supplier-formats.ts';
import { supplierId } from '../../design/orders/suppliers.ts';
import { DAY, HOUR, MINUTE } from '../../design/time/clock.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { orderedLensOf } from '../../tests/factories/order-events.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { createMessages, type Messages } from '../messages/messages.ts';
import { mailOf } from '../messages/smtp.transport.ts';
import { DeliveryFault, type Email } from '../messages/transport.ts';
import { createShopCases } from '../notices/shop-cases.ts';
import { createStamps } from '../stamps.ts';

const NOON = Date.UTC(2026, 10, 21, 9);
const SHOP = 'store-demo-1';
const ID = 'supplier-order:1';
const LETTER: SupplierLetter = {
  at: NOON,
  subject: 'Заказ линз № 3-001, Оптика',
  text: 'Здравствуйте!\n17-A\n  OD: …',
  file: { name: 'lens-order-3-001.vca', text: 'JOB=17-A\r\nDO=R\r\n' },
};
const digestOf = ({ subject, text, file }: SupplierLetter): string =>
  createHash('sha256').update(letterBytes({ subject, text, file })).digest('hex');

let engine: Engine;
let now: number;
let emails: Email[];
let fault: DeliveryFault | null;
let messages: Messages;
let job: ReturnType<Messages['work']>;

function begin(): void {
  const clock = { now: () => now };
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
          if (fault) return Promise.reject(fault);
          emails.push(email);
          return Promise.resolve();
        },
      },
      sms: { via: 'console', send: () => Promise.reject(new Error('no text message goes to a supplier')) },
    },
    demo: false,
    host: 'optika.ru',
    log: () => undefined,
    yields: () => Promise.resolve(),
    counted: () => undefined,
  });
  job = messages.work(engine);
}
beforeEach(() => {
  engine = createMemoryEngine();
  now = NOON;
  [emails, fault] = [[], null];
  begin();
});
afterEach(() => job.stop());

const stamp = (): string => formatHlc({ wall: now, counter: 0, device: 3 });
const head = () => ({ hlc: stamp(), by: null, pos: null });
const order = (change: Partial<SupplierOrder> = {}): SupplierOrder => ({
  ...{ _id: ID, type: 'supplier-order', schema: 1, ...head(), store: 'demo-1', number: '3-001', supplier: 'Линзы Плюс' },
  lines: [{ order: 'order:17', number: '17', pair: 'A', eye: 'od', lens: orderedLensOf() }],
  ...{ sent: null, stamps: {}, ...change },
});
const card = (email: string | null) => ({
  ...{ _id: supplierId('Линзы Плюс'), type: 'supplier', schema: 1, ...head(), store: 'demo-1', name: 'Линзы Плюс' },
  ...{ email, format: 'vca', customer: null, stamps: {} },
});
async function put(doc: { _id: string }): Promise<void> {
  const shop = await engine.open(SHOP);
  const held = await shop.get(doc._id);
  expect(await shop.put({ ...doc, ...(held ? { _rev: held._rev } : {}) })).toMatchObject({ ok: true });
}
const told = async (): Promise<SupplierOrder> => (await (await engine.open(SHOP)).get(ID)) as unknown as SupplierOrder;
/** What a tablet writes: over what stands there. */
const patch = async (change: Partial<SupplierOrder>): Promise<void> => put(Object.assign(await told(), change, { hlc: stamp() }));

describe('an order to a supplier (issue 6 part 7)', () => {
  it('goes out in the words that the person saw, to the address of the supplier’s card, and its order bears the digest', async () => {
    await put(card('zakaz@linzy.example'));
    await put(order({ send: LETTER }));
    await job.settled();
    expect(emails).toMatchObject([{ to: 'zakaz@linzy.example', subject: LETTER.subject, text: LETTER.text, file: LETTER.file }]);
    const { sent, mail } = await told();
    expect(sent).toEqual({ at: NOON, via: 'email', digest: digestOf(LETTER) });
    expect(mail).toMatchObject({ wish: NOON, state: 'sent', tries: 1, via: 'smtp', code: null, digest: digestOf(LETTER) });
    const { attachments, headers } = mailOf(emails[0]!, 'lens@optika.ru');
    expect(attachments).toMatchObject([{ filename: 'lens-order-3-001.vca', content: Buffer.from('JOB=17-A\r\nDO=R\r\n') }]);
    // A supplier answers: this is no machine's notice.
    expect(headers).toEqual({});
  });

  it('goes out once, however often its document changes and the server starts', async () => {
    await put(card('zakaz@linzy.example'));
    await put(order({ send: LETTER }));
    await job.settled();
    await patch({ dropped: [] });
    await job.settled();
    await job.stop();
    begin();
    await job.settled();
    expect(emails).toHaveLength(1);
    // Nor does a server that knows nothing of its queue any more (another one, yesterday's backup).
    await job.stop();
    const control = await engine.open('control');
    for (const { _id, _rev } of await control.range({})) await control.put({ _id, _rev, _deleted: true });
    begin();
    await job.settled();
    expect(emails).toHaveLength(1);
  });

  it('goes under one message id where the server is killed between the sending and its stamp', async () => {
    await put(card('zakaz@linzy.example'));
    await put(order({ send: LETTER }));
    await job.settled();
    const control = await engine.open('control');
    const [message] = await control.range({ startkey: 'message:', endkey: 'message:\ufff0' });
    await job.stop();
    await control.put({ ...message!, state: 'sending' });
    await patch({ sent: null, mail: null });
    begin();
    await job.settled();
    expect(emails).toHaveLength(2);
    expect(new Set(emails.map(({ id }) => id)).size).toBe(1);
    expect((await told()).sent).toMatchObject({ via: 'email', digest: digestOf(LETTER) });
  });

  it('is not sent again where the mail server has it and the note of that could not be written', async () => {
    const control = await engine.open('control');
    const write = control.put.bind(control);
    let broken = 2;
    control.put = (doc) => (doc['state'] === 'sent' && broken-- > 0 ? Promise.reject(new Error('the disk is full')) : write(doc));
    await put(card('zakaz@linzy.example'));
    await put(order({ send: LETTER }));
    for (let look = 0; look < 4; look += 1) {
      await job.settled();
      now += HOUR;
    }
    expect(emails).toHaveLength(1);
    expect((await told()).mail).toMatchObject({ state: 'sent' });
  });

  it('says that there is no address, and goes once a person has entered one and wished again', async () => {
    await put(order({ send: LETTER }));
    await job.settled();
    expect((await told()).mail).toMatchObject({ state: 'failed', code: 'SENDING_NO_CONTACT', digest: null });
    expect((await told()).sent).toBeNull();
    await put(card('zakaz@linzy.example'));
    await job.settled();
    expect(emails).toEqual([]);
    now += MINUTE;
    await patch({ send: { ...LETTER, at: now } });
    await job.settled();
    expect(emails).toHaveLength(1);
    expect((await told()).mail).toMatchObject({ wish: now, state: 'sent' });
  });

  it('waits for a mail server that is away and tells so; one that refuses it for good is told with its reason', async () => {
    fault = new DeliveryFault('service', 'ECONNECTION');
    await put(card('zakaz@linzy.example'));
    await put(order({ send: LETTER }));
    await job.settled();
    expect((await told()).mail).toMatchObject({ state: 'waiting' });
    fault = new DeliveryFault('refused', 'DATA 554');
    now += HOUR;
    await job.settled();
    expect((await told()).mail).toMatchObject({ state: 'failed', code: 'SENDING_REFUSED' });
    now += DAY;
    fault = null;
    await job.settled();
    expect(emails).toEqual([]);
  });

  it('called off before anybody tried to send it is not sent, and neither is a letter about that', async () => {
    await put(card('zakaz@linzy.example'));
    const withdraw = { ...LETTER, at: NOON + 1, subject: 'Отмена', file: null };
    await put(order({ send: LETTER, cancelled: { at: NOON, reason: 'ошибка' }, withdraw }));
    await job.settled();
    now += HOUR;
    await job.settled();
    expect(emails).toEqual([]);
    expect(await told()).toMatchObject({ mail: { code: 'SENDING_NOT_DUE' }, withdrawn: { code: 'SENDING_NOT_DUE' }, sent: null });
  });

  it('called off after it went out: one letter says so, and never before the order itself', async () => {
    await put(card('zakaz@linzy.example'));
    fault = new DeliveryFault('later', 'RCPT TO 450');
    await put(order({ send: LETTER }));
    await job.settled();
    now += 1;
    const withdraw = { ...LETTER, at: now, subject: 'Отмена', file: null };
    await patch({ cancelled: { at: now, reason: 'ошибка' }, withdraw });
    fault = null;
    await job.settled();
    // The order was tried: the supplier may have it, so both go, in their order.
    expect(emails.map(({ subject }) => subject)).not.toContain('Отмена');
    for (let look = 0; look < 3; look += 1) {
      now += HOUR;
      await job.settled();
    }
    expect(emails.map(({ subject }) => subject)).toEqual([LETTER.subject, 'Отмена']);
    expect((await told()).withdrawn).toMatchObject({ wish: withdraw.at, state: 'sent', digest: digestOf(withdraw) });
  });

  it('leaves what a tablet wrote meanwhile beside the server’s word', async () => {
    await put(card('zakaz@linzy.example'));
    await put(
      order({ send: LETTER, dropped: [{ order: 'order:17', pair: 'A', eye: 'od', at: NOON }], stamps: { dropped: stamp() } }),
    );
    await job.settled();
    const doc = await told();
    expect(doc.dropped).toHaveLength(1);
    expect(doc.stamps).toMatchObject({ dropped: stamp() });
    expect(Object.keys(doc.stamps).sort()).toEqual(['dropped', 'mail', 'sent']);
  });
});
