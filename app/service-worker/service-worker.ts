import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { PAGE } from './pages.ts';

/** What this file uses of a worker's global (the DOM's types and a worker's do not go together in one program). */
interface Worker {
  readonly __WB_MANIFEST: (PrecacheEntry | string)[];
  skipWaiting(): Promise<void>;
  addEventListener(type: 'message', listener: (event: MessageEvent<{ type?: string } | null>) => void): void;
}
declare const self: Worker;

/**
 * The whole app is kept on the device: a till starts without a network. Only the app's own files and pages are answered from here,
 * never `/api`, `/db`, the administrator's pages or the gateway (another origin, which has no route here).
 */
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    allowlist: [PAGE],
  }),
);

/** A new version waits until the app says that no sale is open. */
self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
});
