import { expect, it } from 'vitest';
import { createGatewayClient } from './gateway.client.ts';

interface Call {
  readonly token: string | null;
  readonly body: string | null;
}

/** A client whose gateway gives `status`, and what it was asked. */
function clientOf(status: number) {
  const calls: Call[] = [];
  const fetcher: typeof fetch = async (_url, init) => {
    const body = typeof init?.body === 'string' ? init.body : null;
    calls.push({ token: new Headers(init?.headers).get('authorization'), body });
    return Promise.resolve(Response.json({ code: 'UNAUTHENTICATED' }, { status }));
  };
  return { client: createGatewayClient(() => ({ url: 'http://127.0.0.1:8000', pos: 'POS-001', token: 'till' }), fetcher), calls };
}

it('asks to send the queue as the till; against a pause only with the key that a person has typed (B-25)', async () => {
  const { client, calls } = clientOf(202);
  await client.sendNow();
  await client.sendNow('admin');
  expect(calls).toEqual([
    { token: 'Bearer till', body: null },
    { token: 'Bearer admin', body: '{"force":true}' },
  ]);
});

it('says of a mistyped administrator key that the key is wrong, not that the till is unpaired', async () => {
  const { client } = clientOf(401);
  await expect(client.sendNow('typo')).rejects.toMatchObject({ code: 'ADMIN_KEY_WRONG' });
  await expect(client.saveDevices('typo', {} as never)).rejects.toMatchObject({ code: 'ADMIN_KEY_WRONG' });
  await expect(client.sendNow()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});
