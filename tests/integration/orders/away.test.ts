import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../design/canonical-json.ts';
import { replayOrder } from '../../../design/folds/order.ts';
import type { Order } from '../../../design/documents/order.ts';
import { DAY, MINUTE } from '../../../design/time/clock.ts';
import { pairOf } from '../../factories/order-events.ts';
import { SEED, seeded } from '../../faults/seeded.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { press } from './hands.ts';
import { settled, startTablet, STORE, type Tablet } from './tablet.fixture.ts';

let fixture: ServerFixture;
let tablets: Tablet[] = [];
beforeEach(async () => {
  fixture = await startFixture({ bounds: { requestRate: { burst: 1e9, perSecond: 1e9 } } });
});
afterEach(async () => {
  for (const tablet of tablets.splice(0)) await tablet.end();
  await fixture.end();
});

/** Two tablets that hold the same order in production. */
async function begin(): Promise<{ away: Tablet; here: Tablet; id: string }> {
  const [away, here] = [await startTablet(fixture), await startTablet(fixture)];
  tablets = [away, here];
  for (const tablet of tablets) tablet.online();
  const made = await away.orders.shelf.create(null, [
    { kind: 'pair', pair: 'A', over: null, set: pairOf() },
    { kind: 'confirm' },
    { kind: 'start' },
  ]);
  for (const event of made.order.events) away.written.set(canonicalJson(event), event);
  await Promise.all(tablets.map((tablet) => tablet.inStep()));
  await settled(fixture, tablets, [made.order._id]);
  return { away, here, id: made.order._id };
}
async function expectAll(id: string): Promise<Order> {
  const server = (await (await fixture.server.engine.open(STORE)).get(id)) as unknown as Order;
  const written = tablets.flatMap((tablet) => [...tablet.written.keys()]);
  expect(server.events.map(canonicalJson).sort()).toEqual(written.sort());
  return server;
}

/** What the administrator's page says of the hand-in of a tablet that it lets in. */
async function released({ device }: Tablet): Promise<string> {
  const admin = (path: string, fields: Record<string, string>, cookie = '') => {
    const init = { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams(fields) } as const;
    return fetch(`${fixture.server.url}/admin${path}`, init);
  };
  const first = await admin('/first', { secret: fixture.server.account.linkSecret()!, password: 'длинный пароль' });
  const cookie = first.headers.get('set-cookie')!.split(';')[0]!;
  return (await admin('/quarantine/release', { device: String(device.device) }, cookie)).text();
}

describe('a tablet that was away (issue 6)', () => {
  it('for days, over the end of a month, while the others worked on: no event is lost, and all say the same', async () => {
    const random = seeded(SEED);
    const { away, here, id } = await begin();
    away.offline();
    for (let day = 0; day < 40; day += 1) {
      fixture.clock.forward(DAY);
      await fixture.server.provisioner.upToDate();
      await press(away, id, random);
      await press(here, id, random);
    }
    away.online();
    await away.inStep();
    await here.inStep();
    await settled(fixture, tablets, [id]);
    const server = await expectAll(id);
    expect(server.events.length).toBeGreaterThan(40);
    for (const tablet of tablets)
      await expect.poll(async () => (await tablet.orders.get(id))!.view).toEqual(replayOrder(server.events));
  });

  it('and was switched off meanwhile lays its events down apart; paired again it hands them to the shop', async () => {
    const { away, here, id } = await begin();
    away.offline();
    await away.doing(id, () => away.board.move(id, 'ready', { sure: true }));
    await here.doing(id, () => here.orders.write(id, [{ kind: 'location', place: 'Лоток 9' }]));
    await here.inStep();
    await fixture.server.devices.revoke(away.device.device);
    away.online();
    await away.device.until((s) => s.state === 'revoked' && s.handingIn === 0);
    await fixture.server.jobs.settled();
    const before = (await (await fixture.server.engine.open(STORE)).get(id)) as unknown as Order;
    expect(before.events.map(({ kind }) => kind)).not.toContain('ready');

    const { token } = await fixture.pair('POS-001');
    away.device.pairedAnew(token);
    await away.inStep();
    await settled(fixture, tablets, [id]);
    expect(replayOrder((await expectAll(id)).events)).toMatchObject({ state: 'ready', illegal: [] });
  });

  it('and was switched off for good: the administrator lets its events into the shop, beside what was written there', async () => {
    const { away, here, id } = await begin();
    away.offline();
    await here.doing(id, () => here.orders.write(id, [{ kind: 'cancel', reason: 'передумал', fault: 'client' }]));
    fixture.clock.forward(MINUTE);
    await away.doing(id, () => away.board.move(id, 'ready', { sure: true }));
    await here.inStep();
    await fixture.server.devices.revoke(away.device.device);
    away.online();
    await away.device.until((s) => s.state === 'revoked' && s.handingIn === 0);
    expect(await released(away)).toContain('принято документов: 1');
    await settled(fixture, [here], [id]);
    const { state, illegal } = replayOrder((await expectAll(id)).events);
    expect([state, illegal]).toMatchObject(['cancelled', [{ why: 'NOT_IN_THIS_STATE' }]]);
  });
});
