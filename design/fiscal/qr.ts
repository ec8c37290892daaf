import type { Kopecks } from '../money/kopecks.ts';

export interface QrFields {
  /** `YYYY-MM-DDTHH:MM[:SS]`, the register's wall clock. */
  readonly datetime: string;
  readonly total: Kopecks;
  readonly fn: string;
  readonly fd: number;
  readonly fp: string;
  readonly operation: 'sale' | 'refund';
}

/** Tag 1054 as the code shows it: 1 sale, 2 refund of a sale. */
const OPERATION_CODE = { sale: 1, refund: 2 } as const;

/**
 * The text of a receipt's QR code (tag 1196; order ЕД-7-20/662@ §14). Minutes, not seconds: the order's own example and ATOL write
 * minutes, and every checker reads them. `i` and `fp` carry no leading zeros, `s` always has two decimals.
 */
export function qrText(q: QrFields): string {
  const [date, time] = q.datetime.split('T') as [string, string];
  const sum = `${Math.floor(q.total / 100)}.${String(q.total % 100).padStart(2, '0')}`;
  const at = `${date.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}`;
  return `t=${at}&s=${sum}&fn=${q.fn.trimEnd()}&i=${q.fd}&fp=${q.fp.replace(/^0+(?=\d)/, '')}&n=${OPERATION_CODE[q.operation]}`;
}
