import { formatRoubles, type Kopecks } from '$design/money/kopecks.ts';

export { formatRoubles };

/** Kopecks of a sum in roubles that a gateway's answer carries. */
export const fromWire = (roubles: number): Kopecks => Math.round(roubles * 100);

/** `12 345 ₽`: whole roubles where the figure is for a look, not for an account. */
export const formatRounded = (kopecks: Kopecks): string => formatRoubles(Math.round(kopecks / 100) * 100).replace(',00', '');

/** `1,5 %` with a narrow no-break space; at most one decimal. */
export const formatPercent = (percent: number): string => `${String(Math.round(percent * 10) / 10).replace('.', ',')}\u202f%`;

const formats = new Map<string, Intl.DateTimeFormat>();

function part(at: number, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const key = `${timeZone}${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('ru-RU', timeZone ? { ...options, timeZone } : options);
    formats.set(key, format);
  }
  return format.format(at);
}

/** Whole numbers, thousands apart: `12 345`. */
export const formatCount = (count: number): string => new Intl.NumberFormat('ru-RU').format(count);

/** `09:05` in the shop's time zone. `at`: epoch ms. */
export const formatTime = (at: number, timeZone?: string): string => part(at, timeZone, { hour: '2-digit', minute: '2-digit' });
/** `09:05:30`. */
export const formatSeconds = (at: number, timeZone?: string): string =>
  part(at, timeZone, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
/** `21.11.2026, 09:05`. */
export const formatInstant = (at: number, timeZone?: string): string =>
  part(at, timeZone, { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/** `YYYY-MM-DD` → `21.11.2026`. */
export const formatDay = (day: string): string => day.split('-').reverse().join('.');

/** `YYYY-MM-DD` moved by whole days. */
export function addDays(day: string, by: number): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, date + by)).toISOString().slice(0, 10);
}

/** `3,4 МБ`. */
export const formatBytes = (bytes: number): string =>
  bytes < 1_000_000_000
    ? `${(bytes / 1_000_000).toFixed(1).replace('.', ',')}\u202fМБ`
    : `${(bytes / 1_000_000_000).toFixed(1).replace('.', ',')}\u202fГБ`;
