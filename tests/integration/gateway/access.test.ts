import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PairAnswer } from './support.ts';
import { MemoryGateway } from '../../../fiscal-gateway/testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../../../fiscal-gateway/testing/receipts.ts';

let till: MemoryGateway;
const PAGE = 'http://shop.example';
const pair = (body: object, headers: Record<string, string> = {}) =>
  till.call<PairAnswer>('POST', '/v1/pair', { name: 'касса', ...body }, { authorization: '', ...headers });
const bearer = (token: string, origin?: string) => ({ authorization: `Bearer ${token}`, ...(origin ? { origin } : {}) });

describe('outside demo mode', () => {
  beforeAll(async () => {
    till = await new MemoryGateway({ config: { demo: false } }).start();
    await till.openShift();
  });
  afterAll(() => till.stop());

  it('answers nobody without a token, and health to everybody', async () => {
    expect((await till.call('GET', '/v1/kkt/shift', undefined, { authorization: '' })).body).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
    });
    expect((await till.call('GET', '/v1/kkt/shift', undefined, bearer('wrong'))).status).toBe(401);
    expect((await till.call('GET', '/health', undefined, { authorization: '' })).status).toBe(200);
  });

  it('refuses a foreign Host (DNS rebinding) and a foreign page', async () => {
    expect((await till.call('GET', '/v1/health', undefined, { host: 'evil.example' })).body).toMatchObject({
      code: 'HOST_NOT_ALLOWED',
    });
    expect((await till.call('GET', '/v1/kkt/shift', undefined, { origin: 'http://evil.example' })).body).toMatchObject({
      code: 'ORIGIN_NOT_ALLOWED',
    });
  });

  it('pairs by a one-time code only; the page joins the CORS list', async () => {
    expect((await pair({}, { origin: PAGE })).status).toBe(401);
    expect((await pair({ code: 'ABCDEFGH' }, { origin: PAGE })).body).toMatchObject({ code: 'PAIRING_CODE_INVALID' });
    expect((await till.call('GET', '/v1/kkt/shift', undefined, { origin: PAGE })).status).toBe(403);
    const { body: made } = await till.call<{ code: string }>('POST', '/v1/pair/code');
    const paired = await pair({ code: made.code }, { origin: PAGE });
    expect(paired).toMatchObject({ status: 201, body: { scope: 'till', pos_id: 'POS-001', demo: false } });
    expect((await pair({ code: made.code }, { origin: PAGE })).status).toBe(403);
    const seen = await till.call('GET', '/v1/kkt/shift', undefined, bearer(paired.body.token, PAGE));
    expect(seen.headers).toMatchObject({ 'access-control-allow-origin': PAGE });
    const preflight = await till.app.inject({
      method: 'OPTIONS',
      url: '/v1/kkt/receipt',
      headers: {
        host: '127.0.0.1:8000',
        origin: PAGE,
        'access-control-request-method': 'POST',
        'access-control-request-private-network': 'true',
      },
    });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': PAGE,
      'access-control-allow-private-network': 'true',
    });
  });

  it('takes the code as a person types it; a browser of another till or shop does not use it up', async () => {
    const { code } = (await till.call<{ code: string }>('POST', '/v1/pair/code')).body;
    for (const other of [{ pos_id: 'POS-002' }, { store: 'demo-2' }]) {
      expect((await pair({ code, ...other })).body).toMatchObject({ status: 403, code: 'WRONG_TILL' });
    }
    const typed = ` ${code.toLowerCase().replace('-', ' ')}`;
    expect((await pair({ code: typed, pos_id: 'POS-001', store: 'demo-1' })).status).toBe(201);
  });

  it('keeps scopes apart: a monitor reads, metrics read metrics, nobody pairs as administrator', async () => {
    const codeOf = async () => (await till.call<{ code: string }>('POST', '/v1/pair/code')).body.code;
    const monitor = (await pair({ code: await codeOf(), scope: 'monitor' })).body.token;
    expect((await till.call('GET', '/v1/kkt/buffer/status', undefined, bearer(monitor))).status).toBe(200);
    expect((await till.call('POST', '/v1/kkt/report/x', { pos_id: 'POS-001' }, bearer(monitor))).body).toMatchObject({
      code: 'FORBIDDEN',
    });
    const metrics = (await pair({ code: await codeOf(), scope: 'metrics' })).body.token;
    expect((await till.call<string>('GET', '/metrics', undefined, bearer(metrics))).body).toContain('kkt_buffer_size');
    expect((await till.call('GET', '/v1/kkt/shift', undefined, bearer(metrics))).status).toBe(403);
    expect((await pair({ code: await codeOf(), scope: 'admin' })).status).toBe(403);
  });
});

describe('in demo mode', () => {
  beforeAll(async () => {
    till = await new MemoryGateway().start();
    await till.openShift();
  });
  afterAll(() => till.stop());

  it('pairs a page of this PC without a code, and no other page', async () => {
    expect((await pair({}, { origin: 'http://localhost:5173' })).status).toBe(201);
    expect((await pair({}, { origin: PAGE })).status).toBe(403);
    expect((await pair({ scope: 'admin' })).status).toBe(401);
  });

  it('lets one browser sell: the lease of 30 s, its renewal, its end, its seizure', async () => {
    const [a, b] = [(await pair({})).body.token, (await pair({})).body.token];
    const lock = (token: string, more: object = {}) =>
      till.call('POST', '/v1/kkt/lock', { pos_id: 'POS-001', holder: 'browser', ...more }, bearer(token));
    const sell = async (token: string) =>
      (await till.call('POST', '/v1/kkt/receipt', saleBody(), { ...bearer(token), 'idempotency-key': newKey() })).body;
    expect(await sell(a)).toMatchObject({ status: 409, code: 'LOCK_HELD' });
    expect((await lock(a, { name: 'Касса у окна' })).body).toMatchObject({ mine: true });
    expect(await sell(a)).toMatchObject({ stage: 'printed' });
    expect(await sell(b)).toMatchObject({ code: 'LOCK_HELD', details: { name: 'Касса у окна' } });
    expect((await lock(b)).body).toMatchObject({ code: 'LOCK_HELD' });
    till.time.advance(29_000);
    await lock(a);
    till.time.advance(29_000);
    expect(await sell(a)).toMatchObject({ stage: 'printed' });
    await till.crashAndRestart();
    expect(await sell(a)).toMatchObject({ stage: 'printed' });
    expect((await lock(b, { take: true })).body).toMatchObject({ mine: true });
    expect(await sell(a)).toMatchObject({ code: 'LOCK_HELD' });
    // The PC slept: nobody renewed, nobody else took it.
    till.time.advance(8 * 3_600_000);
    expect(await sell(b)).toMatchObject({ stage: 'printed' });
    expect(await sell(a)).toMatchObject({ code: 'LOCK_HELD' });
    expect((await lock(a)).body).toMatchObject({ mine: true });
    expect(await sell(b)).toMatchObject({ code: 'LOCK_HELD' });
    expect((await lock(a, { release: true })).body).toMatchObject({ holder: null });
    expect(await sell(a)).toMatchObject({ code: 'LOCK_HELD' });
    expect((await post(till, newKey(), saleBody())).status).toBe(201);
  });

  it('answers the same key to a browser that has lost the lease: the receipt exists', async () => {
    const token = (await pair({})).body.token;
    await till.call('POST', '/v1/kkt/lock', { pos_id: 'POS-001', holder: 'b', take: true }, bearer(token));
    const key = newKey();
    const send = () => till.call('POST', '/v1/kkt/receipt', saleBody(), { ...bearer(token), 'idempotency-key': key });
    expect((await send()).status).toBe(201);
    till.time.advance(60_000);
    expect((await send()).status).toBe(200);
  });

  it('limits requests by token (429, Retry-After)', async () => {
    const limited = await new MemoryGateway({ config: { rateLimit: 5 } }).start();
    const statuses = [];
    for (let n = 0; n < 7; n++) statuses.push((await limited.call('GET', '/v1/kkt/shift')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    limited.time.advance(1_000);
    expect((await limited.call('GET', '/v1/kkt/shift')).status).toBe(200);
    await limited.stop();
  });

  it('counts wrong PINs and locks, longer each time', async () => {
    const attempt = (success?: boolean) => till.call('POST', '/v1/pin-attempts', { staff: 'staff:9', success });
    for (let n = 0; n < 5; n++) await attempt(false);
    expect((await attempt()).body).toMatchObject({ status: 429, code: 'PIN_LOCKED', retry_after_seconds: 30 });
    till.time.advance(30_000);
    expect((await attempt(true)).body).toEqual({ allowed: true, failures: 0, retry_after_seconds: 0 });
  });
});
