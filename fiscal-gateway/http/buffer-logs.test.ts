import { afterEach, beforeEach, expect, it } from 'vitest';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';

interface Logs {
  page: number;
  limit: number;
  total: number;
  items: { timestamp: string; level: string; event: string; receipt_id: string | null; message: string }[];
}

let till: MemoryGateway;
beforeEach(async () => {
  till = await new MemoryGateway().start();
  await till.openShift();
  for (let n = 1; n <= 15; n++) await post(till, newKey(), saleBody(n));
});
afterEach(() => till.stop());

const logs = (query = '', headers: Record<string, string> = {}) =>
  till.call<Logs>('GET', `/v1/kkt/buffer/logs${query}`, undefined, headers);

it('shows an administrator everything, the newest first, by page, level and time (B-26)', async () => {
  const { body } = await logs();
  expect(body).toMatchObject({ page: 1, limit: 100 });
  expect(body.items[0]).toMatchObject({ level: 'INFO', event: 'receipt_registered', message: 'ФД 17' });
  expect(body.items.map(({ event }) => event)).toEqual(expect.arrayContaining(['shift_opened', 'drive_adopted']));
  expect(body.total).toBe(body.items.length);
  expect((await logs('?limit=5&page=2')).body.items[0]?.message).toBe('ФД 12');
  expect((await logs('?level=ERROR')).body).toMatchObject({ total: 0, items: [] });
  till.time.advance(60_000);
  const since = new Date(till.time.clock.now()).toISOString();
  await post(till, newKey(), saleBody());
  expect((await logs(`?since=${encodeURIComponent(since)}`)).body).toMatchObject({ total: 1, items: [{ message: 'ФД 18' }] });
});

it('shows a till the last ten, whatever page it asks for', async () => {
  const { body: paired } = await till.call<{ token: string }>('POST', '/v1/pair', { scope: 'till', name: 'касса' });
  const { body } = await logs('?page=2&limit=500', { authorization: `Bearer ${paired.token}` });
  expect(body).toMatchObject({ page: 1, limit: 10, total: 10 });
  expect(body.items).toHaveLength(10);
  expect(body.items[0]?.message).toMatch(/till/);
});
