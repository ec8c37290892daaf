import process from 'node:process';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';

/** Under `npm run dev` pages come from Vite; the server's interfaces are reached through it, so that the browser sees one origin. */
const server = `http://127.0.0.1:${process.env['SYNC_PORT'] || 8080}`;

/** The catalogue of errors without the sentences that are for developers and the servers' answers: 4 kB that no screen shows. */
const leanErrors: Plugin = {
  name: 'lean-errors',
  apply: 'build',
  transform: {
    filter: { id: /\/design\/errors\/[\w-]+\.ts$/ },
    handler: (code) => ({ code: code.replace(/(\bentry\(\s*\d+,\s*)(['"`])(?:\\.|(?!\2).)*\2/gs, "$1''"), map: null }),
  },
};

/** Small modules that the till begins with anyway and many a later piece uses too: one file instead of one each. */
const WORDS = {
  name: 'words',
  test: /\/design\/(?:barcode\/(?:piece-mark|scan-code)|fiscal\/limits|ids|orders\/paper-code|search\/fold|time\/clock)\.ts$/,
};

export default defineConfig({
  plugins: [leanErrors, tailwindcss(), sveltekit()],
  // PouchDB wants Node's events: the npm package of that name, never an empty stand-in.
  // Its queries in JSON (Mango) are not: no device asks one (design §5).
  resolve: {
    alias: { events: 'events/', 'pouchdb-selector-core': new URL('./app/lib/storage/no-selector.ts', import.meta.url).pathname },
  },
  build: { target: 'chrome120', rolldownOptions: { output: { codeSplitting: { groups: [WORDS] } } } },
  worker: { format: 'es' },
  // SvelteKit's prerenderer needs the cookie 0.6 of its own; left outside, the bundle would find Fastify's cookie 2 at the root.
  ssr: { noExternal: ['cookie'] },
  server: { proxy: { '/api': server, '/db': server } },
});
