import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import { couponOf } from '$design/pricing/coupons.ts';
import { explainLine, type LineExplanation } from '$design/pricing/explain.ts';
import { paidCart, priceWithReasons, type PricedCart } from '$design/pricing/price-cart.ts';
import { NO_RULES, type PricingRules } from '$design/pricing/rules.ts';
import { tryOut, type TryOut } from '$design/pricing/try-out.ts';
import {
  addCoupon,
  addToCart,
  cartSaved,
  cartTotal,
  couponCode,
  discountLine,
  discountReceipt,
  EMPTY_CART,
  isEmptyCart,
  overridePrice,
  removeCoupon,
  removeFromCart,
  setNote,
  setQuantity,
  type Cart,
  type CartLine,
  type LineExtras,
  type ManualDiscount,
  type PriceOverride,
} from '$design/sale/cart.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { CartCoupon, CartDraft, CartMark, CartModel } from './cart.model.ts';

const DRAFT = 'cart';
/** Steps that can be taken back. */
const MOST_UNDOS = 50;

/** A draft as earlier programs kept it: lines without what they know today. */
interface OldDraft extends CartMark {
  readonly lines: readonly Pick<CartLine, 'id' | 'entry' | 'qty' | 'price'>[];
}

/** A kept draft in today's shape. */
export function draftOf(kept: CartDraft | OldDraft | null): CartDraft | null {
  if (kept === null || 'cart' in kept) return kept;
  const more = { override: null, manual: null, reasons: [], note: null, group: null, part: null, entered: false, mark: null };
  const lines = kept.lines.map((line) => ({ ...more, ...line, list: line.price, discount: 0, amount: 0 }));
  return { cart: { ...EMPTY_CART, lines }, key: kept.key, begun: kept.begun };
}

export interface CartDeps {
  readonly store: LocalStore;
  readonly now: () => number;
  readonly uuid: () => string;
  readonly rules: () => PricingRules;
  /** Is the cart open for changes? */
  readonly isOpen: () => boolean;
  /** May the customer's contact still change: until the payment is confirmed. */
  readonly takesContact?: () => boolean;
  /** Opens it where it may be: a finished receipt gives way. `false`: the change does not happen. */
  readonly open: () => boolean;
  /** Not where another tab sells: the draft is that tab's. */
  readonly mayKeep: () => boolean;
  /** The sale that used these codes has ended. */
  readonly onCouponsUsed: (codes: readonly string[]) => void;
  /** Finds out whether a code is used up; what is found is in the `rules` from then on. Never rejects. */
  readonly askCoupon: (code: string) => Promise<void>;
}

/**
 * The cart of this till. It bears the key that its sale will have, from its first line on: a browser that is killed may forget the last
 * seconds of `localStorage`, but a sale with this key says that the cart is spent.
 */
export class CartStore implements CartModel {
  private priced = $state.raw<PricedCart>(priceWithReasons(EMPTY_CART, NO_RULES, 0));
  private steps = $state.raw<readonly Cart[]>([]);
  private mark: CartMark | null = null;
  private readonly deps: CartDeps;

  readonly total = $derived.by<Kopecks>(() => cartTotal(this.cart));
  readonly saved = $derived.by<Kopecks>(() => cartSaved(this.cart));

  constructor(deps: CartDeps) {
    this.deps = deps;
  }

  get cart(): Cart {
    return this.priced.cart;
  }
  /** As it is paid for. */
  get paid(): Cart {
    return paidCart(this.priced);
  }
  get lines(): readonly CartLine[] {
    return this.cart.lines;
  }
  get isEmpty(): boolean {
    return isEmptyCart(this.cart);
  }
  get coupons(): readonly CartCoupon[] {
    const reasons = this.lines.flatMap((line) => line.reasons);
    return this.cart.coupons.map((code) => {
      const own = reasons.filter(({ kind, id }) => kind === 'coupon' && id === code);
      const saved = own.reduce((sum, { amount }) => sum + amount, 0);
      return { code, state: this.priced.coupons.get(code) ?? 'unknown', name: own[0]?.name ?? null, saved };
    });
  }
  get editable(): boolean {
    return this.deps.isOpen();
  }
  get canUndo(): boolean {
    return this.steps.length > 0;
  }
  get draft(): CartDraft | null {
    return this.isEmpty || this.mark === null ? null : { cart: this.cart, ...this.mark };
  }
  /** The key of the sale to be; `null` where the cart is empty or its sale is written. */
  get key(): string | null {
    return this.mark?.key ?? null;
  }

  /** What was kept over a reload, where it is not sold yet. */
  async restore(isSold: (mark: CartMark) => Promise<boolean>): Promise<void> {
    const draft = draftOf(this.deps.store.read<CartDraft | OldDraft>(DRAFT));
    if (!draft || draft.cart.lines.length === 0 || (await isSold(draft)) || !this.isEmpty) return;
    this.replace(draft.cart, draft);
  }

  add(entry: CatalogueEntry, extras: LineExtras = {}): string | null {
    if (!this.deps.open()) return null;
    const before = this.lines;
    this.change((cart) => addToCart(cart, entry, extras));
    // The line that is new or that counts more than before.
    const grown = this.lines.find((line) => {
      const was = before.find(({ id }) => id === line.id);
      return was === undefined || was.qty !== line.qty;
    });
    return grown?.id ?? null;
  }
  addEntered(entry: CatalogueEntry, extras: LineExtras = {}): string | null {
    return this.add(entry, { ...extras, entered: true });
  }
  setQty(id: string, qty: number): void {
    this.edit((cart) => setQuantity(cart, id, qty));
  }
  remove(id: string): void {
    this.edit((cart) => removeFromCart(cart, id));
  }
  clear(): void {
    if (!this.isEmpty) this.edit(() => EMPTY_CART);
  }
  undo(): void {
    const before = this.steps.at(-1);
    if (before === undefined || !this.editable) return;
    this.steps = this.steps.slice(0, -1);
    this.hold(before);
  }
  setNote(id: string, note: string | null): void {
    this.edit((cart) => setNote(cart, id, note));
  }
  override(id: string, price: Kopecks | null, given: PriceOverride): void {
    this.edit((cart) => overridePrice(cart, id, price, given));
  }
  discountLine(id: string, discount: ManualDiscount | null): void {
    this.edit((cart) => discountLine(cart, id, discount));
  }
  discountReceipt(discount: ManualDiscount | null): void {
    this.edit((cart) => discountReceipt(cart, discount));
  }
  async addCoupon(typed: string): Promise<void> {
    const code = couponCode(typed);
    this.edit((cart) => addCoupon(cart, code));
    if (!this.cart.coupons.includes(code)) return;
    await this.deps.askCoupon(code);
    this.reprice();
  }
  isCoupon(typed: string): boolean {
    return couponOf(couponCode(typed), this.deps.rules().coupons) !== null;
  }
  removeCoupon(code: string): void {
    this.edit((cart) => removeCoupon(cart, code));
  }
  setClient(client: Cart['client']): void {
    this.edit((cart) => ({ ...cart, client }));
  }
  /** Costs nothing and is asked for beside the payment, too: no step of its own, and no reason to price anew. */
  setContact(contact: Cart['contact']): void {
    if (!(this.deps.takesContact ?? this.deps.isOpen)()) return;
    this.priced = { ...this.priced, cart: { ...this.cart, contact } };
    this.steps = this.steps.map((step) => ({ ...step, contact }));
    this.keep();
  }
  setOrder(order: string | null): void {
    this.edit((cart) => ({ ...cart, order }));
  }
  edit(change: (cart: Cart) => Cart): void {
    if (this.editable) this.change(change);
  }

  replace(cart: Cart, mark?: CartMark): void {
    if (!this.deps.open()) return;
    this.mark = mark ? { key: mark.key, begun: mark.begun } : null;
    this.steps = [];
    this.hold(cart);
    // What was asked before a reload or a day ago is asked again.
    for (const code of cart.coupons) void this.deps.askCoupon(code).then(() => this.reprice());
  }

  tryOut(change: (cart: Cart, signed: ManualDiscount['signed']) => Cart): TryOut {
    const { rules, now } = this.deps;
    return tryOut(this.cart, (signed) => change(this.cart, signed), rules(), now());
  }

  explain(id: string): LineExplanation | null {
    const line = this.lines.find((one) => one.id === id);
    return line ? explainLine(line, this.priced, this.deps.rules(), this.deps.now()) : null;
  }

  /** The rules are others now (a promotion came): the open cart is priced anew, which is no step of its own. */
  reprice(): void {
    if (this.editable && !this.isEmpty) this.hold(this.cart);
  }

  /** The sale of this cart is written: whatever comes next from these lines (a declined card) is another sale. */
  spend(): void {
    this.mark = null;
  }

  /** The sale has ended: the next one begins with nothing. */
  reset(): void {
    this.deps.onCouponsUsed(this.paid.coupons);
    this.mark = null;
    this.steps = [];
    this.hold(EMPTY_CART);
  }

  /** Writes the draft down where it can be taken up after a reload. */
  keep(): void {
    if (this.isEmpty) this.mark = null;
    else this.mark ??= { key: this.deps.uuid(), begun: this.deps.now() };
    if (!this.deps.mayKeep()) return;
    if (this.draft === null) this.deps.store.remove(DRAFT);
    else this.deps.store.write(DRAFT, this.draft);
  }

  private change(change: (cart: Cart) => Cart): void {
    const before = this.cart;
    const next = change(before);
    if (next === before) return;
    this.steps = [...this.steps, before].slice(-MOST_UNDOS);
    this.hold(next);
  }

  private hold(cart: Cart): void {
    const before = this.lines;
    const priced = priceWithReasons(cart, this.deps.rules(), this.deps.now());
    // A line that came out as it was stays the same object: the screen draws only what changed, however long the cart.
    const lines = priced.cart.lines.map((line, i) => (JSON.stringify(line) === JSON.stringify(before[i]) ? before[i]! : line));
    this.priced = { ...priced, cart: { ...priced.cart, lines } };
    this.keep();
  }
}
