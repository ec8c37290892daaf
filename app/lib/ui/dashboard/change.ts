import type { Kopecks } from '$design/money/kopecks.ts';
import { formatPercent } from '../text/format.ts';

/** `+12,5 %` against the period before; `null` where there was none to compare with. */
export function changeOf(revenue: Kopecks, previous: Kopecks | null): string | null {
  if (previous === null || previous <= 0) return null;
  const percent = ((revenue - previous) / previous) * 100;
  return `${percent >= 0 ? '+' : '−'}${formatPercent(Math.abs(percent))}`;
}
