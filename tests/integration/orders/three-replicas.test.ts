import { afterAll, beforeAll, expect, it } from 'vitest';
import { canonicalJson } from '../../../design/canonical-json.ts';
import type { Order } from '../../../design/documents/order.ts';
import { replayOrder } from '../../../design/folds/order.ts';
import { MINUTE } from '../../../design/time/clock.ts';
import { pairOf } from '../../factories/order-events.ts';
import { pick, SEED, seeded, SOAK } from '../../faults/seeded.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { press } from './hands.ts';
import { settled, startTablet, STORE, type Tablet } from './tablet.fixture.ts';

/** In what order the tablets come back. */
const HOMECOMINGS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;
const DAYS = SOAK ? 120 : 6;
const PRESSES = 40;
/** No two clocks agree. */
const SKEWS = [0, -3 * MINUTE, 2 * MINUTE];

let fixture: ServerFixture;
let tablets: Tablet[] = [];

beforeAll(async () => {
  fixture = await startFixture({ bounds: { requestRate: { burst: 1e9, perSecond: 1e9 } } });
  for (const skew of SKEWS) tablets.push(await startTablet(fixture, skew));
});
afterAll(async () => {
  for (const tablet of tablets) await tablet.end();
  tablets = [];
  await fixture.end();
});

/** Everything that people wrote stands at the server and on each tablet, once, in the same bytes; and says the same. */
async function verify(id: string): Promise<{ flagged: number }> {
  const server = (await (await fixture.server.engine.open(STORE)).get(id)) as unknown as Order;
  for (const tablet of tablets) {
    expect(canonicalJson(await tablet.doc(id))).toBe(canonicalJson(server));
    // The screen's own copy is a moment behind its database.
    await expect.poll(async () => (await tablet.orders.get(id))!.view).toEqual(replayOrder(server.events));
  }
  const view = replayOrder(server.events);
  const flagged = new Set(view.illegal.map((one) => one.id));
  // What is flagged had no effect: without it everything is the same.
  const legal = server.events.filter((event) => !flagged.has(event.id));
  expect(replayOrder(legal)).toEqual({ ...view, illegal: [] });
  return { flagged: flagged.size };
}

it(
  `three tablets offline over ${DAYS} days move, edit, cancel and check the same orders: equal everywhere, no event lost, the impossible flagged (issue 6, seed ${SEED})`,
  async () => {
    const random = seeded(SEED);
    let flagged = 0;
    for (let day = 0; day < DAYS; day += 1) {
      for (const tablet of tablets) tablet.online();
      await Promise.all(tablets.map((tablet) => tablet.inStep()));
      const ids: string[] = [];
      for (const tablet of tablets.slice(0, 2)) {
        const made = await tablet.orders.shelf.create(null, [
          { kind: 'pair', pair: 'A', over: null, set: pairOf() },
          { kind: 'confirm' },
        ]);
        for (const event of made.order.events) tablet.written.set(canonicalJson(event), event);
        ids.push(made.order._id);
      }
      await settled(fixture, tablets, ids);
      for (const tablet of tablets) tablet.offline();

      for (let n = 0; n < PRESSES; n += 1) await press(pick(random, tablets), pick(random, ids), random);

      for (const n of HOMECOMINGS[day % HOMECOMINGS.length]!) {
        tablets[n]!.online();
        await tablets[n]!.inStep();
        // Sometimes the server has brought together what it has before the next one comes, sometimes they come at once.
        if (random() < 0.5) await fixture.server.jobs.settled();
      }
      await settled(fixture, tablets, ids);
      const written = tablets.flatMap((tablet) => [...tablet.written.keys()]).sort();
      const held: string[] = [];
      for (const id of ids) {
        flagged += (await verify(id)).flagged;
        held.push(...((await tablets[0]!.doc(id))!.events ?? []).map(canonicalJson));
      }
      expect(held.sort()).toEqual(written);
      for (const tablet of tablets) {
        tablet.written.clear();
        tablet.offline();
      }
    }
    // People who do not see each other do write what cannot be.
    expect(flagged).toBeGreaterThan(DAYS);
  },
  SOAK ? 900_000 : 600_000,
);
