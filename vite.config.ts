import process from 'node:process';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

/** Under `npm run dev` pages come from Vite; the server's interfaces are reached through it, so that the browser sees one origin. */
const server = `http://127.0.0.1:${process.env['SYNC_PORT'] || 8080}`;

export default defineConfig({
  plugins: [tailwindcss(), sveltekit()],
  // PouchDB wants Node's events: the npm package of that name, never an empty stand-in.
  resolve: { alias: { events: 'events/' } },
  build: { target: 'chrome120' },
  worker: { format: 'es' },
  // SvelteKit's prerenderer needs the cookie 0.6 of its own; left outside, the bundle would find Fastify's cookie 2 at the root.
  ssr: { noExternal: ['cookie'] },
  server: { proxy: { '/api': server, '/db': server } },
});
