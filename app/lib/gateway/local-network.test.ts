import { expect, it } from 'vitest';
import { localNetwork } from './local-network.ts';

const asked = (known: Record<string, string>) => ({
  query: ({ name }: { name: string }) =>
    known[name] ? Promise.resolve({ state: known[name] }) : Promise.reject(new TypeError(name)),
});

it('asks by the newer name first, by the older one where the newer is unknown', async () => {
  expect(await localNetwork(asked({ 'loopback-network': 'denied', 'local-network-access': 'granted' }), false)).toBe('denied');
  expect(await localNetwork(asked({ 'local-network-access': 'prompt' }), false)).toBe('prompt');
});

it('does not know where the browser does not, and needs no permission on this very PC', async () => {
  expect(await localNetwork(asked({}), false)).toBe('unknown');
  expect(await localNetwork(undefined, false)).toBe('unknown');
  expect(await localNetwork(asked({ 'loopback-network': 'denied' }), true)).toBe('granted');
});
