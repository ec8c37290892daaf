import process from 'node:process';
import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** The app with made-up data, for the pictures of every screen (tests/e2e/screens.spec.ts), is built beside the one that ships. */
const looks = process.env.OPTICS_LOOKS === '1';
const out = looks ? 'build/looks' : 'build/app';

/**
 * The browser app lives in `app/`, builds into `build/app` and is served by the sync server:
 * one page, no server rendering (a till starts without a server).
 * @type {import('@sveltejs/kit').Config}
 */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter({ pages: out, assets: out, fallback: 'index.html', strict: false }),
    outDir: '.svelte-kit',
    files: {
      appTemplate: 'app/app.html',
      errorTemplate: 'app/error.html',
      assets: 'static',
      lib: 'app/lib',
      routes: 'app/routes',
      params: 'app/params',
      hooks: { client: 'app/hooks.client', server: 'app/hooks.server', universal: 'app/hooks' },
      serviceWorker: 'app/none',
    },
    alias: { $design: 'design' },
    serviceWorker: { register: false },
    output: { bundleStrategy: 'split' },
    version: { pollInterval: 0 },
  },
};
