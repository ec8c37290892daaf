import type { Cell } from '../table.ts';
import { withoutCurrency } from './currency.ts';
import { decimalFrom, decimalOf, type Decimal } from './decimal.ts';
import { plainText } from './plain-text.ts';

type Separator = ',' | '.';
/** Which sign a column writes before its fractions; `mixed`: both were seen; `null`: none was. */
export type DecimalSign = Separator | 'mixed' | null;

/** Characters of a number with all that stands in it: no price is longer, and no cell of 32,767 digits is computed with. */
const LONGEST = 40;
const MINUS = /[‐‑‒–—―−﹣-]/g;
/** Whole part with its groups of three by spaces or apostrophes, or plain. */
const WHOLE = /^(?:\d+|\d{1,3}(?:[ '’]\d{3})+)?$/;

/** Digits and signs of Chinese width, Arabic and Persian digits with their decimal sign, as those that we write. */
const foreignDigits = (text: string): string =>
  /[\uff00-\uff5e\u0660-\u066b\u06f0-\u06f9]/.test(text)
    ? text
        .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
        .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
        .replaceAll('\u066b', ',')
    : text;

/** Signs of a number as people write them, in one spelling: minus, a minus by parentheses or behind, roubles and kopecks by a dash. */
function spelled(text: string): string {
  // A spreadsheet's mark of a text: '1250.
  const plain = foreignDigits(text)
    .replace(/^['’`](?=[\d-])/, '')
    .replace(MINUS, '-')
    .replace(/^- /, '-');
  const bracketed = /^\((\d[^()]*)\)$/.exec(plain);
  return (bracketed ? `-${bracketed[1]!.trim()}` : plain)
    .replace(/(?<=\d)[-=](\d\d)$/, ',$1')
    .replace(/(?<=\d)(?:[.,]-+|[-=]+)$/, '');
}

/** The separators of a number and what they can only mean; `ambiguous`: `1,250`. */
interface Reading {
  readonly whole: string;
  readonly fraction: string;
  readonly decimal: Separator | null;
  readonly ambiguous: Separator | null;
}

/** 12,50,000: the lakhs of India. */
const LAKHS = [/^\d{1,2}(?:,\d\d)+,\d{3}$/, /^\d{1,2}(?:\.\d\d)+\.\d{3}$/];

const groups = (text: string, separator: Separator): string | null =>
  LAKHS.some((lakhs) => lakhs.test(text)) && text.includes(separator) ? text.split(separator).join('') : threes(text, separator);

const threes = (text: string, separator: Separator): string | null =>
  /^\d{1,3}$/.test(text.split(separator)[0]!) &&
  text
    .split(separator)
    .slice(1)
    .every((group) => /^\d{3}$/.test(group))
    ? text.split(separator).join('')
    : null;

function readDigits(text: string): Reading | null {
  const last = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'));
  if (last < 0) return plainWhole(text, '', null);
  const sign = text[last] as Separator;
  const other: Separator = sign === ',' ? '.' : ',';
  const [before, after] = [text.slice(0, last), text.slice(last + 1)];
  if (!/^\d+$/.test(after)) return null;
  if (before.includes(sign)) {
    // 1,250,000: only groups repeat their sign.
    const whole = before.includes(other) ? null : groups(text, sign);
    return whole === null ? null : { whole, fraction: '', decimal: other, ambiguous: null };
  }
  if (before.includes(other)) {
    const whole = groups(before, other);
    return whole === null ? null : { whole, fraction: after, decimal: sign, ambiguous: null };
  }
  const isAmbiguous = after.length === 3 && /^[1-9]\d{0,2}$/.test(before);
  return isAmbiguous ? { whole: before, fraction: after, decimal: null, ambiguous: sign } : plainWhole(before, after, sign);
}

const plainWhole = (whole: string, fraction: string, decimal: Separator | null): Reading | null =>
  WHOLE.test(whole) && whole + fraction !== ''
    ? { whole: whole.replace(/[ '’]/g, ''), fraction, decimal, ambiguous: null }
    : null;

const digitsOf = (text: string): { readonly isNegative: boolean; readonly digits: string } => {
  const plain = spelled(text);
  const sign = /^[+-]/.exec(plain)?.[0];
  return { isNegative: sign === '-', digits: sign ? plain.slice(1).trimStart() : plain };
};

/** What the values of a column say about its decimal sign: `990,50` tells, `1,250` alone does not. Number cells say nothing. */
export function decimalSignOf(cells: Iterable<Cell | undefined>): DecimalSign {
  const seen = new Set<Separator>();
  for (const cell of cells) {
    if (typeof cell !== 'string') continue;
    const decimal = readDigits(digitsOf(withoutCurrency(plainText(cell)).rest.replace(/ ?%$/, '')).digits)?.decimal;
    if (decimal) seen.add(decimal);
  }
  return seen.size > 1 ? 'mixed' : ([...seen][0] ?? null);
}

/**
 * A number as suppliers write it: decimal comma or point, groups by spaces, no-break spaces, apostrophes, points or commas, any minus,
 * parentheses for a negative one, `1 250-00`. `column` decides what `1,250` is; a column that says nothing means thousands, unless
 * `fractions` (dioptres, lens index). `null`: no number, or one that may mean two things in a column that writes both.
 */
export function readNumber(cell: Cell | undefined, column: DecimalSign = null, fractions = false): Decimal | null {
  if (typeof cell === 'number') return decimalOf(cell);
  if (typeof cell !== 'string') return null;
  const text = plainText(cell);
  if (text.length > LONGEST) return null;
  const { isNegative, digits } = digitsOf(text);
  const reading = readDigits(digits);
  if (!reading) return null;
  const { whole, fraction, ambiguous } = reading;
  if (ambiguous === null) return decimalFrom(isNegative, whole, fraction);
  if (column === 'mixed' && !fractions) return null;
  const isFraction = fractions || column === ambiguous;
  return isFraction ? decimalFrom(isNegative, whole, fraction) : decimalFrom(isNegative, whole + fraction, '');
}
