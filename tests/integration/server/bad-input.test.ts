import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isErrorCode } from '../../../design/errors.ts';
import { saleOf, SALES } from './facts.fixture.ts';
import { GATEWAY_TOKENS, startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
let token: string;
let appDir: string;
beforeAll(async () => {
  appDir = mkdtempSync(join(tmpdir(), 'optics-app-'));
  writeFileSync(join(appDir, 'index.html'), '<!doctype html>');
  fixture = await startFixture({ appDir });
  ({ token } = await fixture.pair('POS-001'));
});
afterAll(async () => {
  await fixture.end();
  rmSync(appDir, { recursive: true });
});

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const RUNS = process.env['SOAK'] ? 2_000 : 150;

interface Raw {
  status: number;
  body: string;
  headers: Record<string, string | string[] | undefined>;
}
/** Node's own client, because `fetch` refuses to send some of what an attacker may send. */
function send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const { port } = fixture.server;
    const request = httpRequest({ agent: false, host: '127.0.0.1', port, method, path, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode!, body: text, headers: answer.headers }));
    });
    request.on('error', reject);
    request.end(body);
  });
}
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const json = { 'content-type': 'application/json' };
const codeOf = (raw: Raw): unknown => (JSON.parse(raw.body) as { code?: unknown }).code;

/** Every route that takes a body, with who may call it. */
const BODIES: [string, string, () => string][] = [
  ['POST', '/api/pair', () => token],
  ['POST', '/api/journal', () => GATEWAY_TOKENS['POS-001']],
  ['POST', '/api/v1/kkt/heartbeat', () => GATEWAY_TOKENS['POS-001']],
  ['POST', `/db/${SALES}/_bulk_docs`, () => token],
  ['POST', `/db/${SALES}/_revs_diff`, () => token],
  ['POST', `/db/${SALES}/_bulk_get`, () => token],
  ['PUT', `/db/${SALES}/_local/checkpoint`, () => token],
];

const junk = fc.oneof(
  fc.json(),
  fc.record({ docs: fc.array(fc.object()), new_edits: fc.oneof(fc.boolean(), fc.string()) }).map((v) => JSON.stringify(v)),
  fc.record({ code: fc.oneof(fc.string(), fc.object()), name: fc.string() }).map((v) => JSON.stringify(v)),
  fc.record({ pos_id: fc.constant('POS-001'), store: fc.string(), rows: fc.array(fc.object()) }).map((v) => JSON.stringify(v)),
  fc.dictionary(fc.string(), fc.oneof(fc.array(fc.string()), fc.string(), fc.object())).map((v) => JSON.stringify(v)),
  fc.string(),
  fc.constantFrom('', '{', '[', '{"__proto__":{"x":1}}', '{"docs":[{"_id":"__proto__"}]}', '\u0000', '"\\ud800"'),
);
const type = fc.constantFrom('application/json', 'text/plain', 'application/xml', 'application/json; charset=nonsense', '');

async function everything(): Promise<Set<string>> {
  // The server's own writers go first: what they write is no answer to junk.
  await fixture.server.jobs.settled();
  const found = new Set<string>();
  for (const name of await fixture.server.engine.list()) {
    if (name === 'control' || name === 'journal') continue;
    for (const doc of await (await fixture.server.engine.open(name)).range({})) found.add(`${name}/${doc._id}`);
  }
  return found;
}

describe(`bad input (seed ${SEED})`, () => {
  it.each(BODIES)('%s %s answers junk with a coded refusal, never a 500, and stores nothing', async (method, path, who) => {
    const before = await everything();
    await fc.assert(
      fc.asyncProperty(junk, type, async (body, contentType) => {
        const answer = await send(method, path, { ...bearer(who()), 'content-type': contentType }, body);
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400) expect(isErrorCode(codeOf(answer))).toBe(true);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    expect([...(await everything()).symmetricDifference(before)]).toEqual([]);
  });

  it('mutilated sales are refused row by row, or stored whole and flagged; nothing between', async () => {
    const sale = saleOf(1) as Record<string, unknown>;
    const bite = fc.record({
      field: fc.constantFrom(...Object.keys(sale), '_deleted', '_attachments', '_revisions'),
      value: fc.oneof(fc.constant(undefined), fc.anything(), fc.constantFrom('1-x', 'sale:', '2-y', true)),
    });
    await fc.assert(
      fc.asyncProperty(bite, async ({ field, value }) => {
        const body = JSON.stringify({ docs: [{ ...sale, [field]: value }], new_edits: false }, (_, v: unknown) =>
          typeof v === 'bigint' ? String(v) : v,
        );
        const answer = await send('POST', `/db/${SALES}/_bulk_docs`, { ...bearer(token), ...json }, body);
        expect(answer.status).toBe(201);
        for (const row of JSON.parse(answer.body) as { code?: unknown }[]) expect(isErrorCode(row.code)).toBe(true);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('any path and any query are answered with less than 500', async () => {
    const path = fc.oneof(
      fc.webPath().map((where) => `/${where}`),
      fc
        .tuple(fc.constantFrom('/db/', '/db/catalog/', '/api/', '/admin/', '/_app/', '/'), fc.string())
        .map(([a, b]) => a + encodeURI(b.toWellFormed())),
      fc.constantFrom(
        '/%',
        '/%ff',
        '/..%2f..%2fpackage.json',
        '/%00',
        '/db/%2e%2e',
        '//evil',
        '/_app/../../package.json',
        '/.env',
      ),
    );
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS');
    await fc.assert(
      fc.asyncProperty(method, path, fc.webQueryParameters(), async (verb, where, query) => {
        const answer = await send(verb, `${where}?${query}`, { ...bearer(token), accept: '*/*' });
        expect([where, answer.status < 500]).toEqual([where, true]);
      }),
      { seed: SEED, numRuns: RUNS * 2 },
    );
  });

  it('a changes feed takes no filter and no nonsense', async () => {
    const shape = fc.dictionary(
      fc.constantFrom('since', 'limit', 'feed', 'style', 'heartbeat', 'timeout', 'filter', 'view', 'include_docs', 'x'),
      fc.oneof(
        fc.string({ maxLength: 12 }),
        fc.integer().map(String),
        fc.constantFrom('true', 'normal', 'continuous', 'eventsource'),
      ),
    );
    await fc.assert(
      fc.asyncProperty(shape, async (fields) => {
        const query = new URLSearchParams({ ...fields, timeout: '1' }).toString();
        const answer = await send('GET', `/db/catalog/_changes?${query}`, bearer(token));
        expect([200, 400]).toContain(answer.status);
        if ('filter' in fields || 'view' in fields || 'x' in fields) expect(answer.status).toBe(400);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('names each refusal: 401, 403, 404, 405, 413, 415, 400, 422', async () => {
    const cases: [number, string, Promise<Raw>][] = [
      [401, 'UNAUTHENTICATED', send('GET', '/api/session', {})],
      [401, 'UNAUTHENTICATED', send('GET', '/metrics', {})],
      [403, 'HOST_NOT_ALLOWED', send('GET', '/api/health', { host: 'evil.example' })],
      [403, 'ORIGIN_NOT_ALLOWED', send('POST', '/api/pair', { ...json, origin: 'http://evil.example' }, '{}')],
      [404, 'NOT_FOUND', send('GET', '/api/nothing', {})],
      [405, 'METHOD_NOT_ALLOWED', send('DELETE', '/api/session', {})],
      [413, 'BODY_TOO_LARGE', send('POST', '/api/pair', json, JSON.stringify({ name: 'x'.repeat(2 << 20) }))],
      [415, 'MEDIA_TYPE_UNSUPPORTED', send('POST', '/api/pair', { 'content-type': 'text/plain' }, 'x')],
      [400, 'BODY_MALFORMED', send('POST', '/api/pair', json, '{')],
      [422, 'BODY_INVALID', send('POST', '/api/pair', json, '{}')],
    ];
    for (const [status, code, sent] of cases) {
      const answer = await sent;
      expect([answer.status, codeOf(answer)]).toEqual([status, code]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
  });
});
