import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

it('has no register, operator or server by default outside demo mode', () => {
  expect(readConfig({})).toMatchObject({
    demo: false,
    register: null,
    ofd: null,
    syncUrl: null,
    testClock: null,
    host: '127.0.0.1',
    port: 8000,
  });
});

it('takes the emulators in demo mode, and the seams of the tests only there', () => {
  const env = { OPTICS_TEST_CLOCK: '/clock', OPTICS_CRASH_AT: 'after-store', OFD_PORT: '9100' };
  expect(readConfig({ ...env, OPTICS_DEMO: '1' })).toMatchObject({
    register: 'emulator',
    ofd: 'http://127.0.0.1:9100',
    crashAt: 'after-store',
  });
  expect(readConfig(env)).toMatchObject({ testClock: null, crashAt: null });
});

it('lets pages of the sync server in, under each of its names', () => {
  const { origins } = readConfig({ SYNC_PORT: '8088', SYNC_PUBLIC_URL: 'https://shop.example/' });
  expect(origins).toEqual(['http://localhost:8088', 'http://127.0.0.1:8088', 'https://shop.example']);
});

it('names the variable that is wrong', () => {
  expect(() => readConfig({ GATEWAY_PORT: 'x' })).toThrow(/GATEWAY_PORT/);
  expect(() => readConfig({ GATEWAY_POS_ID: '../etc' })).toThrow(/GATEWAY_POS_ID/);
});
