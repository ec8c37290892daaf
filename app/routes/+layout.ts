import { createApp } from '$lib/app.svelte.ts';
import type { App } from '$lib/app.model.ts';
import { laterTexts, showLanguage } from '$lib/i18n/language.svelte.ts';

/** One page, drawn in the browser: a till starts without a server. */
export const ssr = false;
export const prerender = false;

let app: App | null = null;

/**
 * The stores live as long as the page. `?fake=…` in development, and in the build that the pictures of the screens are taken of
 * (`--mode looks`, tests/e2e/harness/looks-build.ts), never in the one that ships: screens with made-up data, for looking at them.
 */
export async function load({ url }: { url: URL }): Promise<{ app: App }> {
  if (import.meta.env.DEV || import.meta.env.MODE === 'looks') {
    const scene = new URLSearchParams(window.location.search).get('fake');
    if (scene !== null && app === null) app = (await import('$lib/ui/testing/fake-app.svelte.ts')).createFakeApp(scene);
  }
  app ??= createApp();
  // Words that cannot be fetched (a damaged cache) are no reason not to sell: Russian is always here.
  await showLanguage(app.settings.language).catch(() => undefined);
  if (url.pathname !== '/') await laterTexts().catch(() => undefined);
  return { app };
}
