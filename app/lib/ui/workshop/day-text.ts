import { daysBetween } from '$design/workshop/calendar.ts';
import { t } from '$lib/i18n/i18n.ts';
import { formatDay } from '../text/format.ts';

/** «Сегодня», «Завтра», else `24.11`. Both `YYYY-MM-DD`. */
export function dayText(day: string, today: string): string {
  const away = daysBetween(today, day);
  if (away === 0) return t('workshop.today');
  if (away === 1) return t('workshop.tomorrow');
  return formatDay(day).slice(0, 5);
}
