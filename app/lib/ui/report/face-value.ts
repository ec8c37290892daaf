import { formatCount, formatNumber } from '../text/format.ts';

/** What stands on a note or coin: `5 000`, `0,50`. `value`: kopecks. */
export const formatFace = (value: number): string =>
  value % 100 === 0 ? formatCount(value / 100) : formatNumber(value / 100, 2);
