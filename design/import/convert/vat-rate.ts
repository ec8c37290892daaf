import { baseVatRate, isVatRate, VAT_TABLE, vatInForce, type VatRate } from '../../money/vat.ts';
import type { Cell } from '../table.ts';
import { decimalFrom, decimalOf, type Decimal } from './decimal.ts';
import { isDash, plainText } from './plain-text.ts';

export type VatReading = { readonly rate: VatRate | null; readonly isOutdated: boolean } | { readonly fault: 'VAT_UNKNOWN' };

const EXEMPT =
  /^(?:(?:ндс )?не ?облаг\S*(?: ндс)?|без (?:ндс|налога)(?: ?\(.*\))?|ндс нет|нет ндс|нет|б\/ ?н(?:дс)?|освобожд\S*(?: .*)?|exempt|vat exempt|no vat|none|without vat|tax free)$/;
const NAME = '(?:в т\\. ?ч\\. |в том числе |включая |вкл\\. |ставка |с )?(?:ндс|ставка|vat|tax)';
const WRITTEN = new RegExp(
  `^(?:${NAME}[ :,–—-]*)?\\(?(\\d{1,2}|0?[.,]\\d{1,2}|\\d{1,2}[.,]0+)(?: ?%)?\\)?(?: ?\\(?(?:ндс|vat)\\)?)?$`,
);
const OF_ADVANCE = new RegExp(`^(?:${NAME}[ :,–—-]*)?(\\d{1,2}) ?%? ?\\/ ?1(\\d\\d)$`);

/** 22 of a hundred or 0.22 of one as whole per cent; `null` where it is neither. */
function percentOf({ units, scale }: Decimal, asShare: boolean): string | null {
  const hundredfold = asShare && units > 0n && units < 10n ** BigInt(scale) ? units * 100n : units;
  const divisor = 10n ** BigInt(scale);
  return hundredfold % divisor === 0n ? String(hundredfold / divisor) : null;
}

/**
 * A rate as files write it: 22, 0.22, «НДС 22%», «без НДС». Nothing is guessed: 0 is the rate 0 % and not "exempt" (art. 149 and art. 164 of
 * the tax code differ, and so do the receipt's tags); «22/122» of an advance is 22. The base rate of an earlier date (20 % since 2026) is
 * today's base rate, `isOutdated`. `day`: `YYYY-MM-DD`.
 */
export function readVat(cell: Cell | undefined, day: string): VatReading {
  const text = plainText(cell)
    .toLowerCase()
    .replace(/(?<=\p{L})\.$/u, '');
  if (text === '' || isDash(text)) return { rate: null, isOutdated: false };
  if (EXEMPT.test(text)) return { rate: 'none', isOutdated: false };
  const rate = typeof cell === 'number' ? percentOf(decimalOf(cell) ?? { units: -1n, scale: 0 }, true) : writtenRate(text);
  if (rate === null || !isVatRate(rate)) return { fault: 'VAT_UNKNOWN' };
  if (vatInForce(rate, day)) return { rate, isOutdated: false };
  const { from, to } = VAT_TABLE[rate];
  const wasBase = to !== null && to < day && baseVatRate(from ?? to) === rate;
  return wasBase ? { rate: baseVatRate(day), isOutdated: true } : { fault: 'VAT_UNKNOWN' };
}

function writtenRate(text: string): string | null {
  const ofAdvance = OF_ADVANCE.exec(text);
  if (ofAdvance) return Number(ofAdvance[1]) === Number(ofAdvance[2]) ? ofAdvance[1]! : null;
  const digits = WRITTEN.exec(text)?.[1];
  if (digits === undefined) return null;
  const [whole = '', fraction = ''] = digits.split(/[.,]/);
  return percentOf(decimalFrom(false, whole, fraction), !text.includes('%'));
}
