import { afterEach, beforeEach, expect, it } from 'vitest';
import { ADMIN, MemoryGateway } from '../testing/memory-gateway.ts';

let till: MemoryGateway;
beforeEach(async () => {
  till = await new MemoryGateway().start();
});
afterEach(() => till.stop());

/** An open stream of events, and a reader of its text. */
async function listen(token = ADMIN): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const address = await till.app.listen({ port: 0, host: '127.0.0.1' });
  const { body } = await fetch(`${address}/v1/events`, { headers: { authorization: `Bearer ${token}` } });
  if (body === null) throw new Error('no stream');
  return body.getReader();
}

it('begins with the present state, so that a page that comes back has missed nothing', async () => {
  const reader = await listen();
  let text = '';
  while (!text.includes('event: lock')) text += new TextDecoder().decode((await reader.read()).value);
  expect(text.match(/event: \w+/g)).toEqual(['event: buffer', 'event: shift', 'event: lock']);
  await reader.cancel();
});

it('a journal that cannot be read ends the stream and not the gateway', async () => {
  const reader = await listen();
  till.journal.db.close();
  till.gateway.context.events.emit({ type: 'receipt', id: 'any' });
  const ended = async (): Promise<boolean> => {
    for (;;) if ((await reader.read()).done) return true;
  };
  await expect(ended().catch(() => true)).resolves.toBe(true);
  expect((await till.call('GET', '/v1/nothing')).status).toBe(404);
  await till.app.close();
  await till.start();
});

it('a token that is revoked hears nothing more', async () => {
  const paired = await till.call<{ token: string }>('POST', '/v1/pair', { name: 'Чужой монитор', scope: 'monitor' });
  const reader = await listen(paired.body.token);
  const ended = async (): Promise<boolean> => {
    for (;;) if ((await reader.read()).done) return true;
  };
  const { items } = (await till.call<{ items: { id: string; scope: string }[] }>('GET', '/v1/tokens')).body;
  await till.call('DELETE', `/v1/tokens/${items.find(({ scope }) => scope === 'monitor')?.id}`);
  await expect(ended().catch(() => true)).resolves.toBe(true);
});
