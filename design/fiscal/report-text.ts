import type { CashCount, ShiftTotals } from '../documents/facts.ts';
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
  /** `null` where only the documents of the shift are known. */
  readonly registrationNumber: string | null;
  /** Only a Z that the register closed is a fiscal document. */
  readonly document: { readonly fd: number; readonly fp: string } | null;
  /** Made while the operator was out of reach. */
  readonly offline?: boolean;
  readonly cash?: CashCount | null;
  /** Receipts of the shift that are not settled. */
  readonly left?: number;
  /** Role and reason of whoever signed for an exception; no name on paper that hangs around. */
  readonly signed?: { readonly role: 'manager' | 'administrator'; readonly reason: string } | null;
}

const pair = (left: string, right: string): string =>
  `${left}${' '.repeat(Math.max(1, WIDTH - left.length - right.length))}${right}`;
const centred = (text: string): string => `${' '.repeat(Math.max(0, Math.floor((WIDTH - text.length) / 2)))}${text}`;
const roubles = (kopecks: Kopecks): string => (kopecks / 100).toFixed(2).replace('.', ',');
const russianDateTime = (at: string): string => `${at.slice(8, 10)}.${at.slice(5, 7)}.${at.slice(0, 4)} ${at.slice(11, 16)}`;
const rule = '-'.repeat(WIDTH);

/** Words of a sentence in lines of the roll; a longer word is cut. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).map((each) => each.slice(0, WIDTH))) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const TITLES = {
  X: 'X-ОТЧЁТ · НЕ ФИСКАЛЬНЫЙ ДОКУМЕНТ',
  Z: 'ОТЧЁТ О ЗАКРЫТИИ СМЕНЫ',
  books: 'СМЕНА ЗАКРЫТА БЕЗ ОТЧЁТА АППАРАТА',
} as const;
const ROLES = { manager: 'старший смены', administrator: 'администратор' } as const;

function sideLines(title: string, side: ShiftTotals['sales']): string[] {
  const { prepaid = 0, credit = 0 } = side;
  return [
    pair(`${title} (чеков: ${side.count})`, roubles(side.total)),
    pair('  наличными', roubles(side.cash)),
    pair('  картой', roubles(side.card)),
    ...(prepaid > 0 ? [pair('  зачтён аванс', roubles(prepaid))] : []),
    ...(credit > 0 ? [pair('  в кредит', roubles(credit))] : []),
    pair('  иначе', roubles(side.other - prepaid - credit)),
  ];
}

function vatLines(vat: ShiftTotals['vat']): string[] {
  return (vat ?? []).map(({ rate, sales, refunds }) =>
    rate === 'none'
      ? pair('БЕЗ НДС', roubles(sales.turnover - refunds.turnover))
      : pair(`НДС ${rate}%`, roubles(sales.vat - refunds.vat)),
  );
}

/** «5 000 × 2»: what the drawer was counted from, the largest first. */
function sheetLines(sheet: CashCount['sheet']): string[] {
  const values = Object.keys(sheet ?? {}).map(Number);
  return values
    .sort((a, b) => b - a)
    .map((value) =>
      pair(`  ${(value / 100).toString().replace('.', ',')} x ${sheet?.[value]}`, roubles(value * (sheet?.[value] ?? 0))),
    );
}

function cashLines({ expected, counted, difference, reason, collected, sheet }: CashCount): string[] {
  return [
    ...sheetLines(sheet),
    pair('ДОЛЖНО БЫТЬ', roubles(expected)),
    pair('ПОСЧИТАНО', roubles(counted)),
    ...(difference === 0 ? [] : [pair(difference > 0 ? 'ИЗЛИШЕК' : 'НЕДОСТАЧА', roubles(Math.abs(difference)))]),
    ...(difference === 0 || reason === null ? [] : wrapped(`Причина: ${reason}`)),
    ...(collected === 0 ? [] : [pair('ИНКАССАЦИЯ', roubles(collected)), pair('ОСТАЛОСЬ', roubles(counted - collected))]),
  ];
}

/** Lines of an X or Z report for paper and screen. */
export function reportText(head: ReportHead, totals: ShiftTotals): string[] {
  const { kind, document, cash = null, left = 0, signed = null, offline = false } = head;
  const corrections = totals.corrections ?? 0;
  return [
    ...(head.demo ? [centred('УЧЕБНЫЙ РЕЖИМ · НЕ ФИСКАЛЬНЫЙ')] : []),
    centred(TITLES[kind === 'Z' && document === null ? 'books' : kind]),
    pair(`Касса ${head.pos}`, `Смена ${head.shift}`),
    pair(russianDateTime(head.datetime), head.cashier.slice(0, 22)),
    rule,
    ...sideLines('ПРИХОД', totals.sales),
    ...sideLines('ВОЗВРАТ ПРИХОДА', totals.refunds),
    ...(corrections > 0 ? [pair('В ТОМ ЧИСЛЕ КОРРЕКЦИЙ', String(corrections))] : []),
    ...vatLines(totals.vat),
    pair('ВНЕСЕНО', roubles(totals.cashIn)),
    pair('ВЫПЛАЧЕНО', roubles(totals.cashOut)),
    pair('НАЛИЧНЫХ В КАССЕ', roubles(totals.drawer)),
    ...(cash === null ? [] : cashLines(cash)),
    pair('ВЫРУЧКА', roubles(totals.sales.total - totals.refunds.total)),
    ...(left > 0 ? [pair('НЕОКОНЧЕННЫХ ЧЕКОВ', String(left))] : []),
    ...(signed === null ? [] : wrapped(`Решение: ${ROLES[signed.role]}. ${signed.reason}`)),
    rule,
    ...(offline ? [centred('БЕЗ СВЯЗИ С ОПЕРАТОРОМ')] : []),
    ...(head.registrationNumber === null ? [] : [pair('РН ККТ', head.registrationNumber)]),
    pair('ФН', head.fn),
    ...(document ? [pair(`ФД ${document.fd}`, `ФП ${document.fp}`)] : []),
  ];
}
