import { HOUR } from '$design/time/clock.ts';
import { cartTotal } from '$design/sale/cart.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { CartMark, CartModel } from './cart.model.ts';
import type { ParkedCart, ParkedRow } from './parked.model.ts';

/** In the local store, and in the mirror that a killed browser does not lose. */
export const PARKED = 'parked';
/** More than a counter remembers; each is looked at before a shift is closed. */
export const MOST_PARKED = 20;
const OLD_AFTER = 2 * HOUR;
const SHOWN_LINES = 3;
const MOST_NOTE = 80;

export interface ParkedDeps {
  readonly store: LocalStore;
  readonly cart: Pick<CartModel, 'draft' | 'isEmpty' | 'editable' | 'replace' | 'clear'>;
  /** The screen's clock, epoch ms. */
  readonly now: () => number;
  readonly who: () => string | null;
  readonly isSold: (mark: CartMark) => Promise<boolean>;
  /** Not where another tab sells: the carts are that tab's. */
  readonly mayKeep: () => boolean;
  readonly onChange: () => void;
}

const rowOf = ({ key, at, note, by, cart }: ParkedCart, now: number): ParkedRow => ({
  ...{ key, at, note, by },
  client: cart.client?.name ?? null,
  total: cartTotal(cart),
  names: cart.lines.slice(0, SHOWN_LINES).map(({ entry }) => entry.name),
  count: cart.lines.length,
  old: now - at > OLD_AFTER,
});

/**
 * Carts put aside at this till. A cart is always in one place at least: it is written here before the till's cart is emptied, and back
 * into the till before it goes from here; what a kill leaves in both is one cart, because it bears one key.
 */
export class ParkedCarts {
  private carts: readonly ParkedCart[] = [];
  private last: ParkedCart | null = null;
  private readonly deps: ParkedDeps;

  constructor(deps: ParkedDeps) {
    this.deps = deps;
  }

  get list(): readonly ParkedRow[] {
    const now = this.deps.now();
    const held = this.deps.cart.draft?.key;
    return this.carts.filter(({ key }) => key !== held).map((cart) => rowOf(cart, now));
  }
  get full(): boolean {
    return this.carts.length >= MOST_PARKED;
  }
  get canPark(): boolean {
    return !this.full && this.deps.mayKeep() && this.deps.cart.editable && this.deps.cart.draft !== null;
  }
  get dropped(): ParkedRow | null {
    return this.last && rowOf(this.last, this.deps.now());
  }

  /** After a reload: what was sold meanwhile, in this tab or another, is no longer put aside. */
  async start(): Promise<void> {
    this.read();
    for (const cart of this.carts) {
      if (await this.deps.isSold(cart)) this.write(this.carts.filter(({ key }) => key !== cart.key));
    }
  }

  /** Another tab has changed the list. */
  read(): void {
    this.carts = this.deps.store.read<ParkedCart[]>(PARKED) ?? [];
    this.deps.onChange();
  }

  park(note = ''): boolean {
    const { draft } = this.deps.cart;
    if (!this.canPark || draft === null) return false;
    const mine = { ...draft, at: this.deps.now(), note: note.trim().slice(0, MOST_NOTE), by: this.deps.who() ?? '' };
    this.write([mine, ...this.carts.filter(({ key }) => key !== mine.key)]);
    this.deps.cart.replace({
      ...draft.cart,
      lines: [],
      receiptDiscount: null,
      coupons: [],
      client: null,
      contact: null,
      order: null,
    });
    return true;
  }

  take(key: string): boolean {
    const wanted = this.carts.find((cart) => cart.key === key);
    const { cart, mayKeep } = this.deps;
    if (!wanted || !mayKeep() || !cart.editable) return false;
    const held = cart.draft;
    // Swapping needs no more room than there was.
    if (held) {
      const aside = { ...held, at: this.deps.now(), note: '', by: this.deps.who() ?? '' };
      this.write([aside, ...this.carts.filter((one) => one.key !== aside.key)]);
    }
    cart.replace(wanted.cart, wanted);
    this.write(this.carts.filter((one) => one.key !== key));
    return true;
  }

  drop(key: string): void {
    const gone = this.carts.find((cart) => cart.key === key);
    if (!gone) return;
    this.last = gone;
    this.write(this.carts.filter((cart) => cart.key !== key));
  }

  undoDrop(): void {
    if (!this.last) return;
    this.write([this.last, ...this.carts]);
    this.last = null;
    this.deps.onChange();
  }

  private write(carts: readonly ParkedCart[]): void {
    this.deps.store.write(PARKED, carts);
    this.carts = carts;
    this.deps.onChange();
  }
}
