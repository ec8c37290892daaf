import type { FiscalResult } from '../documents/facts.ts';
import { formatRoubles } from '../money/kopecks.ts';
import { localDateTime } from '../time/local-time.ts';

/** Two parts of a text message in Cyrillic (67 signs each). */
export const SMS_MOST = 134;

const KINDS = { sale: 'Чек', refund: 'Возврат', correction: 'Чек коррекции' } as const;

/**
 * The receipt as a text message: what the tax service's application needs to check it (order ЕД-7-20/662@, table 45), and no link: people
 * are taught not to press on them. The shop's name is cut where both parts would not hold it.
 */
export function receiptSms(
  result: Pick<FiscalResult, 'operation' | 'total' | 'at' | 'fn' | 'fd' | 'fp'>,
  shop: string,
  timeZone: string,
): string {
  const [day, time] = localDateTime(result.at, timeZone).split('T') as [string, string];
  const date = `${day.split('-').reverse().join('.')} ${time.slice(0, 5)}`;
  const sum = formatRoubles(result.total).replaceAll('\u202f', '\u0020').replace(/\s?₽/, ' р.');
  const rest = `${KINDS[result.operation]} ${sum} ${date} ФН ${result.fn} ФД ${result.fd} ФПД ${result.fp}`;
  const name = shop.trim().slice(0, Math.max(0, SMS_MOST - rest.length - 2));
  return name === '' ? rest : `${name}. ${rest}`;
}
