import { localDateTime } from '../../../design/time/local-time.ts';
import { vatWithin } from '../../../design/money/vat.ts';
import type { VatRate } from '../../../design/money/vat.ts';
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
  return [
    ...wrapped(item.name),
    ...pair(`  ${sum(item.price)} x ${item.qty}`, `=${sum(item.amount)}`),
    ...(discount > 0 ? pair('  В Т.Ч. СКИДКА', sum(discount)) : []),
    `  ${vatText(item.vat)}${item.method === 'full' ? '' : ` · ${item.method}`}${item.markCode ? ' [М]' : ''}`,
  ];
}

/** VAT by rate over the lines, as the receipt sums it. */
function vatLines(items: readonly FiscalItem[]): string[] {
  const amounts = new Map<VatRate, number>();
  for (const { vat, amount } of items) amounts.set(vat, (amounts.get(vat) ?? 0) + amount);
  return [...amounts].flatMap(([rate, amount]) =>
    rate === 'none' ? pair('СУММА БЕЗ НДС', `=${sum(amount)}`) : pair(`СУММА НДС ${rate}%`, `=${sum(vatWithin(amount, rate))}`),
  );
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
    centred('КАССОВЫЙ ЧЕК'),
    ...pair(operation === 'sale' ? 'ПРИХОД' : 'ВОЗВРАТ ПРИХОДА', `ЧЕК ${document.number}`),
    ...wrapped(`КАССИР ${receipt.cashier.name}`),
    ...(receipt.cashier.inn ? [`ИНН КАССИРА ${receipt.cashier.inn}`] : []),
    rule,
    ...receipt.items.flatMap(itemLines),
    rule,
    ...pair('ИТОГ', `=${sum(total)}`),
    ...PAYMENTS.flatMap(([kind, label]) => (receipt.payments[kind] > 0 ? pair(label, `=${sum(receipt.payments[kind])}`) : [])),
    ...vatLines(receipt.items),
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
