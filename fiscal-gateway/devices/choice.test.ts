import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DevicesAnswer, DevicesTested } from '../../design/fiscal/wire-devices.ts';
import { readConfig } from '../config.ts';
import { ADMIN, MemoryGateway } from '../testing/memory-gateway.ts';
import { withChoice } from './choice.ts';

const headers = { host: 'localhost', authorization: `Bearer ${ADMIN}` };
const NOBODY = 'http://127.0.0.1:1';
let till: MemoryGateway;
/** An operator that holds no document. */
let ofd: ReturnType<typeof createServer>;
let ofdUrl: string;

beforeEach(async () => {
  ofd = createServer((_request, response) => response.writeHead(404).end('{}'));
  await new Promise<void>((resolve) => ofd.listen(0, '127.0.0.1', resolve));
  ofdUrl = `http://127.0.0.1:${(ofd.address() as AddressInfo).port}`;
  till = await new MemoryGateway().start();
});
afterEach(async () => {
  await till.stop();
  ofd.close();
});

const ask = async <T>(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) => {
  const response = await till.app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: response.statusCode, body: response.json<T & { code?: string }>() };
};
const devices = () => ask<DevicesAnswer>('GET', '/v1/kkt/devices');
const test = (payload: object) => ask<DevicesTested>('POST', '/v1/kkt/devices/test', payload);
const save = (payload: object) => ask<DevicesAnswer>('PUT', '/v1/kkt/devices', { by: 'staff:5', ...payload });

describe('register and operator are chosen by the administrator (A-95)', () => {
  it('tells what is in force, by whose word, and what is offered', async () => {
    const { body } = await devices();
    expect(body).toMatchObject({
      register: { address: 'emulator', chosen_by: 'demo' },
      ofd: { chosen_by: 'demo' },
      waiting: null,
    });
    expect(body.offers.registers).toContainEqual({ kind: 'shtrih+tcp', available: false });
  });

  it('tries each by itself', async () => {
    const { body } = await test({ register: 'emulator', ofd: ofdUrl });
    expect(body.register).toMatchObject({ ok: true, fn: expect.any(String) as string });
    expect(body.ofd).toMatchObject({ ok: true, code: null });
    expect((await test({ register: 'shtrih+tcp://127.0.0.1:7778', ofd: NOBODY })).body).toMatchObject({
      register: { ok: false, code: 'DEVICE_NOT_OFFERED' },
      ofd: { ok: false, code: 'OFD_UNREACHABLE' },
    });
    expect((await test({ register: 'http://user:secret@kkt' })).status).toBe(422);
  });

  it('keeps a choice that answers for the next start, and changes nothing before', async () => {
    const { status, body } = await save({ ofd: ofdUrl });
    expect([status, body.waiting]).toEqual([200, { ofd: ofdUrl }]);
    expect(body.ofd.address).not.toBe(ofdUrl);
    const next = withChoice(readConfig({ OPTICS_DEMO: '1' }), till.gateway.context.stores.settings);
    expect([next.ofd, next.register]).toEqual([ofdUrl, 'emulator']);
  });

  it('leaves what the surroundings name as it is, on whatever was chosen before', async () => {
    await save({ ofd: ofdUrl });
    const named = readConfig({ OPTICS_DEMO: '1', GATEWAY_OFD: NOBODY });
    expect(withChoice(named, till.gateway.context.stores.settings).ofd).toBe(NOBODY);
  });

  it('saves nothing that does not answer', async () => {
    expect((await save({ ofd: NOBODY })).body.code).toBe('DEVICE_SILENT');
    expect((await devices()).body.waiting).toBeNull();
  });

  it('is not a till’s to change', async () => {
    const { body } = await ask<{ token: string }>('POST', '/v1/pair', { name: 'till', scope: 'till' });
    const as = { host: 'localhost', authorization: `Bearer ${body.token}` };
    const asked = await till.app.inject({
      method: 'PUT',
      url: '/v1/kkt/devices',
      headers: as,
      payload: { ofd: null, by: 'staff:1' },
    });
    expect(asked.statusCode).toBe(403);
    expect((await till.app.inject({ url: '/v1/kkt/devices', headers: as })).statusCode).toBe(200);
  });
});

it('a gateway that was started with its devices named refuses another choice', async () => {
  const fixed = await new MemoryGateway({ config: { fixed: { register: true, ofd: true } } }).start();
  try {
    const payload = { ofd: null, by: 'staff:5' };
    const answer = await fixed.app.inject({ method: 'PUT', url: '/v1/kkt/devices', headers, payload });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, 'DEVICE_FIXED']);
  } finally {
    await fixed.stop();
  }
});
