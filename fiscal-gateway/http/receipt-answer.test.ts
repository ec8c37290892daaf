import { afterEach, beforeEach, expect, it } from 'vitest';
import { receiptAnswer } from '../../design/fiscal/wire.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody, saleDocument } from '../testing/receipts.ts';

let till: MemoryGateway;
beforeEach(async () => {
  till = await new MemoryGateway().start();
  await till.openShift();
});
afterEach(() => till.stop());

it('is exactly what the schema documents, fresh, replayed and without a sale: the route does not read it through its schema', async () => {
  const key = newKey();
  const own = { ...saleBody(), sale: saleDocument(key) };
  for (const answer of [await post(till, key, own), await post(till, key, own), await post(till, newKey(), saleBody())]) {
    expect(receiptAnswer.parse(answer.body)).toEqual(answer.body);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  }
});
