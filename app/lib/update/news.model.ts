import type { Release } from './releases.ts';

/** What an update changed for the people here. */
export interface NewsModel {
  readonly version: string;
  /** Releases since the one that was seen on this device last; empty when there is nothing to tell. */
  readonly unread: readonly Release[];
  /** Somebody has read them. */
  read(): void;
}
