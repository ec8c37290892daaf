import { t } from '$lib/i18n/i18n.ts';
import type { ShownZone, StockTakeModel } from '$lib/stock-take/stock-take.model.ts';
import { formatNumber, formatTime } from '../text/format.ts';

export interface ZoneDevice {
  readonly device: number;
  /** Who counts on it, how much, and when it was heard last. */
  readonly text: string;
  /** Somebody took the zone over from it. */
  readonly isTaken: boolean;
  /** Pieces that it delivered and that do not count. */
  readonly late: number;
}

/** The devices of a zone, so that everybody sees whose count is not finished and since when it is silent. */
export function whoCounts(
  { doc, count }: ShownZone,
  desk: Pick<StockTakeModel, 'device' | 'nameOf'>,
  timeZone: string | undefined,
): ZoneDevice[] {
  return Object.entries(count?.latest ?? {}).map(([name, { at, by }]) => {
    const device = Number(name);
    const pieces = formatNumber(count?.pieces[name] ?? 0);
    const word =
      device === desk.device ? t('stockTake.thisDevice', { count: pieces }) : t('stockTake.byDevice', { device, count: pieces });
    const who = desk.nameOf(by);
    return {
      device,
      text: [word, ...(who ? [who] : []), t('stockTake.lastScan', { at: formatTime(at, timeZone) })].join(' · '),
      isTaken: doc.taken?.some((one) => one.device === device) ?? false,
      late: count?.late[name] ?? 0,
    };
  });
}
