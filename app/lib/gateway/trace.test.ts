import { expect, it } from 'vitest';
import { createGatewayClient } from './gateway.client.ts';

const KEY = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736';

it('sends one trace with check, receipt and by-key of a sale, each call with a span of its own', async () => {
  const seen: (string | null)[] = [];
  const fetcher: typeof fetch = async (_url, init) => {
    seen.push(new Headers(init?.headers).get('traceparent'));
    return Promise.resolve(Response.json({}));
  };
  const client = createGatewayClient(() => ({ url: 'http://127.0.0.1:8000', pos: 'POS-001', token: 't' }), fetcher);
  await client.check('POS-001', 100, KEY);
  await client.register(KEY, {} as never);
  await client.byKey(KEY);
  await client.shift();
  const trace = KEY.replaceAll('-', '');
  expect(seen.map((header) => header?.split('-')[1])).toEqual([trace, trace, trace, undefined]);
  expect(new Set(seen).size).toBe(4);
  for (const header of seen.slice(0, 3)) expect(header).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
});

it('sends none where a key is no UUID', async () => {
  let header: string | null = 'none yet';
  const fetcher: typeof fetch = async (_url, init) => {
    header = new Headers(init?.headers).get('traceparent');
    return Promise.resolve(Response.json({}));
  };
  const client = createGatewayClient(() => ({ url: 'http://127.0.0.1:8000', pos: 'POS-001', token: null }), fetcher);
  await client.byKey('k');
  expect(header).toBeNull();
});
