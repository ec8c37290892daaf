import type { Kopecks } from '$design/money/kopecks.ts';
import { HARD_LIMIT } from '$design/pricing/limits.ts';
import type { TryOut } from '$design/pricing/try-out.ts';
import { discountLine, discountReceipt, overridePrice, type Cart, type ManualDiscount } from '$design/sale/cart.ts';
import { parseRoubles } from './cash.ts';

/** What is changed by hand: a discount in percent or roubles, of a line the price of a piece too. */
export type HandMode = 'percent' | 'sum' | 'price';

/** `12,5` → 1250 hundredths of a percent. `null`: nothing typed. `undefined`: no percentage from 0,01 to 100. */
export function parsePercent(text: string): number | null | undefined {
  const plain = text.replace(/[\s%\u00a0\u202f]/g, '').replace(',', '.');
  if (plain === '') return null;
  const match = /^(\d{1,3})(?:\.(\d{0,2}))?$/.exec(plain);
  const value = match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0') || 0) : 0;
  return value > 0 && value <= 100_00 ? value : undefined;
}

/** What was typed, in hundredths of a percent or kopecks. A discount of nothing is none; a price may be nothing. */
export function handValue(mode: HandMode, text: string): number | null | undefined {
  if (mode === 'percent') return parsePercent(text);
  const sum = parseRoubles(text);
  return sum === 0 && mode === 'sum' ? undefined : sum;
}

/** The change that the dialog makes; `line`: its id, `null` for the whole receipt. */
export function handChange(line: string | null, mode: HandMode, value: number, reason: string) {
  return (cart: Cart, signed: ManualDiscount['signed']): Cart => {
    if (mode === 'price') return line === null ? cart : overridePrice(cart, line, value, { reason, signed });
    const discount: ManualDiscount = { unit: mode, value, reason, signed };
    return line === null ? discountReceipt(cart, discount) : discountLine(cart, line, discount);
  };
}

export interface HandOutcome {
  /** Kopecks that the line, or the receipt, comes to; `null` where nobody may give so much: no price but the one that was typed is shown. */
  readonly after: Kopecks | null;
  /** Nobody may give so much: what was typed is not what would be given. */
  readonly tooMuch: boolean;
}

/** What the change comes to on the line, or on the receipt. */
export function outcomeOf(line: string | null, mode: HandMode, value: number, { cart }: TryOut): HandOutcome {
  const lines = line === null ? cart.lines : cart.lines.filter(({ id }) => id === line);
  const tooMuch = isTooMuch(line, mode, value, lines);
  return { after: tooMuch ? null : lines.reduce((sum, { amount }) => sum + amount, 0), tooMuch };
}

function isTooMuch(line: string | null, mode: HandMode, value: number, lines: Cart['lines']): boolean {
  if (mode === 'percent') return value > HARD_LIMIT;
  if (mode === 'price') return lines[0]?.price !== value;
  const kind = line === null ? 'receipt' : 'line';
  const given = lines.flatMap(({ reasons }) => reasons).reduce((sum, one) => (one.kind === kind ? sum + one.amount : sum), 0);
  return given < value;
}
