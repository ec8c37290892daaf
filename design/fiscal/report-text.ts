import type { ShiftTotals } from '../documents/facts.ts';
import type { Kopecks } from '../money/kopecks.ts';

/** Characters in a line of an 80 mm roll at the usual font. */
const WIDTH = 40;

export interface ReportHead {
  readonly kind: 'X' | 'Z';
  readonly demo: boolean;
  readonly pos: string;
  readonly shift: number;
  /** `YYYY-MM-DDTHH:MM:SS`, the register's wall clock. */
  readonly datetime: string;
  readonly cashier: string;
  readonly fn: string;
  readonly registrationNumber: string;
  /** Only a Z is a fiscal document. */
  readonly document: { readonly fd: number; readonly fp: string } | null;
}

const pair = (left: string, right: string): string =>
  `${left}${' '.repeat(Math.max(1, WIDTH - left.length - right.length))}${right}`;
const centred = (text: string): string => `${' '.repeat(Math.max(0, Math.floor((WIDTH - text.length) / 2)))}${text}`;
const roubles = (kopecks: Kopecks): string => (kopecks / 100).toFixed(2).replace('.', ',');
const russianDateTime = (at: string): string => `${at.slice(8, 10)}.${at.slice(5, 7)}.${at.slice(0, 4)} ${at.slice(11, 16)}`;

/** Lines of an X or Z report for paper and screen. */
export function reportText(head: ReportHead, totals: ShiftTotals): string[] {
  const side = (title: string, s: ShiftTotals['sales']): string[] => [
    pair(`${title} (чеков: ${s.count})`, roubles(s.total)),
    pair('  наличными', roubles(s.cash)),
    pair('  картой', roubles(s.card)),
    pair('  иначе', roubles(s.other)),
  ];
  return [
    ...(head.demo ? [centred('УЧЕБНЫЙ РЕЖИМ · НЕ ФИСКАЛЬНЫЙ')] : []),
    centred(head.kind === 'X' ? 'X-ОТЧЁТ · НЕ ФИСКАЛЬНЫЙ ДОКУМЕНТ' : 'ОТЧЁТ О ЗАКРЫТИИ СМЕНЫ'),
    pair(`Касса ${head.pos}`, `Смена ${head.shift}`),
    pair(russianDateTime(head.datetime), head.cashier.slice(0, 22)),
    '-'.repeat(WIDTH),
    ...side('ПРИХОД', totals.sales),
    ...side('ВОЗВРАТ ПРИХОДА', totals.refunds),
    pair('ВНЕСЕНО', roubles(totals.cashIn)),
    pair('ВЫПЛАЧЕНО', roubles(totals.cashOut)),
    pair('НАЛИЧНЫХ В КАССЕ', roubles(totals.drawer)),
    pair('ВЫРУЧКА', roubles(totals.sales.total - totals.refunds.total)),
    '-'.repeat(WIDTH),
    pair('РН ККТ', head.registrationNumber),
    pair('ФН', head.fn),
    ...(head.document ? [pair(`ФД ${head.document.fd}`, `ФП ${head.document.fp}`)] : []),
  ];
}
