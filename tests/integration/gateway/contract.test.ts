import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { api } from '../../../design/fiscal/api/index.ts';
import type { Api } from '../../../design/fiscal/api/index.ts';
import type { Route } from '../../../design/fiscal/api/route.ts';
import { isErrorCode } from '../../../design/errors.ts';
import { problem } from '../../../fiscal-gateway/http/app.ts';
import { ADMIN, MemoryGateway } from '../../../fiscal-gateway/testing/memory-gateway.ts';
import { saleBody } from '../../../fiscal-gateway/testing/receipts.ts';
import { waitUntil } from '../../e2e/harness/wait-until.ts';
import { LivingTill } from '../../e2e/harness/living-till.ts';

type Name = keyof Api;
type Params = Readonly<Record<string, string | number>>;

const RECORDED = new URL('../../../design/fiscal/api/answers.json', import.meta.url);
const recorded = JSON.parse(readFileSync(RECORDED, 'utf8')) as Record<string, { status: number; body: unknown }>;
/** RECORD=1 writes what the gateway answered as the examples that /docs shows. */
const fresh: typeof recorded = {};

let till: LivingTill;
/** What earlier steps answered: ids in later examples stand for these. */
const seen: Partial<Record<Name, Record<string, never>>> = {};

interface Step {
  readonly status?: number;
  /** Values for `:id` and the like; the example's own stand for these. */
  readonly params?: () => Params;
  readonly body?: (example: unknown) => unknown;
  readonly key?: () => string;
  readonly before?: () => Promise<unknown>;
  readonly token?: () => string;
}

const key = randomUUID();
const receiptKey = (): string => key;
const answered = (name: Name): Record<string, never> => seen[name] ?? {};
const itself = { id: () => ({ id: answered('receipt')['receipt_id'] ?? '' }) };

async function ask(route: Route, url: string, step: Step = {}) {
  const { method, example } = route;
  const body = step.body ? step.body(example.body) : example.body;
  const query = new URLSearchParams(Object.entries((example.query ?? {}) as Record<string, string>)).toString();
  const response = await fetch(`${till.url}${url}${query && `?${query}`}`, {
    method,
    headers: {
      ...(route.access === 'open' ? {} : { authorization: `Bearer ${step.token?.() ?? till.admin}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(route.key ? { 'idempotency-key': step.key?.() ?? randomUUID() } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (route.media === 'text/event-stream') {
    const { value } = await response.body!.getReader().read();
    return { response, body: new TextDecoder().decode(value) as unknown };
  }
  const text = await response.text();
  return { response, body: (/json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text) as unknown };
}

const admin = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(till.url + path, {
    method,
    headers: { authorization: `Bearer ${till.admin}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, never>;
};
const sell = () => admin('POST', '/v1/kkt/receipt', saleBody(), { 'idempotency-key': randomUUID() });
const deadLetters = async (atLeast: number) => {
  const held = async () => ((await admin('GET', '/v1/kkt/dlq'))['items'] as { fn: string; fd: number }[] | undefined) ?? [];
  await waitUntil('dead letters', async () => (await held()).length >= atLeast);
  return held();
};
const delivered = () =>
  waitUntil('everything delivered', async () => Number((await admin('GET', '/v1/kkt/buffer/status'))['unsent_documents']) === 0);
const code = async (scope: string) => (await admin('POST', '/v1/pair/code', { scope }))['code'];

let parked = '';
let dead: { fn: string; fd: number }[] = [];
let pairCode = '';

/** Every operation once, in an order in which a till could live. */
const STEPS: readonly [Name, Step][] = [
  ['health', {}],
  ['pairingCode', { status: 201 }],
  [
    'pair',
    {
      status: 201,
      before: async () => (pairCode = (await code('till')) ?? ''),
      body: (example) => ({ ...(example as object), code: pairCode }),
    },
  ],
  ['tokens', {}],
  ['revokeToken', { params: () => ({ id: (answered('tokens')['items'] as unknown as { id: string }[])[0]!.id }) }],
  [
    'openSession',
    { status: 201, before: async () => (pairCode = (await code('admin')) ?? ''), body: () => ({ secret: pairCode }) },
  ],
  ['session', {}],
  ['closeSession', {}],
  ['pinAttempt', {}],
  ['cacheRefresh', { status: 410 }],
  ['drive', {}],
  ['shift', {}],
  ['shiftOpen', { status: 201 }],
  ['lock', {}],
  ['lockState', {}],
  ['receiptCheck', {}],
  ['receipt', { status: 201, key: receiptKey }],
  ['receiptById', { params: itself.id }],
  ['receiptByKey', { params: () => ({ key }) }],
  ['receiptPrint', { params: itself.id }],
  ['receiptSettle', { status: 409, params: itself.id }],
  [
    'receiptVoid',
    {
      before: async () => {
        await till.drive.paper(false);
        const stuck = randomUUID();
        await admin('POST', '/v1/kkt/receipt', saleBody(), { 'idempotency-key': stuck });
        parked = (await admin('GET', `/v1/kkt/receipt/by-key/${stuck}`))['receipt_id'] ?? '';
        await till.drive.paper(true);
      },
      params: () => ({ id: parked }),
    },
  ],
  ['receiptForbid', {}],
  ['refundCheck', { before: delivered, body: () => ({ original_fiscal_doc_id: answered('receipt')['receipt_id'] }) }],
  ['cashIn', { status: 201 }],
  ['cashOut', { status: 201 }],
  ['drawer', {}],
  ['balance', {}],
  ['reportX', {}],
  ['bufferStatus', {}],
  ['openReceipts', { before: async () => [await till.ofd.set('slow', { delay_ms: 500 }), await sell()] }],
  ['bufferLogs', { before: async () => [await till.ofd.set('ok'), await delivered()] }],
  ['bufferSync', { status: 202 }],
  ['bufferCapacity', {}],
  ['workerStatus', {}],
  ['heartbeatStatus', {}],
  ['breakerReset', {}],
  [
    'deadLetters',
    {
      before: async () => {
        await till.ofd.set('reject');
        await sell();
        await sell();
        dead = await deadLetters(2);
        await till.ofd.set('ok');
      },
    },
  ],
  ['deadLetter', { params: () => dead[0]! }],
  ['deadLetterResend', { params: () => dead[0]! }],
  ['deadLetterResolve', { params: () => dead[1]! }],
  ['events', {}],
  ['metrics', {}],
  ['reportZ', {}],
  ['zArchive', {}],
  ['zReport', { params: () => ({ fn: answered('drive')['fn'] ?? '', number: 1 }) }],
  ['zPrint', { params: () => ({ fn: answered('drive')['fn'] ?? '', number: 1 }) }],
  ['adoptDrive', { status: 200, body: () => ({ fn: answered('drive')['fn'] }) }],
  ['beginMaintenance', {}],
  ['maintenance', {}],
  ['endMaintenance', {}],
  ['continuePrint', {}],
  ['makeBackup', { status: 201 }],
  ['backups', {}],
  ['power', {}],
  ['devices', {}],
  ['testDevices', { body: () => ({ ofd: till.ofd.url }) }],
  // This gateway was told its devices when it was started.
  ['saveDevices', { status: 409, body: () => ({ ofd: till.ofd.url, by: 'staff:5' }) }],
  // The program ends with it.
  ['stop', { status: 202 }],
];

beforeAll(async () => {
  till = await LivingTill.start();
});
afterAll(async () => {
  await till.stop();
  if (process.env['RECORD'] === '1') {
    const secret = (name: string, value: unknown) => (name === 'token' || name === 'secret' ? '…' : value);
    writeFileSync(RECORDED, `${JSON.stringify(fresh, secret, 2)}\n`);
  }
});

describe('each route of the table answers its example as the table says', () => {
  it.each(STEPS)('%s', async (name, step) => {
    const route = api[name] as Route;
    await step.before?.();
    const values = step.params?.() ?? ((route.example.params ?? {}) as Params);
    const expected = step.status ?? 200;
    // Other spellings first: what the route changes is changed by the customer's own words too.
    const spellings = route.method === 'GET' || name === 'reportX' ? [...(route.aliases ?? []), route.path] : [route.path];
    for (const path of spellings) {
      const url = path.replace(/:(\w+)/g, (_, field: string) => encodeURIComponent(String(values[field])));
      const { response, body } = await ask(route, url, step);
      expect(response.status, `${route.method} ${url}: ${JSON.stringify(body)}`).toBe(expected);
      expect(response.headers.get('content-type')).toContain(
        expected >= 400 ? 'application/problem+json' : (route.media ?? 'application/json'),
      );
      if (expected >= 400) {
        expect(isErrorCode(problem.parse(body).code)).toBe(true);
      } else if (route.media === undefined) {
        const schema = route.answers[expected];
        expect(schema, `the table documents no ${expected}`).toBeDefined();
        const read = schema!.safeParse(body);
        expect(read.error && z.prettifyError(read.error)).toBeUndefined();
        expect(body, 'nothing that the table does not name').toEqual(read.data);
        fresh[name] = { status: expected, body };
      }
      seen[name] = body as Record<string, never>;
    }
  });

  it('leaves no route of the table out', () => {
    expect(STEPS.map(([name]) => name).toSorted()).toEqual(Object.keys(api).toSorted());
  });

  it('shows examples of answers that still fit (RECORD=1 writes them anew)', () => {
    for (const [name, route] of Object.entries(api) as [Name, Route][]) {
      const [, step] = STEPS.find(([of]) => of === name)!;
      if (route.media !== undefined || (step.status ?? 200) >= 400) continue;
      const shown = recorded[name];
      expect(shown, `${name} has no recorded answer`).toBeDefined();
      const read = route.answers[shown!.status]?.safeParse(shown!.body);
      expect(read?.error && `${name}: ${z.prettifyError(read.error)}`).toBeUndefined();
    }
  });
});

it('serves no route that the table does not know', async () => {
  const gateway = await new MemoryGateway().start();
  try {
    expect(gateway.app.undeclared).toEqual([]);
  } finally {
    await gateway.stop();
  }
});

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Record<string, readonly string[]>[];
  readonly 'x-access': unknown;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema?: unknown; readonly example?: unknown }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly example?: unknown }> }>;
}
interface OpenApi {
  readonly openapi: string;
  readonly components: { readonly securitySchemes: Record<string, unknown> };
  readonly paths: Record<string, Record<string, Operation>>;
}

it('describes itself as OpenAPI 3.1 with an example a route, and without a secret', async () => {
  const gateway = await new MemoryGateway().start();
  const { body: text } = await gateway.app.inject({ url: '/docs/json', headers: { host: 'localhost' } });
  await gateway.stop();
  expect(text).not.toContain(ADMIN);
  const document = JSON.parse(text) as OpenApi;
  expect(document.openapi).toMatch(/^3\.1\./);
  const operations = Object.entries(document.paths).flatMap(([path, of]) =>
    Object.entries(of).map(([method, operation]) => ({ path, method, operation })),
  );
  const spellings = (Object.values(api) as Route[]).flatMap(({ method, path, aliases = [] }) =>
    [path, ...aliases].map((url) => `${method.toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}')}`),
  );
  expect(operations.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(spellings.toSorted());
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, operation } of operations) {
    const where = `${operation.operationId} ${path}`;
    const route = api[operation.operationId.split('_')[0] as Name] as Route;
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = operation.parameters?.filter((parameter) => parameter.in === 'path').map(({ name }) => name) ?? [];
    expect(declared.toSorted(), where).toEqual(named.toSorted());
    for (const name of operation.security.flatMap((one) => Object.keys(one)))
      expect(document.components.securitySchemes, where).toHaveProperty(name);
    expect(operation['x-access'], where).toEqual(route.access === 'open' ? 'open' : ['admin', ...route.access]);
    expect(Object.keys(operation.responses), where).toEqual(expect.arrayContaining(['4XX', '5XX']));
    if (route.body && route.example.body !== undefined)
      expect(operation.requestBody?.content['application/json']?.example, where).toEqual(route.example.body);
    const shown = recorded[operation.operationId];
    if (shown) expect(operation.responses[shown.status]?.content?.['application/json']?.example, where).toBeDefined();
  }
  // Nothing points into the void.
  for (const [, pointer] of text.matchAll(/"\$ref":"#([^"]+)"/g)) {
    const found = pointer!
      .split('/')
      .slice(1)
      .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);
    expect(found, pointer).toBeDefined();
  }
});
