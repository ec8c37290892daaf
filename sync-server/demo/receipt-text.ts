import type { Payment, SaleLine } from '../../design/documents/facts.ts';
import { vatWithin } from '../../design/money/vat.ts';
import { DEMO_COMPANY } from './shops.ts';

const WIDTH = 40;
const roubles = (kopecks: number): string => `${Math.floor(kopecks / 100)}.${String(kopecks % 100).padStart(2, '0')}`;
const row = (left: string, right: string): string =>
  left.length + right.length < WIDTH ? left + ' '.repeat(WIDTH - left.length - right.length) + right : `${left} ${right}`;
const centre = (text: string): string => ' '.repeat(Math.max(0, (WIDTH - text.length) >> 1)) + text;

export interface ReceiptFacts {
  readonly operation: 'sale' | 'refund';
  readonly lines: readonly SaleLine[];
  readonly payments: readonly Payment[];
  readonly total: number;
  readonly cashier: string;
  readonly shift: number;
  readonly number: number;
  readonly fn: string;
  readonly fd: number;
  readonly fp: string;
  /** `YYYY-MM-DDTHH:MM:SS` */
  readonly datetime: string;
  readonly address: string;
}

/** The print lines of a receipt of the history, in the order of an ordinary register. */
export function receiptText(r: ReceiptFacts): string[] {
  const paid = (method: string): number => r.payments.reduce((sum, p) => sum + (p.method === method ? p.amount : 0), 0);
  const taxed = r.lines.filter((l) => l.vat !== 'none');
  const rate = taxed[0]?.vat;
  const exempt = r.lines.reduce((sum, l) => sum + (l.vat === 'none' ? l.amount : 0), 0);
  return [
    centre('УЧЕБНЫЙ РЕЖИМ · НЕ ФИСКАЛЬНЫЙ'),
    centre(DEMO_COMPANY.name),
    r.address,
    centre('КАССОВЫЙ ЧЕК'),
    row(r.operation === 'sale' ? 'ПРИХОД' : 'ВОЗВРАТ ПРИХОДА', `Чек ${r.number} Смена ${r.shift}`),
    ...r.lines.flatMap((l) => [
      l.name,
      row(`${l.qty} x ${roubles(l.price)}${l.discount ? ` -${roubles(l.discount)}` : ''}`, `=${roubles(l.amount)}`),
    ]),
    row('ИТОГ', `=${roubles(r.total)}`),
    ...(paid('cash') ? [row('НАЛИЧНЫМИ', `=${roubles(paid('cash'))}`)] : []),
    ...(paid('card') ? [row('БЕЗНАЛИЧНЫМИ', `=${roubles(paid('card'))}`)] : []),
    ...(rate ? [row(`В Т.Ч. НДС ${rate}%`, `=${roubles(taxed.reduce((sum, l) => sum + vatWithin(l.amount, l.vat), 0))}`)] : []),
    ...(exempt ? [row('СУММА БЕЗ НДС', `=${roubles(exempt)}`)] : []),
    row('КАССИР', r.cashier),
    row(`ИНН ${DEMO_COMPANY.inn}`, r.datetime.replace('T', ' ').slice(0, 16)),
    `ФН ${r.fn}`,
    row(`ФД ${r.fd}`, `ФП ${r.fp}`),
  ];
}
