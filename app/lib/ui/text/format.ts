import { formatRoubles as formatRussianRoubles, type Kopecks } from '$design/money/kopecks.ts';
import { language, t, type Language } from '$lib/i18n/i18n.ts';

/**
 * Money, figures, dates and sizes in the language shown. Both languages keep the rouble sign last and narrow no-break spaces (U+202F)
 * between thousands, as the receipt has them: only the decimal sign differs. Dates are day first in both, the day has 24 hours.
 */
const LOCALE: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB' };
const NARROW = '\u202f';

/** `,` in Russian, `.` in English: what stands between roubles and kopecks, and what the pad types. */
export const decimalSign = (): ',' | '.' => (language() === 'ru' ? ',' : '.');

/** A number in its shortest text, or with `digits` decimals, with the decimal sign of the language. */
export const formatNumber = (value: number, digits?: number): string =>
  (digits === undefined ? String(value) : value.toFixed(digits)).replace('.', decimalSign());

/** `12 345,00 ₽`, in English `12 345.00 ₽`. */
export const formatRoubles = (kopecks: Kopecks): string => formatRussianRoubles(kopecks).replace(',', decimalSign());

/** Kopecks of a sum in roubles that a gateway's answer carries. */
export const fromWire = (roubles: number): Kopecks => Math.round(roubles * 100);

/** `12 345 ₽`: whole roubles where the figure is for a look, not for an account. */
export const formatRounded = (kopecks: Kopecks): string =>
  formatRussianRoubles(Math.round(kopecks / 100) * 100).replace(',00', '');

/** `1,5 %`; at most one decimal. */
export const formatPercent = (percent: number): string => `${formatNumber(Math.round(percent * 10) / 10)}${NARROW}%`;

/** Whole numbers, thousands apart: `12 345`. */
export const formatCount = (count: number): string => String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, NARROW);

const formats = new Map<string, Intl.DateTimeFormat>();

function part(at: number, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const key = `${language()}${timeZone}${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALE[language()], timeZone ? { ...options, timeZone } : options);
    formats.set(key, format);
  }
  return format.format(at);
}

/** `09:05` in the shop's time zone. `at`: epoch ms. */
export const formatTime = (at: number, timeZone?: string): string => part(at, timeZone, { hour: '2-digit', minute: '2-digit' });
/** `09:05:30`. */
export const formatSeconds = (at: number, timeZone?: string): string =>
  part(at, timeZone, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
/** `21.11.2026, 09:05`, in English `21/11/2026, 09:05`. */
export const formatInstant = (at: number, timeZone?: string): string =>
  part(at, timeZone, { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/** `YYYY-MM-DD` → `21.11.2026`, in English `21/11/2026`. */
export const formatDay = (day: string): string =>
  day
    .split('-')
    .reverse()
    .join(language() === 'ru' ? '.' : '/');

/** `YYYY-MM-DD` moved by whole days. */
export function addDays(day: string, by: number): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, date + by)).toISOString().slice(0, 10);
}

/** `3,4 МБ`, in English `3.4 MB`. */
export const formatBytes = (bytes: number): string =>
  bytes < 1_000_000_000
    ? t('unit.megabytes', { n: formatNumber(bytes / 1_000_000, 1) })
    : t('unit.gigabytes', { n: formatNumber(bytes / 1_000_000_000, 1) });
