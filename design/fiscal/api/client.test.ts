import { expect, expectTypeOf, it } from 'vitest';
import type { ReceiptAnswer, ShiftState } from '../wire.ts';
import { prepareRequest } from './client.ts';
import type { AnswerTo, CallOf } from './client.ts';

it('fills ids into the path, the query after it, the key into its header', () => {
  expect(prepareRequest('GET /v1/kkt/receipt/by-key/:key', { params: { key: 'a/b c' } })).toEqual({
    method: 'GET',
    path: '/v1/kkt/receipt/by-key/a%2Fb%20c',
    headers: {},
  });
  expect(prepareRequest('GET /v1/kkt/buffer/logs', { query: { limit: 5, level: undefined } }).path).toBe(
    '/v1/kkt/buffer/logs?limit=5',
  );
  expect(prepareRequest('POST /v1/kkt/receipt/:id/void', { params: { id: '1' }, body: { reason: 'нет' }, key: 'k' })).toEqual({
    method: 'POST',
    path: '/v1/kkt/receipt/1/void',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'k' },
    body: '{"reason":"нет"}',
  });
});

it('demands what the route demands, and knows what it answers (M-50)', () => {
  expectTypeOf<AnswerTo<'GET /v1/kkt/shift'>>().toEqualTypeOf<ShiftState>();
  expectTypeOf<AnswerTo<'POST /v1/kkt/receipt'>>().toEqualTypeOf<ReceiptAnswer>();
  expectTypeOf<CallOf<'GET /v1/kkt/receipt/:id'>['params']>().toEqualTypeOf<{ id: string }>();
  // @ts-expect-error a void needs its reason
  prepareRequest('POST /v1/kkt/receipt/:id/void', { params: { id: '1' } });
  // @ts-expect-error no such route
  prepareRequest('POST /v1/kkt/shift', {});
});
