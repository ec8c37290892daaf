import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTROL } from '../../../design/databases.ts';
import { replayOrder } from '../../../design/folds/order.ts';
import { DAY } from '../../../design/time/clock.ts';
import { staffDocuments } from '../../../sync-server/demo/staff.ts';
import type { Log } from '../../../sync-server/log.ts';
import { clientOf } from '../../factories/clients.ts';
import { described, eventsOf, makeOrder, stampOfEvent } from '../../factories/order-events.ts';
import { glasses } from '../../factories/prescriptions.ts';
import { NOON, startFixture, type ServerFixture } from './sync-server.fixture.ts';

const BY = 'staff:demo-2-optician-1';
const ANNA = { name: 'Орлова Анна Сергеевна', phone: '+79001234567', birth: '1980-05-06' };
const { _id, type: _, ...head } = clientOf('1');
const prescription = (key: string, change: object = {}) => ({
  ...{ _id: `prescription:${key}`, type: 'prescription', schema: 1, hlc: head.hlc, by: null, pos: null },
  ...{ client: 'client:1', stamps: {}, signed: { hlc: head.hlc, by: 'staff:1', at: 1 }, ...glasses(), ...change },
});
const note = { ...head, _id: 'note:client:1', type: 'note', subject: 'client:1', state: 'AAA=', text: 'боится капель' };

describe('clients of other shops', () => {
  let fixture: ServerFixture;
  let token: string;
  let log: string[];
  beforeEach(async () => {
    log = [];
    const said: Log = (_level, event, facts) => void log.push(JSON.stringify({ event, ...facts }));
    fixture = await startFixture({ log: said });
    const staff = await staffDocuments(['demo-2'], head.hlc);
    await put('demo-2', staff.get('demo-2')!);
    ({ token } = await fixture.pair('POS-002'));
    await put('demo-1', [clientOf('1', ANNA), clientOf('2', { name: 'Орлов Пётр' }), prescription('1'), prescription('2'), note]);
  });
  afterEach(() => fixture.end());

  async function put(store: string, docs: readonly object[]): Promise<void> {
    for (const { ok } of await (await fixture.server.engine.open(`store-${store}`)).bulk(docs as never)) expect(ok).toBe(true);
  }
  const ask = (what: 'find' | 'bring', body: object) =>
    fixture.call('POST', `/api/clients/${what}`, { token, body: { by: BY, ...body } });
  const bring = (change: object = {}) =>
    ask('bring', { id: 'client:1', store: 'demo-1', reason: 'пришла к нам с рецептом', ...change });
  const ids = async (store: string): Promise<string[]> =>
    (await (await fixture.server.engine.open(`store-${store}`)).range({}))
      .map((doc) => doc._id)
      .filter((id) => !id.startsWith('staff:'));

  it('are found by phone or name, and told apart without being shown (part 1)', async () => {
    const shown = { id: 'client:1', name: 'Орлова А. С.', birthYear: 1980, store: 'demo-1', storeName: 'demo-1' };
    expect(await (await ask('find', { text: '8 (900) 123-45-67' })).json()).toEqual({ clients: [shown] });
    expect(await (await ask('find', { text: 'орлова ан' })).json()).toEqual({ clients: [shown] });
    const { clients } = (await (await ask('find', { text: 'Orlo' })).json()) as { clients: object[] };
    expect(clients).toHaveLength(2);
  });

  it.each([
    ['a part of a phone', '12345'],
    ['two letters', 'Ор'],
    ['nothing', '  '],
  ])('are not listed for %s', async (_what, text) => {
    expect(await ask('find', { text })).toMatchObject({ status: 422 });
  });

  it('are told to nobody but a person of the shop who may edit clients, and not by the hundred', async () => {
    expect(await ask('find', { text: 'Орлова', by: 'staff:nobody' })).toMatchObject({ status: 403 });
    expect(await ask('find', { text: 'Орлова', by: 'staff:office-technician-1' })).toMatchObject({ status: 403 });
    expect(await fixture.call('POST', '/api/clients/find', { body: { text: 'Орлова', by: BY } })).toMatchObject({ status: 401 });
    const answers = [];
    for (let n = 0; n < 12; n += 1) answers.push((await ask('find', { text: 'Орлова' })).status);
    expect(answers.at(-1)).toBe(429);
  });

  it('are brought over with their prescriptions, not with the note, once, and stay where they were', async () => {
    expect(await (await bring()).json()).toEqual({ id: 'client:1' });
    expect(await ids('demo-2')).toEqual(['client:1', 'prescription:1', 'prescription:2']);
    const ours = await (await fixture.server.engine.open('store-demo-2')).get('client:1');
    expect(ours).toMatchObject({ ...ANNA, store: 'demo-2' });
    expect(await ids('demo-1')).toContain('client:1');
    expect((await bring()).status).toBe(200);
    expect((await (await fixture.server.engine.open('store-demo-2')).get('client:1'))?._rev).toBe(ours?._rev);
  });

  it('are not brought over without a reason, nor where there is nobody; who, why and when is kept, and the log names nobody', async () => {
    expect((await bring({ reason: ' ' })).status).toBe(422);
    expect((await bring({ id: 'client:9' })).status).toBe(404);
    expect((await bring({ store: 'nowhere' })).status).toBe(404);
    await bring();
    const kept = await (
      await fixture.server.engine.open(CONTROL)
    ).range({ startkey: 'client-brought:', endkey: 'client-brought:\ufff0' });
    expect(kept.at(-1)).toMatchObject({
      by: BY,
      store: 'demo-2',
      from: 'demo-1',
      client: 'client:1',
      reason: 'пришла к нам с рецептом',
    });
    expect(kept.at(-1)).toMatchObject({ at: fixture.clock.now() });
    expect(log.join('\n')).toContain('client-brought');
    expect(log.join('\n')).not.toMatch(/Орлова|9001234567|рецептом/i);
  });

  it('an erased client is erased whole: prescriptions, note, and the copy that another shop brought over (152-FZ)', async () => {
    await bring();
    const database = await fixture.server.engine.open('store-demo-1');
    const { _rev } = (await database.get('client:1'))!;
    await database.put({ _id: 'client:1', _rev, _deleted: true, erased: true });
    await fixture.server.jobs.settled();
    await fixture.server.jobs.settled();
    expect(await ids('demo-1')).toEqual(['client:2']);
    expect(await ids('demo-2')).toEqual([]);
    expect(log.join('\n')).toContain('client-erased');
  });

  it('the orders of an erased client stay for the books without the person, each as soon as nothing is owed any more (152-FZ)', async () => {
    const made = eventsOf(described(), { kind: 'confirm' }, { kind: 'start' });
    const open = makeOrder('open', made, { store: 'demo-1' });
    const over = makeOrder(
      'over',
      [...made, ...eventsOf({ kind: 'cancel', reason: 'Орлова передумала' }).map((event) => ({ ...event, id: stampOfEvent(9) }))],
      { store: 'demo-1' },
    );
    await put('demo-1', [open, over]);
    const database = await fixture.server.engine.open('store-demo-1');
    const said = async (id: string) => JSON.stringify(await database.get(id));
    const { _rev } = (await database.get('client:1'))!;
    await database.put({ _id: 'client:1', _rev, _deleted: true, erased: true });
    await fixture.server.jobs.settled();
    await fixture.server.jobs.settled();
    expect(await said('order:over')).not.toMatch(/Окулист|передумала/);
    expect(await database.get('order:over')).toMatchObject({ erased: true, number: 'over', client: 'client:1' });
    expect(await said('order:open')).toContain('Окулист');

    const held = (await database.get('order:open'))!;
    const end = eventsOf({ kind: 'ready', at: NOON + DAY }, { kind: 'deliver', at: NOON + DAY });
    const events = [...made, ...end.map((event, n) => ({ ...event, id: stampOfEvent(10 + n) }))];
    await database.put({ ...held, events });
    await fixture.server.jobs.settled();
    await fixture.server.jobs.settled();
    expect(await said('order:open')).not.toContain('Окулист');
    expect(replayOrder((await database.get('order:open'))!['events'] as never).state).toBe('delivered');
  });

  it('a card that is only deleted takes nothing with it', async () => {
    const database = await fixture.server.engine.open('store-demo-1');
    const { _rev } = (await database.get('client:1'))!;
    await database.put({ _id: 'client:1', _rev, _deleted: true });
    await fixture.server.jobs.settled();
    expect(await ids('demo-1')).toEqual(['client:2', 'note:client:1', 'prescription:1', 'prescription:2']);
  });
});
