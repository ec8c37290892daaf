import type { CatalogueEntry } from '../documents/catalogue.ts';
import { lineAmount, type Kopecks } from '../money/kopecks.ts';

/** A line of the cart. `price` is that of the moment it was added; `amount` = price × qty − discount. Kopecks. */
export interface CartLine {
  readonly id: string;
  readonly entry: CatalogueEntry;
  readonly qty: number;
  readonly price: Kopecks;
  readonly discount: Kopecks;
  readonly amount: Kopecks;
}

/** Most pieces on a line (the gateway's limit, wire.ts) and most lines on a receipt. */
export const MOST_PIECES = 99_999;
export const MOST_LINES = 200;

const priced = (line: Omit<CartLine, 'amount'>): CartLine => ({
  ...line,
  amount: lineAmount(line.price, line.qty, line.discount),
});

/** The same article at the same price counts up its line; else a new line stands last. A full cart stays as it is. */
export function addToCart(lines: readonly CartLine[], entry: CatalogueEntry): CartLine[] {
  const held = lines.find((line) => line.entry.sku === entry.sku && line.price === entry.price);
  if (held) return setQuantity(lines, held.id, held.qty + 1);
  if (lines.length >= MOST_LINES) return [...lines];
  const same = lines.filter((line) => line.entry.sku === entry.sku).length;
  const id = same === 0 ? entry.sku : `${entry.sku}#${same + 1}`;
  return [...lines, priced({ id, entry, qty: 1, price: entry.price, discount: 0 })];
}

/** Today's price of a line's article where it differs from the one that the line was added at and keeps; `today`: `null` unknown. */
export const otherPrice = (line: Pick<CartLine, 'price'>, today: Kopecks | null): Kopecks | null =>
  today === null || today === line.price ? null : today;

/** Zero or less removes the line; more than three decimals are cut as the receipt cuts them. */
export function setQuantity(lines: readonly CartLine[], id: string, qty: number): CartLine[] {
  if (!Number.isFinite(qty)) return [...lines];
  const cut = Math.min(MOST_PIECES, Math.round(qty * 1000) / 1000);
  if (cut <= 0) return removeFromCart(lines, id);
  return lines.map((line) => (line.id === id ? priced({ ...line, qty: cut }) : line));
}

export const removeFromCart = (lines: readonly CartLine[], id: string): CartLine[] => lines.filter((line) => line.id !== id);

export const cartTotal = (lines: readonly CartLine[]): Kopecks => lines.reduce((sum, line) => sum + line.amount, 0);

/** Cash to give back; 0 where nothing was typed (exact) or too little. */
export const changeOf = (total: Kopecks, tendered: Kopecks | null): Kopecks => Math.max(0, (tendered ?? total) - total);
