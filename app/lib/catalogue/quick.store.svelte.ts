import type { LocalStore } from '../storage/local-store.ts';
import { MOST_PINNED, QuickList } from './quick-list.ts';
import type { QuickModel } from './quick.model.ts';

export class QuickStore implements QuickModel {
  pinned = $state.raw<readonly string[]>([]);
  recent = $state.raw<readonly string[]>([]);
  readonly mostPinned = MOST_PINNED;
  private readonly list: QuickList;

  constructor(store: LocalStore) {
    this.list = new QuickList(store);
    this.show();
  }

  isPinned(sku: string): boolean {
    return this.pinned.includes(sku);
  }
  toggle(sku: string): boolean {
    const done = this.list.toggle(sku);
    this.show();
    return done;
  }
  move(sku: string, by: 1 | -1): void {
    this.list.move(sku, by);
    this.show();
  }
  used(sku: string): void {
    this.list.used(sku);
    this.show();
  }

  private show(): void {
    this.pinned = this.list.pinned;
    this.recent = this.list.recent;
  }
}
