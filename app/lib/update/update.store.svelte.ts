import type { UpdateModel } from '../app.model.ts';

/** A new version waits beside the running one and takes over only when no sale is open (design §5). */
export class UpdateStore implements UpdateModel {
  waiting = $state(false);
  private registration: ServiceWorkerRegistration | null = null;
  private readonly isIdle: () => boolean;

  constructor(isIdle: () => boolean) {
    this.isIdle = isIdle;
  }

  /** Registers the worker of a built app; in development there is none. */
  async start(url: string): Promise<void> {
    if (!('serviceWorker' in navigator)) return;
    try {
      this.registration = await navigator.serviceWorker.register(url, { scope: '/', type: 'classic', updateViaCache: 'none' });
    } catch {
      return;
    }
    const look = () => {
      // The very first worker controls nothing yet: that is an installation, no update.
      this.waiting = this.registration?.waiting != null && navigator.serviceWorker.controller !== null;
    };
    this.registration.addEventListener('updatefound', () => this.registration?.installing?.addEventListener('statechange', look));
    look();
  }

  apply(): void {
    const worker = this.registration?.waiting;
    if (!worker || !this.isIdle()) return;
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    worker.postMessage({ type: 'SKIP_WAITING' });
  }
}
