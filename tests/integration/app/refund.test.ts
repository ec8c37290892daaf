import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Refund } from '../../../design/documents/facts.ts';
import { until } from '../../../fiscal-gateway/testing/manual-time.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { MANAGER, startDesk, type Desk } from './refund.fixture.ts';

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

/** All that is left of a receipt goes back. */
async function takeAll(sale: string): Promise<void> {
  await desk.refund.open(sale);
  desk.refund.chooseAll();
  desk.refund.setReason('not-suitable', '');
  await desk.refund.confirm();
}

describe('a receipt that the operator does not have yet (A-42, A-43)', () => {
  it('blocks its refund, is looked at when it is delivered, and a person confirms', async () => {
    const sale = await desk.sell([['RB-1', 500_00]]);
    await takeAll(sale);
    expect([desk.refund.phase, desk.refund.error?.code]).toEqual(['blocked', 'ORIGINAL_NOT_DELIVERED']);
    desk.refund.leave();
    await desk.deliver();
    await desk.hear(sale);
    await until('it is ready', () => desk.ready.length > 0);
    expect(desk.receipts()).toHaveLength(1);
    await desk.refund.resume(desk.refund.waiting[0]!.plan.key);
    expect(desk.refund.phase).toBe('ready');
    await desk.refund.confirm();
    expect([desk.refund.phase, desk.refund.waiting]).toEqual(['done', []]);
    expect(desk.receipts()[1]).toMatchObject({ operation: 'refund', payments: { cash: 500_00 } });
    expect(await desk.violations()).toEqual([]);
  });

  it('outlives a reload while it waits; nothing of it is written', async () => {
    const sale = await desk.sell([['RB-1', 500_00]]);
    await takeAll(sale);
    await desk.reopen();
    expect(desk.refund.waiting).toMatchObject([{ code: 'ORIGINAL_NOT_DELIVERED', ready: false }]);
    expect(await desk.till.all<Refund>('refund')).toEqual([]);
    await desk.refund.resume(desk.refund.waiting[0]!.plan.key);
    expect(desk.refund.phase).toBe('blocked');
    await desk.deliver();
    await desk.refund.recheck();
    await desk.refund.confirm();
    expect(desk.refund.phase).toBe('done');
    expect(await desk.violations()).toEqual([]);
  });

  it('goes back at once by a manager’s signature, which is in the document and in the journal', async () => {
    const sale = await desk.sell([['RB-1', 500_00]]);
    await takeAll(sale);
    await desk.refund.override('Возврат до отправки');
    expect(desk.refund.phase).toBe('blocked');
    desk.supervisor.signed = MANAGER;
    await desk.refund.override('Возврат до отправки');
    expect([desk.refund.phase, desk.refund.error]).toEqual(['done', null]);
    const [refund] = await desk.till.all<Refund>('refund');
    expect(refund).toMatchObject({ override: { by: 'staff:3', role: 'manager', reason: 'видел чек' } });
    const row = await desk.gateway.call<{ override: unknown }>('GET', `/v1/kkt/receipt/by-key/${refund!.key}`);
    expect(row.status).toBe(200);
    expect(desk.gateway.journal.db.prepare('SELECT override FROM receipts WHERE key = ?').get(refund!.key)).toMatchObject({
      override: expect.stringContaining('ORIGINAL_NOT_DELIVERED') as string,
    });
    expect(await desk.violations()).toEqual([]);
  });
});
