import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';

let till: MemoryGateway;
const buffer = () => till.gateway.buffer();
const codes = () => buffer().alerts.map(({ code }) => code);
const settled = () => until('the queue is empty', () => buffer().unsent_documents === 0 && !till.gateway.sender.running);
const letters = async (all = false) =>
  (await till.call<{ items: { fn: string; fd: number }[] }>('GET', `/v1/kkt/dlq?all=${all}`)).body.items;
const sell = async (count: number): Promise<void> => {
  for (let n = 1; n <= count; n++) expect((await post(till, newKey(), saleBody(n))).status).toBe(201);
};

beforeEach(async () => {
  till = await new MemoryGateway({ background: true }).start();
  await till.openShift();
  await settled();
});
afterEach(() => till.stop());

it('K-54, B-31: one refused document stops nothing; it shows with its history, goes out again in its place, or is resolved', async () => {
  till.ofd.refuses.add(4);
  await sell(3);
  await settled();
  expect(buffer()).toMatchObject({ dlq_size: 1, synced: 2, failed: 1, current_queued: 0 });
  expect(await letters()).toMatchObject([{ fn: till.register.fn, fd: 4, reason: 'status 422', retry_attempts: 1 }]);
  const at = `/v1/kkt/dlq/${till.register.fn}/4`;

  expect((await till.call('POST', `${at}/resend`, { by: 'staff:1', reason: 'исправлено' })).status).toBe(200);
  await until('it is refused again', () => buffer().dlq_size === 1);
  till.ofd.refuses.clear();
  const seen = await till.call('GET', at);
  expect(seen.body).toMatchObject({
    state: 'dead',
    total: 2,
    document: { fn: till.register.fn, fd: 4, type: 'receipt' },
    receipt: { stage: 'dead' },
    history: [{ ended: 'resent', ended_by: 'staff:1', ended_why: 'исправлено' }, { ended: null }],
  });

  const refused = await till.call('POST', `${at}/resolve`, { by: 'staff:1' });
  expect([refused.status, refused.body['code']]).toEqual([422, 'BODY_INVALID']);
  expect((await till.call('POST', `${at}/resolve`, { by: 'staff:2', reason: 'сверено с оператором' })).status).toBe(200);
  await until('it is counted no more', () => buffer().dlq_size === 0 && !codes().includes('DEAD_LETTERS'));
  expect(await letters()).toEqual([]);
  expect(await letters(true)).toMatchObject([{ fd: 4 }, { fd: 4 }]);
  expect((await till.call('GET', at)).body['history']).toMatchObject([
    { ended: 'resent' },
    { ended: 'resolved', ended_by: 'staff:2', ended_why: 'сверено с оператором' },
  ]);
  expect((await till.call('DELETE', at)).status).toBe(405);
  expect((await till.call('POST', '/v1/kkt/dlq/9999000000000001/3/resend')).status).toBe(404);
});

it('warns of one dead letter, is critical from the eleventh', async () => {
  till.ofd.mode = 'reject';
  await sell(10);
  await settled();
  await until('it is said', () => codes().includes('DEAD_LETTERS'));
  expect(codes()).not.toContain('DEAD_LETTERS_MANY');
  await sell(1);
  await until('it is critical', () => codes().includes('DEAD_LETTERS_MANY'));
  expect(codes()).not.toContain('DEAD_LETTERS');
});

it('keeps a dead letter and its history over a restart', async () => {
  till.ofd.mode = 'reject';
  await sell(1);
  await settled();
  const dead = till.gateway;
  await till.crashAndRestart();
  await dead.stop().catch(() => undefined);
  expect(buffer().dlq_size).toBe(1);
  expect(await letters()).toHaveLength(1);
});
