/** What is used of the browser's Screen Wake Lock. */
export interface WakeLocks {
  request(type: 'screen'): Promise<{ release(): Promise<void>; addEventListener(type: 'release', listener: () => void): void }>;
}

/**
 * Keeps the screen of a till on while somebody sells: a dark screen in front of a customer looks like a broken till. The browser takes
 * the lock away when the page is hidden; `want` again when it is seen.
 */
export class WakeLock {
  private held: { release(): Promise<void> } | null = null;
  private asking = false;
  private wanted = false;
  private readonly locks: WakeLocks | null;

  constructor(locks: WakeLocks | null) {
    this.locks = locks;
  }

  /** The screen is to stay on, or may go dark. Never throws: a device without this or with a low battery goes on as it is. */
  async want(wanted: boolean): Promise<void> {
    this.wanted = wanted;
    if (!wanted) {
      const { held } = this;
      this.held = null;
      await held?.release().catch(() => undefined);
      return;
    }
    if (this.held || this.asking || !this.locks) return;
    this.asking = true;
    try {
      const lock = await this.locks.request('screen');
      lock.addEventListener('release', () => {
        if (this.held === lock) this.held = null;
      });
      this.held = lock;
    } catch {
      // Refused: hidden page, low battery.
    } finally {
      this.asking = false;
    }
    if (!this.wanted) await this.want(false);
  }
}
