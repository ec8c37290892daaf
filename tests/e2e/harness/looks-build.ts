import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { sourcesDigest } from '../../../ops/start/stale-build.ts';
import { ROOT } from './program.ts';

const FOLDER = join(ROOT, 'build/looks');
const STAMP = join(ROOT, 'build/looks.stamp');

/** The app with made-up data (`?fake=…`), built beside the one that ships where its sources changed. */
export async function buildLooks(): Promise<void> {
  const digest = await sourcesDigest(ROOT);
  const built = await readFile(STAMP, 'utf8').catch(() => '');
  if (built === digest && existsSync(join(FOLDER, 'index.html'))) return;
  const build = spawn(join(ROOT, 'node_modules/.bin/vite'), ['build', '--mode', 'looks', '--logLevel', 'error'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, OPTICS_LOOKS: '1' },
  });
  const [code] = (await once(build, 'close')) as [number | null];
  if (code !== 0) throw new Error('vite build --mode looks failed');
  await writeFile(STAMP, digest);
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** Files that bear their digest in the name are kept by the browser, as the real server lets it: hundreds of screens load them once. */
const headersOf = (path: string): Readonly<Record<string, string>> => ({
  'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
  'cache-control': path.startsWith('/_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache',
});

export interface LooksServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Its files on a free port of this machine; every other path is the page. */
export async function serveLooks(): Promise<LooksServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = extname(pathname) === '' ? '/index.html' : pathname;
    readFile(join(FOLDER, path)).then(
      (body) => response.writeHead(200, headersOf(path)).end(body),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
