/** Calendar facts of a shop, whose time zone is an IANA name such as `Europe/Moscow`. Pure: the instant comes in. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

function formatted(at: number, timeZone: string): string {
  const p: Record<string, string> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) p[type] = value;
  // A year that is still being typed (`0202`) has four digits, too.
  return `${p['year']?.padStart(4, '0')}-${p['month']}-${p['day']}T${p['hour']}:${p['minute']}:${p['second']}`;
}

/** Clocks change at a quarter of an hour (UTC) everywhere since the seventies; before, zones had seconds of their own. */
const QUARTER = 900_000;
const REGULAR_SINCE = Date.UTC(1980, 0, 1);
const REGULAR_UNTIL = Date.UTC(9999, 0, 1);
const quarters = new Map<string, { readonly start: number; readonly offset: number }>();

/** `YYYY-MM-DDTHH:MM:SS`, wall time of the zone. `at` is epoch ms. Asked several times a receipt: the zone is looked up once a quarter of an hour. */
export function localDateTime(at: number, timeZone: string): string {
  if (!(at >= REGULAR_SINCE && at < REGULAR_UNTIL)) return formatted(at, timeZone);
  const start = at - (at % QUARTER);
  let quarter = quarters.get(timeZone);
  if (quarter?.start !== start) {
    quarter = { start, offset: Date.parse(`${formatted(start, timeZone)}Z`) - start };
    quarters.set(timeZone, quarter);
  }
  return new Date(at + quarter.offset).toISOString().slice(0, 19);
}

/** `YYYY-MM-DD` in the zone. */
export const localDate = (at: number, timeZone: string): string => localDateTime(at, timeZone).slice(0, 10);

/** `YYYYMM` in the zone: the suffix of a sales database. */
export const localMonth = (at: number, timeZone: string): string => localDate(at, timeZone).slice(0, 7).replace('-', '');

/** `yyyymm` moved by a number of months, e.g. ('202601', -1) → '202512'. */
export function addMonths(month: string, by: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(4)) - 1 + by;
  return `${Math.floor(index / 12)}${String((index % 12) + 1).padStart(2, '0')}`;
}
