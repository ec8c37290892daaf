import type { UpdateModel } from '../app.model.ts';
import { HOUR, MINUTE, SECOND } from '$design/time/clock.ts';

/** How often the server is asked for a new version, and how soon a worker that could not be installed is tried again. */
const LOOK_EVERY = HOUR;
const TRY_AGAIN = 5 * MINUTE;
/** Loading anew did not bring the newer program (its worker still waits): a till must not load for ever instead of selling. */
const RELOAD_AT_MOST_EVERY = 10 * MINUTE;

export interface UpdateDeps {
  /** `null` where there are no service workers. */
  readonly container: Pick<ServiceWorkerContainer, 'register' | 'controller' | 'addEventListener'> | null;
  /** No sale is begun or being finished in this tab: a person may ask for the new version. */
  readonly isIdle: () => boolean;
  /** Nothing on the screen would be missed: an empty cart or a locked till. */
  readonly isUnattended: () => boolean;
  readonly isLocked: () => boolean;
  /** Is a sale open in another tab of this device? */
  readonly anySelling: () => Promise<boolean>;
  readonly now: () => number;
  /** When this tab last loaded anew by itself, epoch ms; survives the loading. */
  readonly lastReload: () => number;
  readonly reload: (now: number) => void;
}

/**
 * A new version waits beside the running one and takes over only when no sale is open in any tab (design §5): when a person asks for
 * it, or by itself on a locked till. Every tab then loads anew, one that still sells right after.
 */
export class UpdateStore implements UpdateModel {
  waiting = $state(false);
  outdated = $state(false);
  private registration: ServiceWorkerRegistration | null = null;
  private readonly deps: UpdateDeps;
  private readonly timers: ReturnType<typeof setInterval>[] = [];
  private lastLook = 0;
  private asking = false;

  constructor(deps: UpdateDeps) {
    this.deps = deps;
  }

  /** Registers the worker of a built app; in development there is none. */
  async start(url: string): Promise<void> {
    const { container } = this.deps;
    this.timers.push(setInterval(() => this.tick(), SECOND));
    if (!container) return;
    container.addEventListener('controllerchange', () => this.loadSoon());
    await this.register(url, container);
  }

  stop(): void {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
  }

  /** Another tab runs a newer program, or a piece of this one is gone from the server. */
  supersede(): void {
    void this.registration?.update().catch(() => null);
    if (this.deps.now() - this.deps.lastReload() > RELOAD_AT_MOST_EVERY) this.loadSoon();
  }

  /** The tab was looked at again: a good moment to ask for a new version. */
  seen(): void {
    if (this.deps.now() - this.lastLook < TRY_AGAIN) return;
    this.lastLook = this.deps.now();
    void this.registration?.update().catch(() => null);
  }

  apply(): void {
    if (this.outdated && this.deps.isIdle()) this.deps.reload(this.deps.now());
    else if (this.waiting) void this.takeOver();
  }

  reopen(): void {
    this.deps.reload(this.deps.now());
  }

  private async register(url: string, container: NonNullable<UpdateDeps['container']>): Promise<void> {
    try {
      const registration = await container.register(url, { scope: '/', type: 'classic', updateViaCache: 'none' });
      this.registration = registration;
      const look = () => {
        // The very first worker controls nothing yet: that is an installation, no update.
        this.waiting = registration.waiting != null && container.controller !== null;
      };
      const watch = () => registration.installing?.addEventListener('statechange', look);
      registration.addEventListener('updatefound', watch);
      // One that was found before anybody listened is being installed already.
      watch();
      look();
      this.timers.push(setInterval(() => void registration.update().catch(() => null), LOOK_EVERY));
    } catch {
      // No network at the first start, or no room: a till without its worker starts only while the server answers.
      this.timers.push(setTimeout(() => void this.register(url, container), TRY_AGAIN));
    }
  }

  /** Begins no new sale and loads anew as soon as nothing would be missed. */
  private loadSoon(): void {
    this.outdated = true;
    this.tick();
  }

  private tick(): void {
    if (this.outdated && this.deps.isUnattended()) this.deps.reload(this.deps.now());
    else if (this.waiting && this.deps.isLocked()) void this.takeOver();
  }

  private async takeOver(): Promise<void> {
    if (this.asking || !this.deps.isIdle()) return;
    this.asking = true;
    try {
      // Asked twice: a sale may have begun here while the other tabs were being asked.
      if (!(await this.deps.anySelling()) && this.deps.isIdle())
        this.registration?.waiting?.postMessage({ type: 'SKIP_WAITING' });
    } finally {
      this.asking = false;
    }
  }
}
