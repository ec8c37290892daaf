import type { Cell } from '../table.ts';
import { numberFrom } from './decimal.ts';
import { readNumber } from './number.ts';
import { isDash, plainText } from './plain-text.ts';

export interface PowerRange {
  readonly from: number;
  readonly to: number;
}

const ONE = '[+-]?\\d+(?:[.,]\\d+)?';
const BETWEEN = ' ?(?:до|to|\\.{2,3}|…|\\/|;|:) ?| - |(?<=\\d)-(?=[\\d+-])| ';
const RANGE = new RegExp(`^(?:от )?(${ONE})(?:${BETWEEN})(${ONE})$`, 'i');

const spelled = (cell: Cell | undefined): string =>
  plainText(cell)
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/(?<=^[+-]|(?:от|до|from|to) [+-]) (?=\d)/gi, '')
    .replace(/ ?(?:дптр|dpt|d)\.?(?= |$)/gi, '')
    .trim();

/** Dioptres (or millimetres) of a cell; `null`: no number. Decimal comma or point, any minus; plano is 0. */
export function readPower(cell: Cell | undefined): number | null {
  const text = spelled(cell);
  if (/^(?:plano|plan|pl|план)$/i.test(text)) return 0;
  const decimal = readNumber(typeof cell === 'number' ? cell : text, null, true);
  return decimal && numberFrom(decimal) + 0;
}

/**
 * A range of powers in one cell: `−6,00…+4,00`, `от -6 до +4`, `±6`, a single power. `upTo`: a single one (`до -2,00`, `2.00`) means from
 * plano to it, as price lists write cylinders, and is minus where it has no sign. `null`: none can be read.
 */
export function readPowers(cell: Cell | undefined, upTo = false): PowerRange | null {
  const text = spelled(cell);
  const around = /^(?:±|\+\/-|-\/\+|\+-) ?(\d+(?:[.,]\d+)?)$/.exec(text);
  if (around) {
    const size = readPower(around[1]);
    return size === null ? null : { from: 0 - size, to: size };
  }
  const both = RANGE.exec(text);
  if (both) return ordered(readPower(both[1]), readPower(both[2]));
  const single = readPower(typeof cell === 'number' ? cell : text.replace(/^(?:до|to) ?/i, ''));
  if (single === null) return null;
  if (!upTo) return { from: single, to: single };
  return /^(?:до |to )?\+/i.test(text) ? ordered(0, single) : ordered(0, -Math.abs(single));
}

/** Both ends of a range from two columns, or from one of them that holds it whole; a column that is not there or empty adds nothing. */
export function readEnds(from: Cell | undefined, to: Cell | undefined, upTo = false): PowerRange | null {
  const given = [from, to].filter((cell) => plainText(cell) !== '' && !isDash(plainText(cell)));
  if (given.length === 2) return ordered(readPower(from), readPower(to));
  return given.length === 1 ? readPowers(given[0], upTo) : null;
}

const ordered = (a: number | null, b: number | null): PowerRange | null =>
  a === null || b === null ? null : { from: Math.min(a, b) + 0, to: Math.max(a, b) + 0 };
