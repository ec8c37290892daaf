import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isErrorCode } from '../../../design/errors.ts';
import { MemoryGateway } from '../../../fiscal-gateway/testing/memory-gateway.ts';
import { newKey, saleBody } from '../../../fiscal-gateway/testing/receipts.ts';

const RUNS = process.env['SOAK'] === '1' ? 2_000 : 60;
let till: MemoryGateway;
beforeAll(async () => {
  till = await new MemoryGateway().start();
  await till.openShift();
});
afterAll(() => till.stop());

const POSTS = [
  '/v1/kkt/receipt',
  '/v1/kkt/receipt/check',
  '/v1/kkt/receipt/x/void',
  '/v1/kkt/receipt/x/settle',
  '/v1/kkt/receipt/x/print',
  '/v1/kkt/shift/open',
  '/v1/kkt/report/x',
  '/v1/kkt/report/z',
  '/v1/kkt/cash/in',
  '/v1/kkt/cash/out',
  '/v1/kkt/lock',
  '/v1/kkt/fn',
  '/v1/kkt/dlq/1/1/resend',
  '/v1/kkt/dlq/1/x/resolve',
  '/v1/pos/refund',
  '/v1/pair',
  '/v1/pin-attempts',
] as const;

const TABLES = ['receipts', 'documents', 'shifts', 'cash_movements', 'operations', 'copy', 'tokens', 'pin_attempts', 'leases'];
const stored = () => TABLES.map((table) => Number(till.journal.db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']));

/** A valid receipt in which one place is replaced by something that does not belong there. */
const spoilt = fc
  .tuple(
    fc.constantFrom('pos_id', 'type', 'items', 'payments', 'cashier', 'customer', 'original_fiscal', 'sale'),
    fc.oneof(fc.jsonValue(), fc.constant({ fn: 1 })),
  )
  .filter(([field, value]) => value !== null || ['pos_id', 'type', 'items', 'payments'].includes(field))
  .filter(([field, value]) => field !== 'customer' || typeof value !== 'object')
  .map(([field, value]) => ({ ...saleBody(), [field]: value }));

const anything = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(fc.constantFrom('pos_id', 'cashier', 'amount', 'code', 'scope'), fc.jsonValue()),
);
const request = fc.oneof(
  fc.tuple(fc.constantFrom(...POSTS), anything),
  spoilt.map((body) => ['/v1/kkt/receipt', body] as const),
);

it('answers anything at any route with a problem document of a known code, never a 500, and stores nothing', async () => {
  const before = stored();
  await fc.assert(
    fc.asyncProperty(request, fc.boolean(), async ([url, value], keyed) => {
      const answer = await till.app.inject({
        method: 'POST',
        url,
        headers: {
          host: 'localhost:8000',
          authorization: 'Bearer admin-token-of-a-test',
          'content-type': 'application/json',
          ...(keyed ? { 'idempotency-key': newKey() } : {}),
        },
        payload: JSON.stringify(value),
      });
      expect(answer.statusCode, `${url} ${JSON.stringify(value)} ${answer.body}`).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).not.toBe(500);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(isErrorCode(answer.json<{ code: string }>().code)).toBe(true);
    }),
    { numRuns: RUNS * POSTS.length },
  );
  expect(stored()).toEqual(before);
});

it.each([
  ['no JSON', '/v1/kkt/receipt', '{', 'application/json', 400, 'BODY_MALFORMED'],
  ['another media type', '/v1/kkt/receipt', 'a=b', 'application/x-www-form-urlencoded', 415, 'MEDIA_TYPE_UNSUPPORTED'],
  ['too large', '/v1/kkt/receipt', JSON.stringify({ pos_id: 'x'.repeat(1_100_000) }), 'application/json', 413, 'BODY_TOO_LARGE'],
  ['no such route', '/v1/kkt/nothing', '{}', 'application/json', 404, 'NOT_FOUND'],
  ['a wrong method', '/v1/kkt/shift', '{}', 'application/json', 405, 'METHOD_NOT_ALLOWED'],
  ['a broken address', '/v1/kkt/receipt/%E0%A4%A', '{}', 'application/json', 400, 'QUERY_INVALID'],
] as const)('%s: %s', async (_what, url, payload, type, status, code) => {
  const answer = await till.app.inject({
    method: 'POST',
    url,
    payload,
    headers: {
      host: 'localhost',
      authorization: 'Bearer admin-token-of-a-test',
      'content-type': type,
      'idempotency-key': newKey(),
    },
  });
  expect(answer.json()).toMatchObject({ status, code });
  expect(answer.statusCode).toBe(status);
});

it.each(['?limit=0', '?limit=501', '?level=LOUD', '?since=yesterday', '?page=x'])('refuses the query %s', async (query) => {
  const answer = await till.call('GET', `/v1/kkt/buffer/logs${query}`);
  expect(answer.body).toMatchObject({ status: 400, code: 'QUERY_INVALID' });
});

it('documents every route with its schemas at /docs', async () => {
  const { body } = await till.call<{ paths: Record<string, object> }>('GET', '/docs/json', undefined, { authorization: '' });
  for (const path of ['/v1/kkt/receipt', '/v1/kkt/receipt/by-key/{key}', '/v1/kkt/report/z', '/v1/pair']) {
    expect(body.paths).toHaveProperty([path]);
  }
});
