import type { Kopecks } from '../money/kopecks.ts';
import { VAT_RATES, VAT_TABLE, vatWithin } from '../money/vat.ts';
import type { VatRate } from '../money/vat.ts';

/** What a receipt says of one VAT rate. */
export interface VatSum {
  readonly rate: VatRate;
  /** 1102 … 1107, or 1115: the list for rates that came after the order of 2020 (fiscal rules §4.4). */
  readonly tag: number;
  /** What was settled at this rate, VAT included. */
  readonly turnover: Kopecks;
  /** The tag's value: the VAT contained, for "0 %" and "none" the turnover itself. */
  readonly sum: Kopecks;
}

/** By the code of tag 1199. That 22 % goes to 1115 like 5 % and 7 % is what readers of documents say; registers decide it themselves. */
const SUM_TAGS: Readonly<Record<number, number>> = { 1: 1102, 2: 1103, 3: 1106, 4: 1107, 5: 1104, 6: 1105 };

const isTurnover = (rate: VatRate): boolean => rate === 'none' || rate === '0';

interface Taxed {
  readonly vat: VatRate;
  readonly amount: Kopecks;
}

/** VAT by rate, computed once over the rate's turnover as registers do (not line by line), in the order of the rate table. */
export function vatSums(items: readonly Taxed[]): readonly VatSum[] {
  const turnovers = new Map<VatRate, Kopecks>();
  for (const { vat, amount } of items) turnovers.set(vat, (turnovers.get(vat) ?? 0) + amount);
  return VAT_RATES.flatMap((rate) => {
    const turnover = turnovers.get(rate);
    if (turnover === undefined) return [];
    const sum = isTurnover(rate) ? turnover : vatWithin(turnover, rate);
    return [{ rate, tag: SUM_TAGS[VAT_TABLE[rate].tag] ?? 1115, turnover, sum }];
  });
}

/**
 * Do the sums say the same as the lines? Each rate once, turnovers that are those of its lines, and a VAT that a register computing line
 * by line could also have got: half a kopeck of rounding a line.
 */
export function vatSumsAgree(items: readonly Taxed[], sums: readonly VatSum[]): boolean {
  const expected = vatSums(items);
  if (expected.length !== sums.length || new Set(sums.map(({ rate }) => rate)).size !== sums.length) return false;
  return expected.every(({ rate, tag, turnover, sum }) => {
    const said = sums.find((each) => each.rate === rate);
    if (said?.tag !== tag || said.turnover !== turnover) return false;
    const slack = isTurnover(rate) ? 0 : Math.ceil((items.filter(({ vat }) => vat === rate).length + 1) / 2);
    return Math.abs(said.sum - sum) <= slack;
  });
}
