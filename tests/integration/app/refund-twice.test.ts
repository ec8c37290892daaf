import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Refund } from '../../../design/documents/facts.ts';
import { composeRefund } from '../../../design/refund/refund-document.ts';
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

it('a waiting refund that another tab has made is not made again by the tab that still shows it', async () => {
  const sale = await desk.sell([['RB-1', 500_00, 3]]);
  await desk.refund.open(sale);
  desk.refund.choose(0, 1_000);
  desk.refund.setReason('not-suitable', '');
  await desk.refund.confirm();
  expect(desk.refund.phase).toBe('blocked');
  await desk.deliver();
  await desk.refund.recheck();
  expect(desk.refund.phase).toBe('ready');

  const { facts, stamps, port, held, info, cashier, now } = desk.till;
  const { fn, number, opened_at: openedAt } = held.shift!;
  const place = { store: info.store, pos: 'POS-001', by: { id: cashier._id, name: cashier.name, inn: null } };
  const shift = { fn: fn!, number, openedAt: openedAt! };
  const plan = desk.refund.plan!;
  const made = await facts.write(async () =>
    composeRefund({ ...plan, ...place, shift, stamp: await stamps.next(), at: now(), override: null }),
  );
  await port.register(made);

  await desk.refund.confirm();
  expect(desk.refund.phase).not.toBe('done');
  expect(await desk.till.all<Refund>('refund')).toHaveLength(1);
  expect(desk.receipts().filter(({ operation }) => operation === 'refund')).toHaveLength(1);
  expect(desk.refund.error?.code).toBe('REFUND_MADE');
  expect(desk.refund.waiting).toEqual([]);
});
