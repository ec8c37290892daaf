import { afterEach, beforeEach, expect, it } from 'vitest';
import type { z } from 'zod';
import type { openReceipts } from '../../design/fiscal/wire-open-receipts.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';

let till: MemoryGateway;
beforeEach(async () => {
  till = await new MemoryGateway().start();
  await till.openShift();
});
afterEach(() => till.stop());

const list = async (query = '') =>
  (await till.call<z.output<typeof openReceipts>>('GET', `/v1/kkt/buffer/receipts${query}`)).body;

it('lists what is not settled before what waits for the operator, in the order it will be sent (A-69)', async () => {
  await post(till, newKey(), saleBody(100));
  await post(till, newKey(), saleBody(200));
  till.register.faults.push('paper-out');
  await post(till, newKey(), saleBody(300));
  const { total, items } = await list();
  expect(total).toBe(3);
  expect(items).toMatchObject([
    { stage: 'parked', total: 300, fd: null, last_error: 'PAPER_OUT', status: 'pending' },
    { stage: 'printed', total: 100, fd: 3, last_error: null },
    { stage: 'printed', total: 200, fd: 4 },
  ]);
  expect(await list('?limit=2')).toMatchObject({ total: 3, items: [{ total: 300 }, { total: 100 }] });
});

it('says nothing of what the operator has', async () => {
  await post(till, newKey(), saleBody(100));
  await till.gateway.sender.syncNow(true).then(({ done }) => done);
  await till.journal.idle();
  expect(await list()).toEqual({ total: 0, items: [] });
});
