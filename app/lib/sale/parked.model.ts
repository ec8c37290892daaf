import type { Kopecks } from '$design/money/kopecks.ts';
import type { CartDraft } from './cart.model.ts';

/** A cart that was put aside. Its `key` is the key of the sale that it will be: a cart whose key was sold is spent. */
export interface ParkedCart extends CartDraft {
  /** When it was put aside, epoch ms, server-corrected. */
  readonly at: number;
  /** What the cashier called it. */
  readonly note: string;
  /** Who put it aside. */
  readonly by: string;
}

export interface ParkedRow {
  readonly key: string;
  readonly at: number;
  readonly note: string;
  readonly by: string;
  readonly client: string | null;
  readonly total: Kopecks;
  /** Names of its first lines, and how many lines there are. */
  readonly names: readonly string[];
  readonly count: number;
  /** Put aside longer than a customer usually stays away. */
  readonly old: boolean;
}

export interface ParkedModel {
  /** The newest first. */
  readonly list: readonly ParkedRow[];
  readonly most: number;
  readonly full: boolean;
  readonly canPark: boolean;
  /** Puts the cart aside and begins a new one. `false`: there is nothing to put aside, or no room. */
  park(note?: string): boolean;
  /** Takes a cart back; one that is being filled is put aside first, never mixed with it. `false`: it is not there any more, or no room. */
  take(key: string): boolean;
  /** Throws a cart away. */
  drop(key: string): void;
  /** Brings back what `drop` took last. */
  undoDrop(): void;
  readonly dropped: ParkedRow | null;
}
