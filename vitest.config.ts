import { defineConfig } from 'vitest/config';

/** Unit tests beside their files and integration tests in tests/; the browser stories (.spec.ts) are Playwright's. */
export default defineConfig({
  resolve: {
    alias: { $design: new URL('./design', import.meta.url).pathname, $lib: new URL('./app/lib', import.meta.url).pathname },
  },
  test: {
    include: ['{design,app,sync-server,fiscal-gateway,ops,tests}/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['./tests/seed.setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
