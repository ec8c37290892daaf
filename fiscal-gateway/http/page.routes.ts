import { readFileSync } from 'node:fs';
import type { App } from './app.ts';

const FOLDER = new URL('./page/', import.meta.url);
const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const;
const FILES = ['page.css', 'page.js', 'api.js', 'dom.js', 'words.js', 'sections.js', 'acts.js'] as const;

/** Nothing from anywhere else, in no frame, no inline script; works without any network. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
} as const;

/**
 * The administrator's service page (requirements A-69, B-31) at `/`: plain files, the same for everybody; what it shows it asks for with
 * the session's cookie.
 */
export function pageRoutes(app: App): void {
  const serveFile = (url: string, file: string): void => {
    const content = readFileSync(new URL(file, FOLDER));
    const type = TYPES[file.split('.').at(-1) as keyof typeof TYPES];
    app.get(url, { config: { access: 'open' } }, (_request, reply) => reply.headers(HEADERS).type(type).send(content));
  };
  serveFile('/', 'index.html');
  for (const file of FILES) serveFile(`/page/${file}`, file);
}
