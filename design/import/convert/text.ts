import type { Cell } from '../table.ts';
import { isNothing, plainText } from './plain-text.ts';

/** Longest name of a product (`catalogueEntry`), and of every other text of a row; longer ones are cut. */
export const TEXT_LIMIT = 128;

export type TextReading = { readonly text: string | null; readonly isCut: boolean } | { readonly fault: 'TEXT_INVALID' };

/** Letters of UTF-8 read as windows-1251 («РћРїСЂР°РІР°») or as latin-1, and windows-1251 read as latin-1 («Îïðàâà»). */
const GARBLED = [
  /(?:[РС][ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•™љ›њќћџЎўЈ¤Ґ¦§Ё©Є¬®Ї°±Ііґµ¶·ё№є»јѕї\u00a0\u0098—–«-]){3}/u,
  /(?:[ÐÑ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]){2}/u,
  /[À-ÿ]{5}/u,
  // Letters that an encoding did not have.
  /\?{4}/,
];
/** What Excel shows where a formula failed, in English and Russian. */
export const FORMULA_ERROR = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|Н\/Д|ССЫЛКА!|ЗНАЧ!|ДЕЛ\/0!|ИМЯ\?|ЧИСЛО!|ПУСТО!)$/i;

export const isGarbled = (raw: string): boolean => raw.includes('\ufffd') || GARBLED.some((sign) => sign.test(raw));

/** At most so many code units, without half a sign of two at its end: CouchDB refuses a whole request for one. */
export const cutText = (text: string, most: number = TEXT_LIMIT): string =>
  text
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();

/**
 * A text as it will stand in the catalogue: trimmed, one line, without control characters; HTML entities and formula texts stay as they are
 * (what writes files makes those harmless). Over 128 characters it is cut between letters. Garbled letters are refused: they would reach
 * the receipt.
 */
export function readText(cell: Cell | undefined): TextReading {
  if (typeof cell === 'string' && isGarbled(cell)) return { fault: 'TEXT_INVALID' };
  const text = plainText(cell);
  if (FORMULA_ERROR.test(text)) return { fault: 'TEXT_INVALID' };
  if (text === '' || isNothing(text)) return { text: null, isCut: false };
  if (text.length <= TEXT_LIMIT) return { text, isCut: false };
  return { text: cutText(text, TEXT_LIMIT), isCut: true };
}

const MONTH = '(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)';
/** The article 11-21 that a spreadsheet took for a day, in its own spelling or as it showed it when it wrote a text file. */
const SPOILT_ARTICLES = [
  /^\d{4}-\d\d-\d\d(?:T[\d:]{8})?$/,
  /^\d{1,2}([./])\d{1,2}\1(?:19|20)\d\d$/,
  new RegExp(`^\\d{1,2}[.-]${MONTH}$`, 'i'),
  // The article 460012345678 or 12E5, of which an exponent has swallowed the end: two of them become one.
  /^\d(?:[.,]\d+)?E\+\d\d$/,
];

/**
 * An article: as written, with its leading zeros and case, but without what Excel puts around a text (`="00123"`, `'00123`). One that is too
 * long is no article: cut, two would become one.
 */
export function readArticle(cell: Cell | undefined): TextReading {
  const reading = readText(cell);
  if ('fault' in reading) return reading;
  if (reading.isCut) return { fault: 'TEXT_INVALID' };
  if (SPOILT_ARTICLES.some((spoilt) => spoilt.test(reading.text ?? ''))) return { fault: 'TEXT_INVALID' };
  const text = (reading.text ?? '')
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'(?=\S)/, '')
    .trim();
  return { text: text === '' ? null : text, isCut: false };
}
