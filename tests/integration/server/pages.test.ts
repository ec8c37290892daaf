import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
let appDir: string;
const SCRIPT = 'boot({ base: "" });';
beforeAll(async () => {
  appDir = mkdtempSync(join(tmpdir(), 'optics-app-'));
  mkdirSync(join(appDir, '_app/immutable'), { recursive: true });
  writeFileSync(join(appDir, 'index.html'), `<!doctype html><script src="/x.js"></script><script>${SCRIPT}</script>`);
  writeFileSync(join(appDir, '_app/immutable/entry.abc.js'), 'export {};');
  writeFileSync(join(appDir, 'service-worker.js'), '// worker');
  writeFileSync(join(appDir, '.secret'), 'x');
  mkdirSync(join(`${appDir}-previous`, '_app/immutable'), { recursive: true });
  writeFileSync(join(`${appDir}-previous`, '_app/immutable/old.def.js'), 'export const old = 1;');
  writeFileSync(join(`${appDir}-previous`, 'index.html'), 'the page of the release before');
  fixture = await startFixture({ appDir });
});
afterAll(async () => {
  await fixture.end();
  rmSync(appDir, { recursive: true });
  rmSync(`${appDir}-previous`, { recursive: true });
});

const get = (path: string, accept = 'text/html') => fetch(`${fixture.server.url}${path}`, { headers: { accept } });

describe('the PWA’s pages', () => {
  it('come with a policy that lets in the one inline script and the loopback gateway', async () => {
    const answer = await get('/');
    const policy = answer.headers.get('content-security-policy')!;
    expect(policy).toContain(`script-src 'self' 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`);
    expect(policy).toContain("connect-src 'self' http://127.0.0.1:* http://localhost:*");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it('pieces of the release before are there for tabs that run it, its pages are not', async () => {
    const piece = await get('/_app/immutable/old.def.js', '*/*');
    expect([piece.status, await piece.text()]).toEqual([200, 'export const old = 1;']);
    expect(piece.headers.get('cache-control')).toContain('immutable');
    expect(await (await get('/')).text()).toContain(SCRIPT);
  });

  it('are the same page for the app’s own addresses, and only for those', async () => {
    for (const path of ['/dashboard', '/history', '/index.html']) expect(await (await get(path)).text()).toContain(SCRIPT);
    for (const path of ['/nothing.js', '/api/nothing', '/db', '/.secret', '/_app/immutable/gone.js', '/%2e%2e/package.json']) {
      expect([path, (await get(path)).status >= 400]).toEqual([path, true]);
    }
    expect((await get('/dashboard', 'application/json')).status).toBe(404);
  });

  it('keep hashed assets for ever and ask again for the service worker', async () => {
    expect((await get('/_app/immutable/entry.abc.js')).headers.get('cache-control')).toContain('immutable');
    const worker = await get('/service-worker.js', '*/*');
    expect([worker.headers.get('cache-control'), worker.headers.get('content-type')]).toEqual([
      'no-cache',
      'application/javascript; charset=utf-8',
    ]);
  });
});
