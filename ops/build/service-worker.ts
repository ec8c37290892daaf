import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { build } from 'vite';
import { injectManifest } from 'workbox-build';

/** Second half of `npm run build`: bundles the service worker and writes the list of the app's files, with their digests, into it. */
const ROOT = resolve(import.meta.dirname, '../..');
const APP = join(ROOT, 'build/app');
const BUNDLE = join(ROOT, 'build/service-worker');

await build({
  configFile: false,
  root: ROOT,
  logLevel: 'warn',
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: BUNDLE,
    copyPublicDir: false,
    target: 'chrome120',
    lib: {
      entry: join(ROOT, 'app/service-worker/service-worker.ts'),
      formats: ['iife'],
      name: 'serviceWorker',
      fileName: () => 'service-worker.js',
    },
  },
});

const { count, size, warnings } = await injectManifest({
  swSrc: join(BUNDLE, 'service-worker.js'),
  swDest: join(APP, 'service-worker.js'),
  globDirectory: APP,
  globPatterns: ['**/*.{js,css,html,svg,png,woff2,webmanifest}'],
  globIgnores: ['service-worker.js', 'screenshot-*.png'],
  // Their names carry a digest already.
  dontCacheBustURLsMatching: /\/immutable\//,
});
await rm(BUNDLE, { recursive: true });
for (const warning of warnings) process.stderr.write(`${warning}\n`);
process.stdout.write(`service worker: ${count} files, ${Math.round(size / 1024)} kB\n`);
