const NAME = 'optics-till';

/**
 * One tab of a browser sells. `onChange(true)` when this tab holds the lock, `onChange(false)` when another one does. A tab that waits
 * gets the lock by itself when the other closes; `steal` takes it at once, and the other tab is told.
 */
export class TillLock {
  private readonly locks: LockManager;
  private readonly onChange: (mine: boolean) => void;
  private release: (() => void) | null = null;
  private waiting: AbortController | null = null;

  constructor(onChange: (mine: boolean) => void, locks: LockManager = navigator.locks) {
    this.locks = locks;
    this.onChange = onChange;
  }

  get mine(): boolean {
    return this.release !== null;
  }

  /** Resolves when it is known whose the lock is. */
  async acquire(): Promise<void> {
    if (this.mine || this.waiting) return;
    const got = await this.hold({ ifAvailable: true });
    if (!got) {
      this.onChange(false);
      this.wait();
    }
  }

  async steal(): Promise<void> {
    if (this.mine) return;
    this.waiting?.abort();
    this.waiting = null;
    await this.hold({ steal: true });
  }

  close(): void {
    this.waiting?.abort();
    this.release?.();
    this.release = null;
  }

  private wait(): void {
    this.waiting = new AbortController();
    void this.hold({ signal: this.waiting.signal }).then(() => {
      this.waiting = null;
    });
  }

  /** Resolves once the lock is held (true) or was not to be had (false). */
  private hold(options: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      this.locks
        .request(NAME, options, (lock) => {
          if (!lock) return resolve(false);
          this.onChange(true);
          resolve(true);
          return new Promise<void>((release) => {
            this.release = release;
          });
        })
        .catch((error: unknown) => {
          resolve(false);
          // AbortError while holding means stolen; while waiting it means that we gave up ourselves.
          if (this.release && (error as Error).name === 'AbortError') {
            this.release = null;
            this.onChange(false);
            this.wait();
          }
        });
    });
  }
}
