import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';

let till: MemoryGateway;
beforeEach(async () => {
  // No background: nothing leaves, the buffer fills.
  till = await new MemoryGateway({ config: { capacity: 5 } }).start();
  await till.openShift();
});
afterEach(() => till.stop());

const sell = () => post(till, newKey(), saleBody());
const raise = (body: unknown) => till.call('PUT', '/v1/kkt/buffer/capacity', body);
const codes = () => till.gateway.buffer().alerts.map(({ code }) => code);

it('K-12: raised at runtime it opens the sales at once, survives a restart and beats the surroundings; who and why are kept', async () => {
  for (let n = 0; n < 5; n++) await sell();
  expect(await sell()).toMatchObject({ status: 503, body: { code: 'BUFFER_FULL', details: { capacity: 5 } } });
  await until('it is said', () => codes().includes('BUFFER_FULL'));
  const raised = await raise({ capacity: 300, reason: 'оператор недоступен', by: 'staff:1' });
  expect([raised.status, raised.body]).toEqual([200, { capacity: 300, before: 5 }]);
  expect((await sell()).status).toBe(201);
  await until('the alarm goes', () => !codes().includes('BUFFER_FULL'));
  await till.crashAndRestart();
  expect(till.gateway.buffer()).toMatchObject({ total_capacity: 300, current_queued: 6, percent_full: 2 });
  const [entry] = till.gateway.context.stores.log
    .page('WARN', 0, 50, 0)
    .filter(({ event }) => event === 'buffer_capacity_changed');
  expect(JSON.parse(entry?.details ?? '{}')).toEqual({ from: 5, to: 300, by: 'staff:1', reason: 'оператор недоступен' });
});

it.each([{ capacity: 199 }, { capacity: 1_001 }, { capacity: 250.5 }, { reason: '' }, { by: '' }])('refuses %j', async (over) => {
  expect((await raise({ capacity: 300, reason: 'r', by: 'staff:1', ...over })).status).toBe(422);
});

it('is the administrator’s alone', async () => {
  const { body } = await till.call<{ token: string }>('POST', '/v1/pair', { name: 'касса', scope: 'till' });
  const headers = { authorization: `Bearer ${body.token}` };
  const answer = await till.call('PUT', '/v1/kkt/buffer/capacity', { capacity: 300, reason: 'r', by: 's' }, headers);
  expect(answer.status).toBe(403);
});

it('full, it stops new sales and nothing else: refund and replay go on', async () => {
  const key = newKey();
  await post(till, key, saleBody());
  for (let n = 0; n < 4; n++) await sell();
  expect((await sell()).status).toBe(503);
  expect((await post(till, key, saleBody())).status).toBe(200);
  const original_fiscal = { fn: '9281000100000001', fd: 7, fp: '1234567890' };
  expect((await post(till, newKey(), saleBody(50, { type: 'refund', original_fiscal }))).status).toBe(201);
});
