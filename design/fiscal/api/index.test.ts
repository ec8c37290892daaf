import { expect, it } from 'vitest';
import { api } from './index.ts';
import type { Route } from './route.ts';

const routes = Object.entries(api) as [string, Route][];

/** Names that stay (design §3, requirements B-20…B-31, A-52, L-11). */
const PROMISED = [
  'POST /v1/kkt/receipt',
  'GET /v1/kkt/receipt/:id',
  'GET /v1/kkt/receipt/by-key/:key',
  'POST /v1/kkt/receipt/check',
  'POST /v1/kkt/receipt/:id/print',
  'POST /v1/kkt/receipt/:id/void',
  'GET /v1/kkt/shift',
  'POST /v1/kkt/shift/open',
  'POST /v1/kkt/report/x',
  'POST /v1/kkt/report/z',
  'POST /v1/kkt/x_report',
  'POST /v1/kkt/z_report',
  'GET /v1/kkt/report/z',
  'POST /v1/kkt/cash/in',
  'POST /v1/kkt/cash/out',
  'POST /v1/kkt/drawer',
  'GET /v1/kkt/fn',
  'GET /v1/kkt/lock',
  'POST /v1/kkt/lock',
  'GET /v1/kkt/buffer/status',
  'GET /v1/kkt/buffer/logs',
  'POST /v1/kkt/buffer/sync',
  'PUT /v1/kkt/buffer/capacity',
  'GET /v1/kkt/worker/status',
  'GET /v1/kkt/heartbeat/status',
  'POST /v1/pos/refund',
  'GET /v1/kkt/dlq',
  'GET /v1/kkt/dlq/:fn/:fd',
  'POST /v1/kkt/dlq/:fn/:fd/resend',
  'POST /v1/kkt/dlq/:fn/:fd/resolve',
  'POST /v1/pos/maintenance',
  'DELETE /v1/pos/maintenance',
  'POST /v1/kkt/circuit_breaker/reset',
  'POST /v1/pair',
  'POST /v1/pin-attempts',
  'POST /v1/backup',
  'GET /v1/events',
  'GET /v1/health',
  'GET /health',
  'GET /metrics',
  'POST /v1/kkt/cache/refresh',
];

const spellings = routes.flatMap(([, { method, path, aliases = [] }]) => [path, ...aliases].map((url) => `${method} ${url}`));

it('has every route that was promised, each once', () => {
  expect(spellings).toEqual(expect.arrayContaining(PROMISED));
  expect(new Set(spellings).size).toBe(spellings.length);
});

it.each(routes)('%s: says in Russian what it is for, and its example is what it takes', (_name, route) => {
  const { path, summary, params, query, body, example } = route;
  expect(summary).toMatch(/[а-яё]/i);
  const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  expect(Object.keys(example.params ?? {}).toSorted()).toEqual(named.toSorted());
  for (const [schema, value] of [
    [params, example.params],
    [query, example.query],
    [body, example.body],
  ] as const) {
    if (schema === undefined) expect(value).toBeUndefined();
    else expect(schema.safeParse(value ?? undefined).error?.issues ?? []).toEqual([]);
  }
});

it('lets nobody but an administrator decide: dead letters, capacity, drives, tokens, copies, the end of the program', () => {
  const decisions = [
    'receiptSettle',
    'bufferCapacity',
    'breakerReset',
    'deadLetterResend',
    'deadLetterResolve',
    'adoptDrive',
    'pairingCode',
    'tokens',
    'revokeToken',
    'makeBackup',
    'beginMaintenance',
    'endMaintenance',
    'stop',
  ] as const;
  for (const name of decisions) expect(api[name].access, name).toEqual([]);
  const open = routes.filter(([, { access }]) => access === 'open').map(([name]) => name);
  expect(open.toSorted()).toEqual(['closeSession', 'health', 'openSession', 'pair']);
});
