import type { Kopecks } from '../money/kopecks.ts';

export interface QrFields {
  /** Wall clock of the register, `YYYY-MM-DDTHH:MM:SS` (tag 1012). */
  readonly at: string;
  readonly total: Kopecks;
  readonly fn: string;
  readonly fd: number;
  /** Fiscal sign in decimal, with or without leading zeros. */
  readonly fp: string;
  readonly operation: 'sale' | 'refund';
}

/** Tag 1054. */
const OPERATION = { sale: 1, refund: 2 } as const;

/**
 * What the square on the receipt says (order ЕД-7-20/662@, §14–15): minutes, roubles with two decimals and a dot, `i` and `fp` without
 * leading zeros, no address of any site. `t=20150720T1638&s=9999999.00&fn=000110000105&i=12345678&fp=123456&n=2`
 */
export function qrText({ at, total, fn, fd, fp, operation }: QrFields): string {
  const time = at.slice(0, 16).replace(/[-:]/g, '');
  const roubles = `${Math.floor(total / 100)}.${String(total % 100).padStart(2, '0')}`;
  return `t=${time}&s=${roubles}&fn=${fn.trim()}&i=${fd}&fp=${fp.replace(/^0+(?=\d)/, '')}&n=${OPERATION[operation]}`;
}

/** Which document a receipt's square names. `at`: wall clock of the register to the minute, `YYYY-MM-DDTHH:MM`. */
export interface ReceiptMark {
  readonly fn: string;
  readonly fd: number;
  readonly fp: string;
  readonly at: string | null;
}

/** Reads the square of any register's receipt: fields in any order, unknown ones passed over. `null` where it is none. */
export function parseQr(text: string): ReceiptMark | null {
  const fields = new Map(
    text
      .trim()
      .split('&')
      .map((pair) => [pair.slice(0, pair.indexOf('=')).toLowerCase(), pair.slice(pair.indexOf('=') + 1)]),
  );
  const [fn, fd, fp] = ['fn', 'i', 'fp'].map((name) => fields.get(name) ?? '') as [string, string, string];
  if (!/^\d{8,16}$/.test(fn) || !/^\d{1,10}$/.test(fd) || !/^\d{1,10}$/.test(fp)) return null;
  const at = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/.exec(fields.get('t') ?? '');
  return { fn, fd: Number(fd), fp: bareSign(fp), at: at ? `${at[1]}-${at[2]}-${at[3]}T${at[4]}:${at[5]}` : null };
}

/** A fiscal sign without leading zeros: the paper has ten digits, the square none too many. */
export const bareSign = (fp: string): string => fp.replace(/^0+(?=\d)/, '');
