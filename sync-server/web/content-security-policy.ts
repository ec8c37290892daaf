import { createHash } from 'node:crypto';

/** `'sha256-…'` of each inline script of a page: SvelteKit's bootstrap is inline, anything else inline must not run. */
export function inlineScriptHashes(html: string): string[] {
  const scripts = html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g);
  return [...scripts].map(([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`);
}

/**
 * The policy of the PWA's page. `connect-src` names loopback because the till's gateway listens there, on a port of its own;
 * styles may be inline because Svelte sets style attributes.
 */
export function pagePolicy(html: string): string {
  return [
    "default-src 'self'",
    `script-src ${["'self'", ...inlineScriptHashes(html)].join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self' http://127.0.0.1:* http://localhost:*",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * The policy of scripts. A worker lives by the policy of its own script's answer, not by that of the page: with nothing allowed the
 * service worker cannot fetch what it is to keep, and the app would not start offline.
 */
export const WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";
