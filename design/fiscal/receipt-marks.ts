import type { FiscalResult } from '../documents/facts.ts';

/**
 * How the chain is asked for a receipt whose result is known. `day` narrows the search to the months around it, so the day of Greenwich is
 * near enough whatever the shop's zone.
 */
export const receiptMarks = ({ fn, fd, fp, at }: Pick<FiscalResult, 'fn' | 'fd' | 'fp' | 'at'>) => ({
  ...{ fn, fd, fp },
  day: new Date(at).toISOString().slice(0, 10),
});
