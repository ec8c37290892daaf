import { localDateTime } from '../../../design/time/local-time.ts';
import type { VatRate } from '../../../design/money/vat.ts';
import type { CorrectionBasis } from '../../../design/fiscal/fiscal-receipt.ts';
import { METHOD_WORDS } from '../../../design/fiscal/settlement-method.ts';
import { qrText } from '../../../design/fiscal/qr.ts';
import type { Cashier, DriveDocument, FiscalItem, FiscalReceipt } from '../../register/register.ts';
import type { DriveState, PaymentTotals } from './drive.ts';
import { centred, pair, rule, sum, wrapped } from './paper-line.ts';

/** Whose register it says it is, and in which zone its clock runs. */
export interface Letterhead {
  readonly user: string;
  readonly address: string;
  readonly timeZone: string;
}

/** Every slip of the emulator says so: it must never pass for a fiscal document. */
export const TRAINING_MARK = 'УЧЕБНЫЙ РЕЖИМ · НЕ ФИСКАЛЬНЫЙ';

const head = ({ user, address }: Letterhead, inn: string): string[] => [
  centred(TRAINING_MARK),
  ...wrapped(user).map(centred),
  ...wrapped(address).map(centred),
  centred(`ИНН ${inn}`),
];

/** `21.11.2026 10:07`. */
function printedTime(at: number, timeZone: string): string {
  const local = localDateTime(at, timeZone);
  return `${local.slice(8, 10)}.${local.slice(5, 7)}.${local.slice(0, 4)} ${local.slice(11, 16)}`;
}

const foot = (document: DriveDocument, { registrationNumber, serial }: DriveState, timeZone: string): string[] => [
  rule,
  ...pair(printedTime(document.at, timeZone), `СМЕНА ${document.shift}`),
  ...pair(`РН ККТ ${registrationNumber}`, `ЗН ${serial.slice(-10)}`),
  ...pair(`ФН ${document.fn}`, `ФД ${document.fd}`),
  ...pair('САЙТ ФНС nalog.gov.ru', `ФП ${document.fp}`),
];

const vatText = (rate: VatRate): string => (rate === 'none' ? 'БЕЗ НДС' : `НДС ${rate}%`);

function itemLines(item: FiscalItem): string[] {
  const discount = Math.round(item.price * item.qty) - item.amount;
  const method = METHOD_WORDS[item.method];
  return [
    ...wrapped(item.name),
    ...pair(`  ${sum(item.price)} x ${item.qty}`, `=${sum(item.amount)}`),
    ...(discount > 0 ? pair('  В Т.Ч. СКИДКА', sum(discount)) : []),
    `  ${vatText(item.vat)}${method ? ` · ${method}` : ''}${item.markCode ? ' [М]' : ''}`,
  ];
}

const vatLines = (sums: FiscalReceipt['vat']): string[] =>
  sums.flatMap(({ rate, sum: tax }) => {
    if (rate === 'none') return pair('СУММА БЕЗ НДС', `=${sum(tax)}`);
    return pair(rate === '0' ? 'СУММА С НДС 0%' : `СУММА НДС ${rate}%`, `=${sum(tax)}`);
  });

const BASIS_WORDS = { self: 'САМОСТОЯТЕЛЬНО', instruction: 'ПО ПРЕДПИСАНИЮ' } as const;

/** Tags 1173, 1178, 1179, 1192. */
function correctionLines({ type, date, number, originalFp }: CorrectionBasis): string[] {
  return [
    ...pair('ТИП КОРРЕКЦИИ', BASIS_WORDS[type]),
    ...pair('ДАТА КОРРЕКТИРУЕМОГО РАСЧЕТА', `${date.slice(8)}.${date.slice(5, 7)}.${date.slice(0, 4)}`),
    ...(number === null ? [] : pair('N ПРЕДПИСАНИЯ', number)),
    ...(originalFp === null ? [] : pair('ДОП. РЕКВИЗИТ ЧЕКА', originalFp)),
  ];
}

function changeLines({ tendered, payments }: FiscalReceipt): string[] {
  if (tendered === null || tendered <= payments.cash) return [];
  return [...pair('ПОЛУЧЕНО', `=${sum(tendered)}`), ...pair('СДАЧА', `=${sum(tendered - payments.cash)}`)];
}

const PAYMENTS = [
  ['cash', 'НАЛИЧНЫМИ'],
  ['card', 'БЕЗНАЛИЧНЫМИ'],
  ['prepaid', 'ПРЕДВАРИТЕЛЬНАЯ ОПЛАТА (АВАНС)'],
  ['credit', 'ПОСЛЕДУЮЩАЯ ОПЛАТА (КРЕДИТ)'],
  ['other', 'ИНАЯ ФОРМА ОПЛАТЫ'],
] as const;

export interface PrintedReceipt {
  readonly qr: string;
  readonly text: readonly string[];
}

/** The paper of a receipt with what the law wants on it (fiscal format, tags printed always), 48 columns at most. */
export function receiptText(
  receipt: FiscalReceipt,
  document: DriveDocument,
  state: DriveState,
  letterhead: Letterhead,
): PrintedReceipt {
  const { operation, total } = receipt;
  const at = localDateTime(document.at, letterhead.timeZone);
  const qr = qrText({ at, total, fn: document.fn, fd: document.fd, fp: document.fp, operation });
  const text = [
    ...head(letterhead, state.inn),
    centred(receipt.correction ? 'КАССОВЫЙ ЧЕК КОРРЕКЦИИ' : 'КАССОВЫЙ ЧЕК'),
    ...pair(operation === 'sale' ? 'ПРИХОД' : 'ВОЗВРАТ ПРИХОДА', `ЧЕК ${document.number}`),
    ...wrapped(`КАССИР ${receipt.cashier.name}`),
    ...(receipt.cashier.inn ? [`ИНН КАССИРА ${receipt.cashier.inn}`] : []),
    ...(receipt.correction ? correctionLines(receipt.correction) : []),
    rule,
    ...receipt.items.flatMap(itemLines),
    rule,
    ...pair('ИТОГ', `=${sum(total)}`),
    ...PAYMENTS.flatMap(([kind, label]) => (receipt.payments[kind] > 0 ? pair(label, `=${sum(receipt.payments[kind])}`) : [])),
    ...changeLines(receipt),
    ...vatLines(receipt.vat),
    ...(receipt.customer ? pair('ЭЛ. АДР. ПОКУПАТЕЛЯ', receipt.customer) : []),
    ...foot(document, state, letterhead.timeZone),
    ...wrapped(qr),
    centred(TRAINING_MARK),
  ];
  return { qr, text };
}

const REPORT_TITLE = {
  registration: 'ОТЧЁТ О РЕГИСТРАЦИИ',
  'shift-open': 'ОТЧЁТ ОБ ОТКРЫТИИ СМЕНЫ',
  'shift-close': 'ОТЧЁТ О ЗАКРЫТИИ СМЕНЫ',
} as const;

const totalsLines = (title: string, totals: PaymentTotals): string[] => [
  ...pair(title, String(totals.count)),
  ...pair('  НАЛИЧНЫМИ', `=${sum(totals.cash)}`),
  ...pair('  БЕЗНАЛИЧНЫМИ', `=${sum(totals.card)}`),
  ...pair('  ИНОЕ', `=${sum(totals.prepaid + totals.credit + totals.other)}`),
];

/** The paper of a report: registration, shift opened, shift closed with its totals. */
export function reportText(
  document: DriveDocument & { readonly type: keyof typeof REPORT_TITLE },
  cashier: Cashier | null,
  state: DriveState,
  letterhead: Letterhead,
): string[] {
  const { shift, unsent, cash } = state;
  const closing = [
    ...totalsLines('ПРИХОД', shift.sales),
    ...totalsLines('ВОЗВРАТ ПРИХОДА', shift.refunds),
    ...pair('НАЛИЧНЫХ В КАССЕ', `=${sum(cash)}`),
    ...pair('НЕПЕРЕДАННЫХ ФД', String(unsent.count)),
  ];
  return [
    ...head(letterhead, state.inn),
    centred(REPORT_TITLE[document.type]),
    ...(cashier ? wrapped(`КАССИР ${cashier.name}`) : []),
    ...(document.type === 'shift-close' ? closing : []),
    ...foot(document, state, letterhead.timeZone),
    centred(TRAINING_MARK),
  ];
}
