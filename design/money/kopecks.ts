/** Money is an integer number of kopecks. Roubles exist only on the customer's wire and on the screen. */
export type Kopecks = number;

/**
 * Roubles with at most two decimals (the gateway's wire) → kopecks. `null` where the number has more decimals or is not finite:
 * 12.345 is an error to report, never a sum to round silently.
 */
export function kopecksFromRoubles(roubles: number): Kopecks | null {
  if (!Number.isFinite(roubles)) return null;
  const kopecks = Math.round(roubles * 100);
  // A double holds money up to 9·10^13 kopecks exactly enough: the shortest text of the value must be the text of the kopecks.
  return Number.isSafeInteger(kopecks) && kopecks / 100 === roubles ? kopecks + 0 : null;
}

export const roublesFromKopecks = (kopecks: Kopecks): number => kopecks / 100;

/** Half away from zero, as a cash register rounds. */
export const roundHalfUp = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));

/** Quantity has at most three decimals on a receipt line; computed in thousandths so that no binary fraction creeps in. */
export function lineAmount(price: Kopecks, qty: number, discount: Kopecks = 0): Kopecks {
  const thousandths = Math.round(qty * 1000);
  return roundHalfUp((price * thousandths) / 1000) - discount;
}

/**
 * Splits `total` in proportion to `weights` so that the parts sum exactly (largest remainder; ties go to the earlier part).
 * Weights are non-negative; all zero means equal weights. Empty weights give an empty list.
 */
export function allocate(total: Kopecks, weights: readonly number[]): Kopecks[] {
  if (weights.length === 0) return [];
  const sum = weights.reduce((a, b) => a + b, 0);
  const shares = sum > 0 ? weights : weights.map(() => 1);
  const whole = sum > 0 ? sum : weights.length;
  const sign = total < 0 ? -1 : 1;
  const exact = shares.map((w) => (BigInt(Math.abs(total)) * BigInt(Math.round(w * 1000))) / BigInt(Math.round(whole * 1000)));
  const parts = exact.map(Number);
  const remainders = shares.map((w, i) => (Math.abs(total) * w) / whole - parts[i]!);
  let left = Math.abs(total) - parts.reduce((a, b) => a + b, 0);
  const order = remainders.map((r, i) => [r, i] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (let k = 0; left > 0; k = (k + 1) % order.length, left--) parts[order[k]![1]]! += 1;
  for (let k = order.length - 1; left < 0; k = (k - 1 + order.length) % order.length, left++) parts[order[k]![1]]! -= 1;
  return parts.map((p) => (p === 0 ? 0 : sign * p));
}

/** `12 345,00 ₽` with narrow no-break spaces (U+202F), as Russian shops write it. */
export function formatRoubles(kopecks: Kopecks): string {
  const sign = kopecks < 0 ? '−' : '';
  const abs = Math.abs(kopecks);
  const whole = String(Math.floor(abs / 100)).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
  return `${sign}${whole},${String(abs % 100).padStart(2, '0')}\u202f₽`;
}
