import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api } from '../../../design/fiscal/api/index.ts';
import type { Route } from '../../../design/fiscal/api/route.ts';
import { MemoryGateway } from '../../../fiscal-gateway/testing/memory-gateway.ts';
import { newKey, saleBody } from '../../../fiscal-gateway/testing/receipts.ts';

let till: MemoryGateway;
beforeAll(async () => {
  till = await new MemoryGateway({ config: { demo: false, origins: [] } }).start();
  await till.openShift();
});
afterAll(() => till.stop());

const HERE = '127.0.0.1:8000';
const OWN = `http://${HERE}`;
const PAGE = 'https://shop.example';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const code = async (scope?: string) =>
  (await till.call<{ code: string }>('POST', '/v1/pair/code', scope === undefined ? undefined : { scope })).body.code;
const pair = async (scope: string, origin?: string, name = 'касса') =>
  till.call<{ token: string }>(
    'POST',
    '/v1/pair',
    { name, scope, code: await code() },
    { authorization: '', ...(origin && { origin }) },
  );
const tokens = async () =>
  (
    await till.call<{ items: { id: string; scope: string; name: string; origin: string | null; last_used_at: number | null }[] }>(
      'GET',
      '/v1/tokens',
    )
  ).body.items;
const shift = (headers: Record<string, string>) => till.call('GET', '/v1/kkt/shift', undefined, headers);

describe('a page of somebody else (DNS rebinding, M-16)', () => {
  it.each([
    'attacker.example',
    'attacker.example:8000',
    '127.0.0.1.attacker.example',
    '127.0.0.1:8000:8000',
    '127.0.0.1@attacker.example',
    '0.0.0.0:8000',
    '[::]:8000',
    '169.254.1.1',
    'localhost.',
  ])('gets nothing under the name «%s»', async (host) => {
    for (const url of ['/health', '/v1/kkt/shift', '/', '/docs']) {
      expect((await till.call('GET', url, undefined, { host })).body).toMatchObject({ status: 403, code: 'HOST_NOT_ALLOWED' });
    }
  });

  it.each(['127.0.0.1', 'localhost:8000', 'LOCALHOST', '[::1]:8000', '127.0.0.1:65535'])(
    'this PC is served as %s',
    async (host) => {
      expect((await shift({ host })).status).toBe(200);
    },
  );

  it.each([
    PAGE,
    'null',
    'http://127.0.0.1:9999',
    'http://localhost:8000',
    'http://127.0.0.1:80000',
    'file://',
    `${OWN}.evil.example`,
  ])('is refused from the origin %s even with a valid token, preflight included', async (origin) => {
    for (const method of ['GET', 'OPTIONS'] as const) {
      const answer = await till.app.inject({
        method,
        url: '/v1/kkt/shift',
        headers: { host: HERE, origin, ...bearer('admin-token-of-a-test'), 'access-control-request-method': 'GET' },
      });
      expect(answer.json()).toMatchObject({ status: 403, code: 'ORIGIN_NOT_ALLOWED' });
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('may not read credentials with it: CORS never allows them, only the paired origin is named', async () => {
    const { body } = await pair('till', PAGE);
    const answer = await shift({ ...bearer(body.token), origin: PAGE });
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': PAGE, vary: 'Origin' });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    expect((await shift({ ...bearer(body.token), origin: 'https://other.example' })).status).toBe(403);
  });
});

it('a flood of anonymous questions does not slow the till (B-30: limits by token, by address where there is none)', async () => {
  const busy = await new MemoryGateway({ config: { rateLimit: 5 } }).start();
  const ask = (authorization: string) => busy.call('GET', '/health', undefined, { authorization });
  const anonymous = [];
  for (let n = 0; n < 7; n++) anonymous.push((await ask('')).status);
  expect(anonymous).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect((await ask('Bearer admin-token-of-a-test')).status).toBe(200);
  for (let n = 0; n < 5; n++) expect((await ask(`Bearer guess-${n}`)).status).toBe(429);
  await busy.stop();
});

describe('tokens', () => {
  it('are listed without themselves; revoking ends one at once, and its page with it', async () => {
    const page = 'https://two.example';
    const [a, b] = [(await pair('till', page)).body.token, (await pair('till', page)).body.token];
    expect((await shift({ ...bearer(a), origin: page })).status).toBe(200);
    expect((await shift({ ...bearer(b), origin: page })).status).toBe(200);
    await till.journal.idle();
    const known = (await tokens()).filter(({ origin }) => origin === page);
    expect(known).toHaveLength(2);
    expect(known.every(({ last_used_at }) => last_used_at !== null)).toBe(true);
    const listed = JSON.stringify(await till.call('GET', '/v1/tokens'));
    for (const token of [a, b]) expect(listed).not.toContain(token);

    expect((await till.call('DELETE', `/v1/tokens/${known[0]!.id}`)).body).toEqual({ revoked: true, origin: null });
    const answers = await Promise.all([a, b].map(async (token) => (await shift({ ...bearer(token), origin: page })).status));
    expect(answers.toSorted()).toEqual([200, 401]);
    expect((await till.call('DELETE', `/v1/tokens/${known[1]!.id}`)).body).toEqual({ revoked: true, origin: page });
    expect((await shift({ ...bearer(b), origin: page })).body).toMatchObject({ code: 'ORIGIN_NOT_ALLOWED' });
    expect((await till.call('DELETE', `/v1/tokens/${known[1]!.id}`)).status).toBe(404);
  });

  it('stay revoked after a restart', async () => {
    const { token } = (await pair('monitor', undefined, 'табло')).body;
    const before = (await tokens()).length;
    const { id } = (await tokens()).find(({ name }) => name === 'табло')!;
    await till.call('DELETE', `/v1/tokens/${id}`);
    await till.crashAndRestart();
    expect((await shift(bearer(token))).status).toBe(401);
    expect(await tokens()).toHaveLength(before - 1);
  });

  it('are managed by an administrator alone', async () => {
    for (const scope of ['till', 'monitor', 'metrics']) {
      const { token } = (await pair(scope)).body;
      expect((await till.call('GET', '/v1/tokens', undefined, bearer(token))).status).toBe(403);
      expect((await till.call('POST', '/v1/pair/code', undefined, bearer(token))).status).toBe(403);
    }
  });

  it('a code made for one purpose serves no other, and a try for another does not use it up', async () => {
    const only = await code('metrics');
    const wrong = await till.call('POST', '/v1/pair', { name: 'x', scope: 'till', code: only }, { authorization: '' });
    expect(wrong.body).toMatchObject({ code: 'PAIRING_CODE_INVALID' });
    const right = await till.call('POST', '/v1/pair', { name: 'x', scope: 'metrics', code: only }, { authorization: '' });
    expect(right.status).toBe(201);
  });

  it('a hundred guesses at once are a hundred guesses', async () => {
    const guess = () => till.call('POST', '/v1/pair', { name: 'x', code: 'AAAA-AAAA' }, { authorization: '' });
    const answers = await Promise.all(Array.from({ length: 100 }, guess));
    const looked = answers.filter(({ body }) => body['code'] === 'PAIRING_CODE_INVALID').length;
    expect(looked).toBeLessThanOrEqual(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(100 - looked);
  });

  it('codes are guessed five times and then one every 12 s; a shop that knows its codes is not slowed', async () => {
    const guess = () => till.call('POST', '/v1/pair', { name: 'x', code: 'AAAA-AAAA' }, { authorization: '' });
    till.time.advance(60_000);
    for (let n = 0; n < 5; n++) expect((await guess()).body).toMatchObject({ code: 'PAIRING_CODE_INVALID' });
    const stopped = await guess();
    expect(stopped.body).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(stopped.headers).toMatchObject({ 'retry-after': '12' });
    till.time.advance(12_000);
    expect((await guess()).body).toMatchObject({ code: 'PAIRING_CODE_INVALID' });
    till.time.advance(60_000);
    for (let n = 0; n < 8; n++) expect((await pair('till')).status).toBe(201);
  });
});

describe('the service page’s session', () => {
  const open = (secret: string, headers: Record<string, string> = {}) =>
    till.call('POST', '/v1/session', { secret }, { authorization: '', origin: OWN, ...headers });
  const cookieOf = (answer: { headers: Readonly<Record<string, string>> }) => String(answer.headers['set-cookie']).split(';')[0]!;
  /** As the page itself asks: no token, the cookie, this origin, its header on changes. */
  const asPage = (cookie: string, more: Record<string, string> = {}) => {
    const headers: Record<string, string> = { authorization: '', origin: OWN, 'x-optics-page': '1', cookie, ...more };
    return headers;
  };
  const call = (method: 'GET' | 'POST', url: string, headers: Record<string, string>) => {
    const { authorization: _none, ...rest } = headers;
    return till.app.inject({ method, url, headers: { host: HERE, ...rest } });
  };

  it('opens with the administrator’s token, a monitor’s token or a code; a till’s token is none of these', async () => {
    const monitor = (await pair('monitor')).body.token;
    for (const [secret, scope] of [
      ['admin-token-of-a-test', 'admin'],
      [monitor, 'monitor'],
      [await code(), 'monitor'],
      [await code('admin'), 'admin'],
    ] as const) {
      const answer = await open(secret);
      expect(answer).toMatchObject({ status: 201, body: { scope } });
      expect(answer.headers['set-cookie']).toMatch(
        /^optics-gateway-POS-001=\S+; HttpOnly; SameSite=Strict; Path=\/; Max-Age=\d+$/,
      );
      expect(answer.headers['set-cookie']).not.toContain(secret);
    }
    expect((await open((await pair('till')).body.token)).status).toBe(403);
    expect((await open(await code('till'))).status).toBe(403);
  });

  it('has the rights it was opened with', async () => {
    const monitor = asPage(cookieOf(await open((await pair('monitor')).body.token)));
    const admin = asPage(cookieOf(await open('admin-token-of-a-test')));
    expect((await call('GET', '/v1/kkt/buffer/status', monitor)).statusCode).toBe(200);
    expect((await call('POST', '/v1/kkt/circuit_breaker/reset', monitor)).statusCode).toBe(403);
    expect((await call('POST', '/v1/kkt/circuit_breaker/reset', admin)).statusCode).toBe(200);
  });

  it('changes nothing for another page: foreign origin, no origin, no header, another port of this PC (CSRF)', async () => {
    const cookie = cookieOf(await open('admin-token-of-a-test'));
    const reset = (more: Record<string, string>, without: string[] = []) => {
      const headers = Object.fromEntries(Object.entries(asPage(cookie, more)).filter(([name]) => !without.includes(name)));
      return call('POST', '/v1/kkt/circuit_breaker/reset', headers);
    };
    expect((await reset({})).statusCode).toBe(200);
    for (const origin of ['http://127.0.0.1:8080', 'http://localhost:8000', 'null', PAGE]) {
      expect([401, 403]).toContain((await reset({ origin })).statusCode);
    }
    expect((await reset({}, ['origin'])).statusCode).toBe(403);
    expect((await reset({}, ['x-optics-page'])).statusCode).toBe(403);
    expect((await reset({ 'sec-fetch-site': 'same-site' })).statusCode).toBe(401);
    // A read by a page of another port, as an image or a script: the cookie comes along and counts for nothing.
    const read = { cookie, 'sec-fetch-site': 'same-site' };
    expect((await call('GET', '/v1/kkt/shift', read)).statusCode).toBe(401);
    expect((await call('GET', '/v1/kkt/shift', { cookie })).statusCode).toBe(200);
  });

  it('ends when it is closed, after half an hour of nothing, after 8 hours, with its token, and with the program', async () => {
    const opened = async (secret = 'admin-token-of-a-test') => asPage(cookieOf(await open(secret)));
    const alive = async (page: Record<string, string>) => (await call('GET', '/v1/kkt/shift', page)).statusCode === 200;
    const closed = await opened();
    const answer = await till.app.inject({
      method: 'DELETE',
      url: '/v1/session',
      headers: { host: HERE, origin: OWN, 'x-optics-page': '1', cookie: closed['cookie'] },
    });
    expect(answer.headers['set-cookie']).toContain('Max-Age=0');
    expect(await alive(closed)).toBe(false);

    const idle = await opened();
    till.time.advance(29 * 60_000);
    expect(await alive(idle)).toBe(true);
    till.time.advance(31 * 60_000);
    expect(await alive(idle)).toBe(false);

    const long = await opened();
    for (let n = 0; n < 24; n++) {
      till.time.advance(20 * 60_000);
      await alive(long);
    }
    expect(await alive(long)).toBe(false);

    const monitor = (await pair('monitor', undefined, 'экран')).body.token;
    const withToken = await opened(monitor);
    expect(await alive(withToken)).toBe(true);
    await till.call('DELETE', `/v1/tokens/${(await tokens()).find(({ name }) => name === 'экран')!.id}`);
    expect(await alive(withToken)).toBe(false);

    const before = await opened();
    await till.crashAndRestart();
    expect(await alive(before)).toBe(false);
  });

  it('guards /docs outside the demo', async () => {
    expect((await call('GET', '/docs/json', {})).statusCode).toBe(401);
    expect((await call('GET', '/docs/json', asPage(cookieOf(await open('admin-token-of-a-test'))))).statusCode).toBe(200);
    const metrics = (await pair('metrics')).body.token;
    expect((await till.call('GET', '/docs/json', undefined, bearer(metrics))).status).toBe(403);
  });
});

describe('a body that wants harm', () => {
  const send = (payload: string) =>
    till.app.inject({
      method: 'POST',
      url: '/v1/kkt/receipt',
      payload,
      headers: {
        host: HERE,
        ...bearer('admin-token-of-a-test'),
        'content-type': 'application/json',
        'idempotency-key': newKey(),
      },
    });

  it('is refused before anything walks it: a hundred thousand levels deep', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const answer = await send(JSON.stringify({ ...saleBody(), extra: 0 }).replace('"extra":0', `"extra":${deep}`));
    expect(answer.json()).toMatchObject({ status: 400, code: 'BODY_MALFORMED' });
  });

  it('is refused: __proto__ and constructor.prototype', async () => {
    for (const poison of ['"__proto__":{"admin":true}', '"constructor":{"prototype":{"admin":true}}']) {
      expect((await send(`{${poison},"pos_id":"POS-001"}`)).json()).toMatchObject({ status: 400, code: 'BODY_MALFORMED' });
    }
    expect({}).not.toHaveProperty('admin');
  });

  it('is refused at 1 MB (413), whatever the route', async () => {
    expect((await send(JSON.stringify({ ...saleBody(), extra: 'x'.repeat(1024 * 1024) }))).json()).toMatchObject({
      status: 413,
      code: 'BODY_TOO_LARGE',
    });
  });

  it('is not repeated in the refusal: neither name nor e-mail nor code', async () => {
    const answers = await Promise.all([
      send(JSON.stringify({ ...saleBody(), cashier: { name: 'Секретова Анна '.repeat(9) }, customer: { email: 'anna@secret' } })),
      till.app.inject({
        method: 'POST',
        url: '/v1/pair',
        payload: { name: 'Секретова', code: 'SECRET-CODE', pos_id: 'secret-till' },
        headers: { host: HERE },
      }),
      till.app.inject({ method: 'POST', url: '/v1/session', payload: { secret: 'secret-secret' }, headers: { host: HERE } }),
      till.app.inject({ method: 'GET', url: '/v1/kkt/secret?token=secret', headers: { host: HERE } }),
    ]);
    for (const { statusCode, body } of answers) {
      expect(statusCode).toBeGreaterThanOrEqual(400);
      expect(body.toLowerCase()).not.toMatch(/секрет|secret/);
    }
  });
});

/** Every copy of `body` in which one text is the marker. */
function marked(body: unknown, marker: string): unknown[] {
  if (typeof body === 'string') return [marker];
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) =>
    marked(value, marker).map((copy) =>
      Array.isArray(body) ? body.map((one: unknown, n): unknown => (String(n) === name ? copy : one)) : { ...body, [name]: copy },
    ),
  );
}

describe('what a caller wrote does not come back in a refusal (nothing personal in answers, logs or alarms)', () => {
  const routes = (Object.entries(api) as [string, Route][]).filter(([name]) => name !== 'stop' && name !== 'events');
  it.each(routes)('%s', async (_name, { method, path, example, key }) => {
    const marker = 'Секрет-7916';
    const bodies = example.body === undefined ? [undefined] : [example.body, ...marked(example.body, marker)];
    const params = (example.params ?? {}) as Record<string, unknown>;
    const places = [params, ...(marked(params, marker) as (typeof params)[])];
    for (const place of places) {
      for (const payload of bodies) {
        const url = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(place[name])));
        const answer = await till.app.inject({
          method,
          url: `${url}?q=${encodeURIComponent(marker)}`,
          headers: { host: HERE, ...bearer('admin-token-of-a-test'), ...(key && { 'idempotency-key': newKey() }) },
          ...(payload !== undefined && { payload: payload as object }),
        });
        expect(answer.statusCode, answer.body).not.toBe(500);
        if (answer.statusCode >= 400) expect(answer.body).not.toContain(marker);
      }
    }
  });
});

describe('a connection that wants harm', () => {
  let port: number;
  beforeAll(async () => {
    await till.app.listen({ port: 0, host: '127.0.0.1' });
    port = (till.app.server.address() as AddressInfo).port;
  });
  const talk = async (work: (socket: Socket) => void): Promise<string> => {
    const socket = connect({ port, host: '127.0.0.1' });
    let said = '';
    socket.setEncoding('utf8').on('data', (text: string) => (said += text));
    await once(socket, 'connect');
    work(socket);
    await once(socket, 'close');
    return said;
  };

  it('is ended with words: headers that never end (431)', async () => {
    const said = await talk((socket) =>
      socket.write(`GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`),
    );
    expect(said).toMatch(/^HTTP\/1\.1 431 /);
    expect(said).toContain('HEADERS_TOO_LARGE');
  });

  it('names a host or gets nothing', async () => {
    expect(await talk((socket) => socket.write('GET /health HTTP/1.0\r\n\r\n'))).toContain('HOST_NOT_ALLOWED');
  });

  it('is ended with words: no HTTP at all (400)', async () => {
    expect(await talk((socket) => socket.write('\x16\x03\x01 hello\r\n\r\n'))).toContain('REQUEST_MALFORMED');
  });

  it('is ended with words: a request that drips (408)', async () => {
    const { headersTimeout, requestTimeout } = till.app.server;
    expect(headersTimeout).toBeLessThanOrEqual(10_000);
    expect(requestTimeout).toBeLessThanOrEqual(30_000);
    till.app.server.headersTimeout = 300;
    expect(await talk((socket) => socket.write('GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n'))).toContain('REQUEST_TIMEOUT');
    till.app.server.headersTimeout = headersTimeout;
  });
});
