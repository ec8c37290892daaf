import { isDue } from '$design/refund/waiting.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { WaitingRefund } from './refund.model.ts';

const KEY = 'refunds-waiting';

/**
 * Refunds that are refused for now. Nothing of them has begun: they are plans, kept over reloads, until they are made or the customer gives
 * up. A tab may change the list under another one: it is read before each change.
 */
export class WaitingRefunds {
  list = $state.raw<readonly WaitingRefund[]>([]);
  private readonly store: LocalStore;

  constructor(store: LocalStore) {
    this.store = store;
  }

  reload(): void {
    this.list = this.store.read<WaitingRefund[]>(KEY) ?? [];
  }

  find(key: string): WaitingRefund | null {
    return this.list.find(({ plan }) => plan.key === key) ?? null;
  }

  keep(refund: WaitingRefund): void {
    this.reload();
    const others = this.list.filter(({ plan }) => plan.key !== refund.plan.key);
    this.write([...others, refund].sort((a, b) => a.since - b.since));
  }

  drop(key: string): void {
    this.reload();
    this.write(this.list.filter(({ plan }) => plan.key !== key));
  }

  due(now: number): readonly WaitingRefund[] {
    return this.list.filter((refund) => !refund.ready && isDue(refund, now));
  }

  private write(list: readonly WaitingRefund[]): void {
    this.list = list;
    if (list.length === 0) this.store.remove(KEY);
    else this.store.write(KEY, list);
  }
}
