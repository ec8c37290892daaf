import { afterEach, beforeEach, expect, it } from 'vitest';
import { MemoryGateway } from '../testing/memory-gateway.ts';

let till: MemoryGateway;
const paired = async (scope: string) => {
  const { body } = await till.call<{ token: string }>('POST', '/v1/pair', { scope, name: scope });
  return { authorization: `Bearer ${body.token}` };
};
const sync = (body: object | undefined, headers: Record<string, string> = {}) =>
  till.call<{ code?: string }>('POST', '/v1/kkt/buffer/sync', body, headers);

beforeEach(async () => {
  till = await new MemoryGateway().start();
});
afterEach(() => till.stop());

it('a till may ask to send the queue; not to wait for no pause is the administrator’s word (B-25)', async () => {
  const headers = await paired('till');
  for (const body of [undefined, {}, { force: false }, { force: null }]) expect((await sync(body, headers)).status).toBe(202);
  expect(await sync({ force: true }, headers)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  expect((await sync({ force: true })).status).toBe(202);
  expect((await sync({}, await paired('monitor'))).status).toBe(403);
});
