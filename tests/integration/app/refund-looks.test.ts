import { afterEach, beforeEach, expect, it } from 'vitest';
import { RECHECK_EVERY, RECHECKS } from '../../../design/refund/waiting.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { startDesk, type Desk } from './refund.fixture.ts';

let fixture: ServerFixture;
let desk: Desk;
beforeEach(async () => {
  fixture = await startFixture();
  desk = await startDesk(fixture);
});
afterEach(async () => {
  await desk.end();
  await fixture.end();
});

it('twelve looks come by themselves (A-43): a press or a word of the gateway takes none of them', async () => {
  const sale = await desk.sell([['RB-1', 500_00]]);
  await desk.refund.open(sale);
  desk.refund.chooseAll();
  desk.refund.setReason('not-suitable', '');
  await desk.refund.confirm();
  const checks = () => desk.refund.waiting[0]!.checks;
  expect(checks()).toBe(0);
  await desk.refund.recheck();
  await desk.refund.reachable();
  expect(checks()).toBe(0);
  for (let n = 1; n <= RECHECKS; n += 1) {
    // What lies in the list is looked at as what the screen shows.
    if (n === 2) desk.refund.leave();
    desk.gateway.time.advance(RECHECK_EVERY);
    await desk.refund.tick();
    expect(checks()).toBe(n);
  }
  desk.gateway.time.advance(RECHECK_EVERY);
  await desk.refund.tick();
  expect(checks()).toBe(RECHECKS);
});
