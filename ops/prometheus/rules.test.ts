import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { MemoryGateway } from '../../fiscal-gateway/testing/memory-gateway.ts';

const rules = z.object({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Gateway\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['P1', 'P2', 'P3']) }),
          annotations: z.strictObject({ summary: z.string(), action: z.string() }),
        }),
      ),
    }),
  ),
});
const text = readFileSync(fileURLToPath(new URL('gateway.rules.yml', import.meta.url)), 'utf8');
const all = rules.parse(parse(text)).groups.flatMap((group) => group.rules);

/** Names of series in an expression: words that are no function, keyword, label or unit. */
function seriesOf(expr: string): string[] {
  const bare = expr.replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"|(?:by|on|without)\s*\([^)]*\)/g, ' ');
  return [...bare.matchAll(/\b[a-z_][a-z0-9_]*\b(?!\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => !['and', 'or', 'sum'].includes(name));
}

let till: MemoryGateway;
let known: Set<string>;
beforeAll(async () => {
  till = await new MemoryGateway().start();
  const { metrics } = till.gateway.context;
  metrics.watchProcess();
  known = new Set((await metrics.registry.getMetricsAsJSON()).map(({ name }) => name));
});
afterAll(() => till.stop());

it('names only series that the gateway has', () => {
  const ownOfPrometheus = new Set(['up']);
  const unknown = all.flatMap(({ alert, expr }) =>
    seriesOf(expr)
      .filter((name) => !known.has(name.replace(/_(bucket|count|sum)$/, '')) && !ownOfPrometheus.has(name))
      .map((name) => `${alert}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

it('finds series at all, and says what a person should do (H-18: at least ten rules)', () => {
  expect(all.length).toBeGreaterThanOrEqual(10);
  expect(new Set(all.map(({ alert }) => alert)).size).toBe(all.length);
  for (const { alert, expr } of all) expect([alert, seriesOf(expr).length > 0]).toEqual([alert, true]);
});

it.each([
  ['H-10', ['GatewayBufferWarning', 'GatewayBufferCritical', 'GatewayBufferFull']],
  ['H-11', ['GatewayBreakerOpen', 'GatewayBreakerFlaps']],
  ['H-12', ['GatewaySyncStuck', 'GatewaySyncLong', 'GatewayBufferGrows']],
  ['H-13', ['GatewayDeadLetters', 'GatewayDeadLettersMany']],
  [
    'H-14',
    [
      'GatewayReceiptSlow',
      'GatewayDeviceError',
      'GatewayHeartbeatLost',
      'GatewayDriveEndsNow',
      'GatewayClockDrift',
      'GatewayClockDriftStays',
    ],
  ],
  ['H-15', ['GatewayReceiptOld', 'GatewayReceiptVeryOld', 'GatewayReceiptDays']],
  ['H-17', ['GatewayDown', 'GatewayDiskLow', 'GatewayBackupOld']],
])('has the alarms of %s', (_requirement, alerts) => {
  expect(all.map(({ alert }) => alert)).toEqual(expect.arrayContaining(alerts));
});
