import { currencyOf } from '../../../../design/import/convert/currency.ts';
import { attribute, plainXml } from './xml-text.ts';

/**
 * What a number format adds to the number of a cell, so that we read what a person sees. `zeros`: leading ones up to so many digits
 * (`000000`: the article 000123 is stored as 123). `currency`: code of a currency other than the rouble. `day`: the number counts days.
 */
export interface NumberFormat {
  readonly zeros?: number;
  readonly currency?: string;
  readonly day?: true;
}

/** Formats below are Excel's own, even where a file spells them out: their currency is that of the reader's country. */
const FIRST_OF_FILE = 50;
/** Days and times among Excel's own formats, those of East Asia included. */
const OWN_DAYS = /^(?:1[4-9]|2[0-27-9]|3[0-6]|4[5-7]|5[0-8])$/;

const CURRENCY_SIGNS = /[$€£¥₽₸₴₺]/;

/** Styles of cells (`s` of a cell) whose format tells something. `styles`: text of the part. */
export function numberFormatsOf(styles: string | null): ReadonlyMap<number, NumberFormat> {
  const told = new Map<number, NumberFormat>();
  if (styles === null) return told;
  const xml = plainXml(styles);
  const formats = new Map<string, NumberFormat | null>();
  for (const [tag] of xml.matchAll(/<numFmt\s[^>]*>/g)) {
    const [id, code] = [attribute(tag, 'numFmtId'), attribute(tag, 'formatCode')];
    if (id !== null && code !== null) formats.set(id, formatOf(code, Number(id) >= FIRST_OF_FILE));
  }
  const cells = /<cellXfs[\s>]([\s\S]*?)<\/cellXfs>/.exec(xml)?.[1] ?? '';
  for (const [at, [tag]] of [...cells.matchAll(/<xf[\s/>][^>]*>?/g)].entries()) {
    const id = attribute(tag, 'numFmtId') ?? '';
    const format = formats.has(id) ? formats.get(id) : OWN_DAYS.test(id) ? DAY : null;
    if (format) told.set(at, format);
  }
  return told;
}

const DAY: NumberFormat = { day: true };

/** The first section counts: that of positive numbers. `isOfFile`: its currency is the file's word. */
function formatOf(code: string, isOfFile: boolean): NumberFormat | null {
  const section = code.split(';')[0]!;
  if (/^0{2,20}$/.test(section)) return { zeros: section.length };
  if (isDay(section)) return DAY;
  const currency = isOfFile ? currencyIn(section) : null;
  return currency === null || currency === 'RUB' ? null : { currency };
}

/** Letters of days and times outside of texts, colours, locales and single signs (`0 "мм"`, `[Red]0`, `0\ \d`). */
const isDay = (section: string): boolean =>
  /[ymdhs]/i.test(section.replace(/"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General|Standard/gi, ''));

/** `[$€-2] #,##0`, `#,##0 "USD"`, `€#,##0`; the locale alone (`[$-419]`) is no currency. */
function currencyIn(section: string): string | null {
  const tagged = [...section.matchAll(/\[\$([^\]-]+)(?:-[^\]]*)?\]/g)].map((match) => match[1]!);
  const quoted = [...section.matchAll(/"([^"]+)"/g)].map((match) => match[1]!);
  const bare = CURRENCY_SIGNS.exec(section.replace(/\[[^\]]*\]|"[^"]*"/g, ''));
  const signs = [...tagged, ...quoted, ...(bare ? [bare[0]] : [])].map((text) => text.replaceAll('\u00a0', ' ').trim());
  const codes = signs.flatMap((sign) => currencyOf(sign) ?? []);
  return codes.includes('RUB') ? 'RUB' : (codes[0] ?? null);
}

/** The number as its cell shows it; three decimals get a fourth, so that nobody takes them for thousands. `null`: as it is. */
export function shownNumber(value: string, { zeros, currency }: NumberFormat): string | null {
  const number = Number(value);
  if (zeros !== undefined) return Number.isSafeInteger(number) && number >= 0 ? String(number).padStart(zeros, '0') : null;
  const plain = String(Number(number.toPrecision(15)));
  if (currency === undefined || !/^-?\d+(?:\.\d+)?$/.test(plain)) return null;
  return `${/\.\d{3}$/.test(plain) ? `${plain}0` : plain} ${currency}`;
}
