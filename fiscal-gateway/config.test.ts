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

it('lets unpaired pages in only from the sync server’s public name; in the demo from this PC too', () => {
  const env = { SYNC_PORT: '8088', SYNC_PUBLIC_URL: 'https://shop.example/' };
  expect(readConfig(env).origins).toEqual(['https://shop.example']);
  expect(readConfig({}).origins).toEqual([]);
  expect(readConfig({ ...env, OPTICS_DEMO: '1' }).origins).toEqual([
    'http://localhost:8088',
    'http://127.0.0.1:8088',
    'https://shop.example',
  ]);
});

it.each(['0.0.0.0', '::', '192.168.0.7', 'kassa.lan'])('listens beyond loopback (%s) only where that is said twice', (host) => {
  expect(() => readConfig({ GATEWAY_HOST: host })).toThrow(/GATEWAY_LAN=1/);
  expect(() => readConfig({ GATEWAY_HOST: host, OPTICS_DEMO: '1' })).toThrow(/GATEWAY_HOST/);
  expect(readConfig({ GATEWAY_HOST: host, GATEWAY_LAN: '1' }).host).toBe(host);
  expect(readConfig({ GATEWAY_HOST: 'localhost' }).host).toBe('localhost');
});

it('takes no short administrator’s token outside the demo (I-06)', () => {
  expect(() => readConfig({ GATEWAY_TOKEN: 'admin' })).toThrow(/GATEWAY_TOKEN.*16/);
  expect(readConfig({ GATEWAY_TOKEN: '' }).adminToken).toBeNull();
  expect(readConfig({ GATEWAY_TOKEN: 'admin', OPTICS_DEMO: '1' }).adminToken).toBe('admin');
});

it('names the variable that is wrong', () => {
  expect(() => readConfig({ GATEWAY_PORT: 'x' })).toThrow(/GATEWAY_PORT/);
  expect(() => readConfig({ GATEWAY_POS_ID: '../etc' })).toThrow(/GATEWAY_POS_ID/);
});
