import { expect, it } from 'vitest';
import { addressOf, kindOf, PLACEHOLDERS } from './device-address.ts';

it.each([
  ['register', null, 'none'],
  ['register', 'emulator', 'emulator'],
  ['register', 'shtrih+tcp://10.0.0.5:7778', 'shtrih+tcp'],
  ['register', 'shtrih+serial:///dev/ttyACM0?baud=115200', 'shtrih+serial'],
  ['ofd', 'https://ofd.example/v1', 'http'],
  ['ofd', 'http://127.0.0.1:9000', 'http'],
  ['ofd', 'device', 'device'],
] as const)('%s at %s is %s', (part, address, kind) => {
  expect(kindOf(part, address)).toBe(kind);
  expect(addressOf({ kind, address: address ?? '' })).toBe(address);
});
it('an address that is not written yet is not sent', () => {
  expect(addressOf({ kind: 'http', address: PLACEHOLDERS.http })).toBe('');
  expect(addressOf({ kind: 'http', address: ' ' })).toBe('');
});
