import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { startFixture, type ServerFixture } from '../../tests/integration/server/sync-server.fixture.ts';

const rules = z.object({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Server\w+$/),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.strictObject({ severity: z.enum(['P1', 'P2', 'P3']) }),
          annotations: z.strictObject({ summary: z.string(), action: z.string() }),
        }),
      ),
    }),
  ),
});
const text = readFileSync(new URL('sync-server.rules.yml', import.meta.url), 'utf8');
const all = rules.parse(parse(text)).groups.flatMap((group) => group.rules);

let fixture: ServerFixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.end());

it('names only series that the server has, and says what a person should do', async () => {
  const known = new Set((await fixture.server.metrics.registry.getMetricsAsJSON()).map(({ name }) => name));
  const named = all.map(({ expr }) => /^[a-z_]+/.exec(expr)?.[0] ?? expr);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  expect(all.filter(({ annotations }) => annotations.action.length < 10)).toEqual([]);
});
