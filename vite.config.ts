import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [tailwindcss(), sveltekit()],
  build: { target: 'chrome120' },
  worker: { format: 'es' },
  // SvelteKit's prerenderer needs the cookie 0.6 of its own; left outside, the bundle would find Fastify's cookie 2 at the root.
  ssr: { noExternal: ['cookie'] },
});
