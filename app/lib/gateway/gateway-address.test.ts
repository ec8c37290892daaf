import { expect, it } from 'vitest';
import { gatewayAddress } from './gateway-address.ts';

it.each([
  ['http://127.0.0.1:8000', 'http://127.0.0.1:8000'],
  [' localhost:8001 ', 'http://localhost:8001'],
  ['http://127.0.0.1:8000/docs?x=1', 'http://127.0.0.1:8000'],
])('takes the address of a gateway of this PC: %s', (typed, origin) => {
  expect(gatewayAddress(typed)).toBe(origin);
});

it.each(['', 'http://', '192.168.0.7:8000', 'https://127.0.0.1:8000', 'http://evil@127.0.0.1', 'http://localhost.evil.example'])(
  'takes nothing else: %s',
  (typed) => {
    expect(gatewayAddress(typed)).toBeNull();
  },
);
