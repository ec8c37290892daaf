import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { DiscountReason, SaleLine, Signature } from '../documents/facts.ts';
import { lineAmount, type Kopecks } from '../money/kopecks.ts';

/**
 * A discount that a person gives. `value` counts hundredths: of a percent (1000 = 10 %), or of a rouble, which are kopecks. `signed`: who
 * answers for more than the seller's own limit (`design/pricing/limits.ts`).
 */
export interface ManualDiscount {
  readonly unit: 'percent' | 'sum';
  readonly value: number;
  readonly reason: string;
  readonly signed: Signature | null;
}

/** One reason of a line's discount. `id`: the promotion's, the coupon's code; `name`: the promotion's name, the person's reason. */
export type AppliedDiscount = Readonly<DiscountReason>;

/** Why a line is sold at another price than the catalogue's. */
export interface PriceOverride {
  readonly reason: string;
  readonly signed: Signature | null;
}

/** What a line is in a pair of glasses that is sold as one position. */
export type GlassesPart = NonNullable<SaleLine['part']>;

/** A line of the cart. `amount` = price × qty − discount. Kopecks. */
export interface CartLine {
  readonly id: string;
  readonly entry: CatalogueEntry;
  readonly qty: number;
  /** In force, a piece: the list price, or what a person put in its place. */
  readonly price: Kopecks;
  /** The shop's price a piece when the line was added: a later price changes new lines only. */
  readonly list: Kopecks;
  readonly override: PriceOverride | null;
  readonly manual: ManualDiscount | null;
  /** All discounts together, and what each is for: they sum to it exactly (`design/pricing`). */
  readonly discount: Kopecks;
  readonly reasons: readonly AppliedDiscount[];
  readonly amount: Kopecks;
  readonly note: string | null;
  /** Lines of one pair of glasses share it. */
  readonly group: string | null;
  readonly part: GlassesPart | null;
  /** Typed by hand, not from the catalogue. */
  readonly entered: boolean;
  /** Mark code of a marked article: one piece a line. */
  readonly mark: string | null;
}

export interface Cart {
  readonly lines: readonly CartLine[];
  readonly receiptDiscount: ManualDiscount | null;
  /** Codes as typed, upper case; what they do is the pricing's. */
  readonly coupons: readonly string[];
  /** Of them those that give something although nobody could be asked whether they are used up; said by the pricing. */
  readonly unasked?: readonly string[];
  readonly client: { readonly id: string; readonly name: string } | null;
  readonly contact: { readonly email: string | null; readonly phone: string | null } | null;
  readonly order: string | null;
}

export const EMPTY_CART: Cart = { lines: [], receiptDiscount: null, coupons: [], client: null, contact: null, order: null };

/** Most pieces on a line (the gateway's limit, wire.ts), most lines on a receipt, and most coupons. */
export const MOST_PIECES = 99_999;
export const MOST_LINES = 200;
export const MOST_COUPONS = 10;

/** What a line brings with it when it is added. */
export interface LineExtras {
  readonly note?: string | null;
  readonly group?: string | null;
  readonly part?: GlassesPart | null;
  readonly entered?: boolean;
  readonly mark?: string | null;
  readonly qty?: number;
}

/** Before its discounts are found: `priceCart` says what a line costs after every edit. */
const plain = (line: CartLine): CartLine => ({
  ...line,
  discount: 0,
  reasons: [],
  amount: lineAmount(line.price, line.qty),
});

const withLines = (cart: Cart, lines: readonly CartLine[]): Cart => ({ ...cart, lines });

/** A new line that nothing distinguishes from one in the cart counts that one up. */
const isPlain = (line: CartLine): boolean =>
  line.override === null && line.group === null && line.mark === null && line.note === null && !line.entered;

/** One piece with a code of its own, which stands in its note (`design/stock/piece-code.ts`): never two of them. */
const isPiece = ({ note, entry }: CartLine): boolean => note?.startsWith(`${entry.sku}~p`) ?? false;

const cutQuantity = (qty: number): number => Math.min(MOST_PIECES, Math.round(qty * 1000) / 1000);

function freeId(lines: readonly CartLine[], sku: string): string {
  const taken = new Set(lines.map((line) => line.id));
  let id = sku;
  for (let nth = 2; taken.has(id); nth += 1) id = `${sku}#${nth}`;
  return id;
}

/**
 * The same article at the same price counts up its line; else a new line stands last. Lines of a pair of glasses, marked pieces, lines with
 * a note or another price stand by themselves. A full cart stays as it is.
 */
export function addToCart(cart: Cart, entry: CatalogueEntry, extras: LineExtras = {}): Cart {
  const { note = null, group = null, part = null, entered = false, mark = null } = extras;
  const qty = cutQuantity(mark === null ? (extras.qty ?? 1) : 1);
  if (!(qty > 0)) return cart;
  const common = !entered && note === null && group === null && mark === null;
  const held = common
    ? cart.lines.find((line) => line.entry.sku === entry.sku && line.list === entry.price && isPlain(line))
    : undefined;
  if (held) return setQuantity(cart, held.id, held.qty + qty);
  const isHeld = (line: CartLine): boolean => (mark !== null && line.mark === mark) || (isPiece(line) && line.note === note);
  if (cart.lines.length >= MOST_LINES || cart.lines.some(isHeld)) return cart;
  const price = { price: entry.price, list: entry.price, override: null, manual: null, discount: 0, reasons: [], amount: 0 };
  const line: CartLine = { id: freeId(cart.lines, entry.sku), entry, qty, ...price, note, group, part, entered, mark };
  return withLines(cart, [...cart.lines, plain(line)]);
}

/** Today's price of a line's article where it differs from the one that the line was added at and keeps; `today`: `null` unknown. */
export const otherPrice = (line: Pick<CartLine, 'list'>, today: Kopecks | null): Kopecks | null =>
  today === null || today === line.list ? null : today;

const mapLine = (cart: Cart, id: string, change: (line: CartLine) => CartLine): Cart =>
  withLines(
    cart,
    cart.lines.map((line) => (line.id === id ? plain(change(line)) : line)),
  );

/** Zero or less removes the line; more than three decimals are cut as the receipt cuts them; a marked piece stays one. */
export function setQuantity(cart: Cart, id: string, qty: number): Cart {
  if (!Number.isFinite(qty)) return cart;
  const cut = cutQuantity(qty);
  if (cut <= 0) return removeFromCart(cart, id);
  return mapLine(cart, id, (line) => (line.mark === null && !isPiece(line) ? { ...line, qty: cut } : line));
}

export const removeFromCart = (cart: Cart, id: string): Cart =>
  withLines(
    cart,
    cart.lines.filter((line) => line.id !== id),
  );

export const setNote = (cart: Cart, id: string, note: string | null): Cart =>
  mapLine(cart, id, (line) => ({ ...line, note: note?.trim() || null }));

/** Another price a piece, or `null`: the list price again. Prices below zero and above the highest money stay out. */
export function overridePrice(cart: Cart, id: string, price: Kopecks | null, given: PriceOverride): Cart {
  if (price !== null && !(Number.isSafeInteger(price) && price >= 0)) return cart;
  return mapLine(cart, id, (line) =>
    price === null || price === line.list ? { ...line, price: line.list, override: null } : { ...line, price, override: given },
  );
}

const isDiscount = (discount: ManualDiscount | null): boolean =>
  discount === null || (Number.isSafeInteger(discount.value) && discount.value > 0);

/** A discount on one line; `null` takes it away. */
export const discountLine = (cart: Cart, id: string, manual: ManualDiscount | null): Cart =>
  isDiscount(manual) ? mapLine(cart, id, (line) => ({ ...line, manual })) : cart;

/** A discount on the whole receipt; `null` takes it away. */
export const discountReceipt = (cart: Cart, receiptDiscount: ManualDiscount | null): Cart =>
  isDiscount(receiptDiscount) ? { ...cart, receiptDiscount } : cart;

/** Coupon codes are compared as they are printed on most: without blanks, in capitals. */
export const couponCode = (typed: string): string => typed.replace(/\s+/g, '').toUpperCase();

/** A code once; a cart with `MOST_COUPONS` takes no more. */
export function addCoupon(cart: Cart, typed: string): Cart {
  const code = couponCode(typed);
  if (code === '' || cart.coupons.includes(code) || cart.coupons.length >= MOST_COUPONS) return cart;
  return { ...cart, coupons: [...cart.coupons, code] };
}

export const removeCoupon = (cart: Cart, code: string): Cart => ({
  ...cart,
  coupons: cart.coupons.filter((one) => one !== code),
});

/** Nothing in it that a customer would miss: lines; a client alone is no sale. */
export const isEmptyCart = (cart: Cart): boolean => cart.lines.length === 0;

export const cartTotal = (cart: Pick<Cart, 'lines'>): Kopecks => cart.lines.reduce((sum, line) => sum + line.amount, 0);

/** What the goods cost at list prices: total + this difference is what the customer saved. */
export const cartSaved = (cart: Pick<Cart, 'lines'>): Kopecks =>
  cart.lines.reduce((sum, line) => sum + Math.max(0, lineAmount(line.list, line.qty) - line.amount), 0);

/** Cash to give back; 0 where nothing was typed (exact) or too little. */
export const changeOf = (total: Kopecks, tendered: Kopecks | null): Kopecks => Math.max(0, (tendered ?? total) - total);
