import { stripTypeScriptTypes } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { compileModule } from 'svelte/compiler';
import { defineConfig, type Plugin } from 'vitest/config';

/** Stores with runes (`*.svelte.ts`) run in a unit test as they run in the browser. */
const runes: Plugin = {
  name: 'runes',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('.svelte.ts')) return null;
    const { js } = compileModule(stripTypeScriptTypes(code), { filename: id, generate: 'client' });
    return { code: js.code, map: null };
  },
};

/**
 * Files at a time. Much of their time they wait, for a disk, a timer, a program that starts: so three for two cores, where the machine has
 * memory for them (a file with its programs takes up to a gigabyte). Four at most: so many get ports apart (tests/e2e/harness/ports.ts).
 */
const FILES_AT_A_TIME = Math.max(2, Math.min(4, Math.ceil(1.5 * availableParallelism()), Math.floor(totalmem() / 1.5e9)));

/** Unit tests beside their files and integration tests in tests/; the browser stories (.spec.ts) are Playwright's. */
export default defineConfig({
  plugins: [runes],
  resolve: {
    alias: { $design: new URL('./design', import.meta.url).pathname, $lib: new URL('./app/lib', import.meta.url).pathname },
  },
  test: {
    projects: [
      {
        extends: true,
        // The kernel is pure, its modules keep nothing: a process loads them once for all its files, not anew for each of them.
        test: { name: 'design', include: ['design/**/*.test.ts'], isolate: false },
      },
      { extends: true, test: { name: 'programs', include: ['{app,sync-server,fiscal-gateway,ops,tests}/**/*.test.ts'] } },
    ],
    environment: 'node',
    setupFiles: ['./tests/seed.setup.ts'],
    // What is awaited comes when it comes: a second, Vitest's own, is short on a machine with other work.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: FILES_AT_A_TIME,
  },
});
