import type { LocalStore } from '../storage/local-store.ts';
import type { InstallModel } from './install.model.ts';

const ANSWERED = 'install-answered';

/** Chromium's event; not in the DOM's types. */
export interface InstallPrompt {
  preventDefault(): void;
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

export class InstallStore implements InstallModel {
  private prompt = $state.raw<InstallPrompt | null>(null);
  private done = $state(false);
  private answered = $state(false);
  private readonly store: LocalStore;

  /** `standalone`: the page runs in the app's own window already. */
  constructor(store: LocalStore, standalone: boolean) {
    this.store = store;
    this.done = standalone;
    this.answered = store.read<boolean>(ANSWERED) === true;
  }

  get state(): InstallModel['state'] {
    if (this.done) return 'installed';
    return this.prompt ? 'ready' : 'unknown';
  }

  get offered(): boolean {
    return this.state === 'ready' && !this.answered;
  }

  /** The browser would install this page: kept for when a person wants it, instead of its own bar over the screen. */
  hear(prompt: InstallPrompt): void {
    prompt.preventDefault();
    this.prompt = prompt;
  }

  installed(): void {
    this.done = true;
    this.prompt = null;
  }

  later(): void {
    this.answered = true;
    this.store.write(ANSWERED, true);
  }

  async install(): Promise<boolean> {
    const { prompt } = this;
    if (!prompt) return false;
    this.later();
    // Good for one question only.
    this.prompt = null;
    const { outcome } = await prompt.prompt().catch(() => ({ outcome: 'dismissed' as const }));
    if (outcome === 'accepted') this.done = true;
    return outcome === 'accepted';
  }
}
