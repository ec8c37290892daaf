import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendNotFound } from '../http/problems.ts';
import { pagePolicy, WORKER_POLICY } from './content-security-policy.ts';

export interface AppDeps {
  /** The built PWA. */
  readonly appDir: string;
  /** Development: pages are Vite's, at this address. */
  readonly devApp: string | null;
}

const HASHED = '/_app/immutable/';
const YEAR = 365 * 24 * 3600;
const NOT_BUILT = '<!doctype html><meta charset="utf-8"><title>OpticsERP</title><p>Приложение не собрано: npm run build';

/** Serves the PWA: hashed assets for ever, everything else asked for again each time, `index.html` for the app's own addresses. */
export async function appRoutes(app: FastifyInstance, deps: AppDeps): Promise<void> {
  const { appDir, devApp } = deps;
  await app.register(fastifyStatic, { root: appDir, serve: false, decorateReply: true });
  const page = cachedPage(join(appDir, 'index.html'));
  // The release before: a tab opened with it may still ask for its pieces (ops/build/previous-release.ts).
  const previous = `${appDir}-previous`;

  app.get('/*', (request, reply) => {
    const path = pathOf(request.url);
    if (path === null || path.startsWith('/api/') || path.startsWith('/db/') || path === '/db')
      return sendNotFound(app, request, reply);
    if (devApp !== null) return reply.redirect(new URL(request.url, devApp).href, 302);
    if (path !== '/' && path !== '/index.html' && isFile(join(appDir, path))) return sendAsset(path, reply);
    if (path.startsWith(HASHED) && isFile(join(previous, path))) return sendAsset(path, reply, previous);
    if (path !== '/' && path !== '/index.html' && !isPage(path, request)) return sendNotFound(app, request, reply);
    const html = page();
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache');
    if (html === null) return reply.code(503).send(NOT_BUILT);
    return reply.header('content-security-policy', html.policy).send(html.text);
  });
}

function sendAsset(path: string, reply: FastifyReply, root?: string): FastifyReply {
  const hashed = path.startsWith(HASHED);
  reply.header('cache-control', hashed ? `public, max-age=${YEAR}, immutable` : 'no-cache');
  if (path.endsWith('.js')) reply.header('content-security-policy', WORKER_POLICY);
  return root === undefined
    ? reply.sendFile(path.slice(1), { cacheControl: false })
    : reply.sendFile(path.slice(1), root, { cacheControl: false });
}

/** An address of the app's router: asked for by a person's browser, and without a file's extension. */
const isPage = (path: string, request: FastifyRequest): boolean =>
  !path.slice(path.lastIndexOf('/')).includes('.') && (request.headers.accept ?? '').includes('text/html');

/** The decoded path, `null` where it is none or leaves the folder. */
function pathOf(url: string): string | null {
  try {
    const path = decodeURIComponent(url.split('?')[0]!);
    return path.includes('\0') || normalize(path).split(sep).includes('..') || path.includes('/.') ? null : path;
  } catch {
    return null;
  }
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

/** Read again when a new build replaced it, so that its policy fits its scripts. */
function cachedPage(path: string): () => { text: string; policy: string } | null {
  let known: { text: string; policy: string; mtime: number } | null = null;
  return () => {
    if (!existsSync(path)) return null;
    const mtime = statSync(path).mtimeMs;
    if (known?.mtime !== mtime) {
      const text = readFileSync(path, 'utf8');
      known = { text, policy: pagePolicy(text), mtime };
    }
    return known;
  };
}
