import { defineConfig } from '@playwright/test';

/** The stories in the browser. Each starts a shop of its own (tests/e2e/harness), so files may run side by side. */
export default defineConfig({
  testDir: 'tests',
  testMatch: '{e2e,uat,poc}/**/*.spec.ts',
  outputDir: 'test-results/stories',
  globalSetup: './tests/e2e/harness/build-app.ts',
  timeout: 300_000,
  expect: { timeout: 30_000 },
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['./tests/uat/summary.reporter.ts']],
});
