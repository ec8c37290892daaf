import type { ErrorLog } from '../diagnostics/error-log.ts';
import type { InstallPrompt, InstallStore } from '../install/install.store.svelte.ts';
import type { DeviceExchange } from '../sync/device-exchange.ts';
import type { UpdateStore } from '../update/update.store.svelte.ts';
import type { RegisterDay } from './register-day.ts';
import type { Selling } from './selling.ts';
import type { Till } from './till.ts';

type Hearers = Pick<Till, 'gateway' | 'settings' | 'keepAwake'> &
  Pick<Selling, 'sale'> &
  Pick<RegisterDay, 'refund'> & {
    readonly update: UpdateStore;
    readonly install: InstallStore;
    readonly errorLog: ErrorLog;
    readonly exchange: DeviceExchange;
  };

/** What the browser tells the page, until the signal. */
export function createPageEvents({ gateway, settings, keepAwake, sale, refund, update, install, errorLog, exchange }: Hearers) {
  const onLeave = () => gateway.leave();
  /** The page is not left by mistake while money changes hands. */
  const onBeforeUnload = (event: Event) => {
    if (sale.phase === 'paying' || sale.phase === 'registering') event.preventDefault();
  };
  const onInstallPrompt = (event: Event) => install.hear(event as Event & InstallPrompt);
  const onInstalled = () => install.installed();
  /** Another tab of this device changed the settings. */
  const onStorage = () => settings.reload();
  const onOnline = () => {
    exchange.nudge('ONLINE');
    void refund.reachable();
  };
  const onVisible = () => {
    if (document.visibilityState !== 'visible') return;
    keepAwake();
    update.seen();
    exchange.nudge('VISIBLE');
  };
  // A piece of this program is gone from a server that answers: a newer one has replaced it. Without the server nothing is known.
  const onPieceGone = () =>
    void fetch('/manifest.webmanifest', { method: 'HEAD', cache: 'no-store' }).then(
      () => update.supersede(),
      () => null,
    );
  const onError = ({ error, message }: ErrorEvent) => errorLog.add(error ?? message);
  const onRejection = ({ reason }: PromiseRejectionEvent) => errorLog.add(reason);
  const listeners = [
    ['pagehide', onLeave],
    ['beforeunload', onBeforeUnload],
    ['online', onOnline],
    ['vite:preloadError', onPieceGone],
    ['beforeinstallprompt', onInstallPrompt],
    ['appinstalled', onInstalled],
    ['storage', onStorage],
    ['error', onError],
    ['unhandledrejection', onRejection],
  ] as const;
  return {
    /** Before anything else: the browser offers to install this page once, and a start that fails belongs into the log. */
    listen(signal: AbortSignal) {
      for (const [type, listener] of listeners) addEventListener(type, listener as EventListener, { signal });
    },
    /** When somebody looks at the page again, once its databases are open. */
    listenForEyes(signal: AbortSignal) {
      document.addEventListener('visibilitychange', onVisible, { signal });
    },
  };
}
