import type { LocalStore } from '../storage/local-store.ts';

const PINNED = 'quick-pinned';
const RECENT = 'quick-recent';
/** Two screens of tiles; more is a catalogue again. */
export const MOST_PINNED = 24;
const MOST_RECENT = 12;

/** Lists of SKUs on this device: pinned and recently added. */
export class QuickList {
  pinned: readonly string[];
  recent: readonly string[];
  private readonly store: LocalStore;

  constructor(store: LocalStore) {
    this.store = store;
    this.pinned = store.read<string[]>(PINNED) ?? [];
    this.recent = store.read<string[]>(RECENT) ?? [];
  }

  toggle(sku: string): boolean {
    if (this.pinned.includes(sku)) return this.pin(this.pinned.filter((one) => one !== sku));
    return this.pinned.length < MOST_PINNED && this.pin([...this.pinned, sku]);
  }

  move(sku: string, by: 1 | -1): void {
    const at = this.pinned.indexOf(sku);
    const to = at + by;
    if (at < 0 || to < 0 || to >= this.pinned.length) return;
    const rest = this.pinned.filter((one) => one !== sku);
    this.pin([...rest.slice(0, to), sku, ...rest.slice(to)]);
  }

  used(sku: string): void {
    this.recent = [sku, ...this.recent.filter((one) => one !== sku)].slice(0, MOST_RECENT);
    this.store.write(RECENT, this.recent);
  }

  private pin(pinned: readonly string[]): true {
    this.pinned = pinned;
    this.store.write(PINNED, pinned);
    return true;
  }
}
