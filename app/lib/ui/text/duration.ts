import { t } from '$lib/i18n/i18n.ts';

/** How long, in words a person reads at a glance: «12 мин», «4 ч 05 мин», «2 д 3 ч». `ms` below a minute has no number. */
export function formatDuration(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 1) return t('duration.seconds');
  if (minutes < 60) return t('duration.minutes', { m: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t('duration.hours', { h: hours, mm: String(minutes % 60).padStart(2, '0') });
  return t('duration.days', { d: Math.floor(hours / 24), h: hours % 24 });
}
