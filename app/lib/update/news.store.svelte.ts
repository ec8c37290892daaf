import type { LocalStore } from '../storage/local-store.ts';
import type { NewsModel } from './news.model.ts';
import { releasesSince, VERSION, type Release } from './releases.ts';

const SEEN = 'news-seen';

export class NewsStore implements NewsModel {
  readonly version = VERSION;
  unread = $state.raw<readonly Release[]>([]);
  private readonly store: LocalStore;

  constructor(store: LocalStore) {
    this.store = store;
    const seen = store.read<string>(SEEN);
    this.unread = releasesSince(seen);
    if (seen === null) store.write(SEEN, VERSION);
  }

  read(): void {
    this.unread = [];
    this.store.write(SEEN, VERSION);
  }
}
