import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failuresOfPlaywright, failuresOfVitest, playwrightReport, tellFailures, vitestReport } from './failures.ts';

test('a failed unit test and a file that does not load are told by name', () => {
  const report = vitestReport.parse({
    numPassedTests: 1,
    numTotalTests: 2,
    numFailedTestSuites: 2,
    numFailedTests: 1,
    testResults: [
      {
        name: '/a/one.test.ts',
        status: 'failed',
        assertionResults: [
          { fullName: 'good', status: 'passed', failureMessages: [] },
          { fullName: 'bad', status: 'failed', failureMessages: ['Error: 1 is not 2'] },
        ],
      },
      { name: '/a/two.test.ts', status: 'failed', message: 'does not load', assertionResults: [] },
    ],
  });
  const told = tellFailures(failuresOfVitest(report));
  expect(told).toContain('what failed (2)');
  expect(told).toContain('one.test.ts › bad');
  expect(told).toContain('1 is not 2');
  expect(told).toContain('does not load');
  expect(told).not.toContain('good');
});

test('a failed story is told with the page it stood on, however deep its file nests it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'optics-failures-'));
  const path = join(folder, 'error-context.md');
  await writeFile(path, '# Error\n\n# Page snapshot\n\n```yaml\n- button "Оплатить"\n```\n\n# Test source\nnot this');
  const log = '{"level":"info","event":"ready"}\n{"level":"warn","event":"register silent"}\n';
  const shop = { name: 'shop', contentType: 'text/plain', body: Buffer.from(log).toString('base64') };
  const result = {
    status: 'failed',
    errors: [{ message: '\u001b[31mno receipt\u001b[39m' }],
    attachments: [{ name: 'error-context', path }, shop],
  };
  const report = playwrightReport.parse({
    stats: { expected: 1, unexpected: 1, flaky: 0, skipped: 0 },
    suites: [
      {
        file: 'a.spec.ts',
        specs: [{ title: 'sells', ok: true, tests: [{ results: [{ status: 'passed' }] }] }],
        suites: [{ file: 'a.spec.ts', specs: [{ title: 'refunds', ok: false, tests: [{ results: [result] }] }] }],
      },
    ],
  });
  const told = tellFailures(failuresOfPlaywright(report));
  await rm(folder, { recursive: true });
  expect(told).toContain('1) a.spec.ts › refunds\n    no receipt\n  page:\n    - button "Оплатить"');
  expect(told).toContain('register silent');
  expect(told).not.toMatch(/sells|not this|ready/);
});

test('nothing failed, nothing is told', () => {
  expect(tellFailures([])).toBe('');
});
