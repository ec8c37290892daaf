import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '../../../design/documents/notice.ts';
import type { Order } from '../../../design/documents/order.ts';
import { replayOrder } from '../../../design/folds/order.ts';
import { DAY, HOUR, MINUTE } from '../../../design/time/clock.ts';
import { clientOf } from '../../factories/clients.ts';
import { described, eventsOf, makeOrder, ORDERED_AT } from '../../factories/order-events.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

const STORE = 'store-demo-1';
const READY = [
  described(),
  { kind: 'promise', day: '2026-11-23' },
  { kind: 'confirm' },
  { kind: 'start' },
  { kind: 'ready' },
] as const;
const ANNA = { name: 'Орлова Анна Сергеевна', phone: '+79001234567', email: 'anna@example.org' };

describe('notices to clients', () => {
  let fixture: ServerFixture;
  let token: string;
  beforeEach(async () => {
    fixture = await startFixture();
    ({ token } = await fixture.pair('POS-001'));
    fixture.clock.forward(5 * MINUTE);
  });
  afterEach(() => fixture.end());

  const put = async (...docs: object[]): Promise<void> => {
    const body = { docs, new_edits: true };
    const rows = (await (await fixture.call('POST', `/db/${STORE}/_bulk_docs`, { token, body })).json()) as { ok?: boolean }[];
    for (const row of rows) expect(row).toMatchObject({ ok: true });
    await fixture.server.jobs.settled();
  };
  const client = (change: object = {}) => ({ ...clientOf('1'), ...ANNA, ...change });
  const orderAt = (...events: Parameters<typeof eventsOf>): Order => makeOrder('7', eventsOf(...events));
  const ready = (): Order => orderAt(...READY);
  const held = async <T>(id: string): Promise<T> => (await (await fixture.server.engine.open(STORE)).get(id)) as T;
  /** What went out, by file. */
  const sent = (): string[] => {
    const outbox = join(fixture.folder, 'sync', 'outbox');
    return existsSync(outbox) ? readdirSync(outbox).map((name) => readFileSync(join(outbox, name), 'utf8')) : [];
  };
  const later = async (ms: number): Promise<void> => {
    fixture.clock.forward(ms);
    await fixture.server.jobs.settled();
  };
  const notices = async (): Promise<Notice[]> =>
    (await (await fixture.server.engine.open(STORE)).range({ startkey: 'notice:', endkey: 'notice:\ufff0' })) as never;
  const calls = async (): Promise<{ key: string; name: string; text: string; phone: string | null }[]> =>
    ((await (await fixture.call('GET', '/api/notices/calls', { token })).json()) as { calls: never[] }).calls;

  it('tell that an order is ready, once, however often it is looked at and the server restarted (part 8)', async () => {
    await put(client(), ready());
    expect(sent()).toHaveLength(1);
    expect(sent()[0]).toContain('+79001234567');
    expect(sent()[0]).toMatch(/заказ 7 готов, ждём вас/);
    expect(await notices()).toMatchObject([{ kind: 'ready', about: 'order:7', client: 'client:1', sms: { state: 'sent' } }]);
    await fixture.restart();
    await later(3 * HOUR);
    await put({ ...(await held<Order>('order:7')), by: 'staff:2' });
    expect(sent()).toHaveLength(1);
    expect(JSON.stringify(await notices())).not.toMatch(/9001234567|Орлова/);
  });

  it('stand in the order as sent, not as told, until somebody answers for the telephone; then a person calls', async () => {
    await put(client({ email: null }), ready());
    const view = replayOrder((await held<Order>('order:7')).events);
    expect(view.notices).toMatchObject([{ notice: 'ready', channel: 'sms', status: 'sent' }]);
    expect(view.told).toEqual({});
    expect(view.illegal).toEqual([]);
    expect(await calls()).toEqual([]);
    await later(DAY + HOUR);
    expect(await calls()).toMatchObject([
      { kind: 'ready', name: ANNA.name, phone: ANNA.phone, number: '7', text: 'Анна Сергеевна: заказ 7 готов.' },
    ]);
  });

  it('a letter that the mail server took is told', async () => {
    await put(client({ phone: null }), ready());
    expect(replayOrder((await held<Order>('order:7')).events).told.ready).toBe(fixture.clock.now());
    expect(await calls()).toEqual([]);
  });

  it('do not go to whoever wants none, and a recall not without consent to messages (38-FZ)', async () => {
    await put(client({ noNotices: true }), ready());
    await put({ ...clientOf('2'), ...ANNA, recall: { on: '2026-11-20', why: null } });
    expect(sent()).toEqual([]);
    // About their own order a person calls them; about a recall nobody does.
    expect(await calls()).toMatchObject([{ key: expect.stringMatching(/^ready:/) as string }]);
    const consent = { at: ORDERED_AT, kind: 'electronic' };
    await put({ ...clientOf('3'), ...ANNA, consentMessages: consent, recall: { on: '2026-11-20', why: null } });
    expect(sent()).toHaveLength(1);
    expect(sent()[0]).toContain('пора проверить зрение');
    await later(2 * DAY);
    expect(sent()).toHaveLength(1);
  });

  it('nobody is written to at night: it goes in the morning, and not at all if the order was handed over by then', async () => {
    fixture.clock.forward(10 * HOUR);
    await put(client(), ready());
    await put({ ...clientOf('2'), ...ANNA, phone: '+79007654321' }, makeOrder('8', eventsOf(...READY), { client: 'client:2' }));
    expect(sent()).toEqual([]);
    const now = await held<Order>('order:8');
    const [deliver] = eventsOf({ kind: 'deliver', at: fixture.clock.now() });
    await put({ ...now, events: [...now.events, { ...deliver, id: '1799999999999-0000-0001' }] });
    await later(12 * HOUR);
    expect(sent().map((text) => text.includes('+79001234567'))).toEqual([true]);
    const of8 = (await notices()).find(({ about }) => about === 'order:8');
    expect(of8).toMatchObject({ sms: { state: 'failed', code: 'SENDING_NOT_DUE' } });
    expect(fixture.server.messages.desk()!.dead()).toEqual([]);
  });

  it('late, then ready, then uncollected: each a notice of its own', async () => {
    await put(client(), orderAt(...READY.slice(0, 4)));
    await later(3 * DAY);
    expect((await notices()).map(({ kind }) => kind)).toEqual(['late']);
    const now = await held<Order>('order:7');
    const at = fixture.clock.now();
    await put({ ...now, events: [...now.events, { id: '1799999999999-0000-0001', by: null, at, kind: 'ready' }] });
    await later(8 * DAY);
    expect((await notices()).map(({ kind }) => kind).sort()).toEqual(['late', 'ready', 'uncollected']);
    expect(sent()).toHaveLength(3);
  });
});
