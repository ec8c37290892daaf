import { nextPaperNumber } from '$design/stock/paper.ts';
import type { LocalStore } from '../storage/local-store.ts';

const LAST = 'stock-number';
const LOCK = 'optics-stock-number';

/**
 * Numbers of this device's stock papers. Its tabs share the counter under a Web Lock, as they share the stamps: two tabs that write at once
 * know of none of the other's papers yet.
 */
export class PaperNumbers {
  private readonly store: LocalStore;
  private readonly locks: Pick<LockManager, 'request'> | undefined;

  constructor(store: LocalStore, locks?: Pick<LockManager, 'request'>) {
    this.store = store;
    this.locks = locks;
  }

  /** @param taken numbers of the papers that this tab knows of */
  next(hlc: string, timeZone: string, taken: readonly string[]): Promise<string> {
    const give = (): string => {
      const last = this.store.read<string>(LAST);
      const number = nextPaperNumber(hlc, timeZone, last === null ? taken : [...taken, last]);
      this.store.write(LAST, number);
      return number;
    };
    return this.locks ? this.locks.request(LOCK, () => Promise.resolve(give())) : Promise.resolve(give());
  }
}
