import { createHash } from 'node:crypto';
import type {
  CashMovement,
  FiscalResult,
  Refund,
  Sale,
  ShiftEvent,
  ShiftRef,
  ShiftTotals,
} from '../../design/documents/facts.ts';
import { resultIdOf } from '../../design/databases.ts';
import { fiscalParts } from '../../design/fiscal/receipt-lines.ts';
import type { ReceiptContent } from '../../design/fiscal/receipt-lines.ts';
import { qrText } from '../../design/fiscal/qr.ts';
import { revisionOf } from '../../design/fiscal/revision.ts';
import type { FiscalDoc } from '../../design/fiscal/wire.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import type { Cashier, DriveDocument, FiscalReceipt } from '../register/register.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const revised = <T extends object>(document: T): T & { _rev: string } => ({ ...document, _rev: revisionOf(document, md5) });

/** A number of the drive within the four base-36 digits of a stamp's counter. */
const counterOf = (n: number): number => n % 36 ** 4;

/** What the register prints; a line whose discount does not divide by its pieces becomes two. */
export function fiscalReceipt(
  ourId: string,
  operation: 'sale' | 'refund',
  content: ReceiptContent,
  cashier: Cashier,
  customer: string | null,
): FiscalReceipt {
  return {
    ourId,
    operation,
    cashier,
    items: content.lines.flatMap(({ name, vat, subject, method, markCode, ...line }) =>
      fiscalParts(line).map(({ qty, price, amount }) => ({ name, qty, price, amount, vat, subject, method, markCode })),
    ),
    payments: content.payments,
    total: content.total,
    customer,
  };
}

/** The answer's `fiscal_doc`. `printed` holds what the register handed out; what it cannot render any more is left to the numbers. */
export function fiscalDocOf(
  document: DriveDocument,
  timeZone: string,
  printed: { readonly qr?: string | null; readonly text?: readonly string[] },
): FiscalDoc {
  const { fn, fd, fp, shift, number, at, total, operation } = document;
  const datetime = localDateTime(at, timeZone);
  const qr = printed.qr ?? qrText({ at: datetime, total: total ?? 0, fn, fd, fp, operation: operation ?? 'sale' });
  return { fn, fd, fp, shift, number, datetime, qr, text: [...(printed.text ?? [])] };
}

/** The replicated document of a registered receipt. It lies in its sale's month, so it carries its sale's shift (design §4). */
export function composeResult(
  sale: Sale | Refund,
  receipt: string,
  operation: FiscalResult['operation'],
  document: DriveDocument,
  fiscal: FiscalDoc,
): FiscalResult {
  return revised({
    _id: resultIdOf(sale._id),
    type: 'fiscal-result',
    schema: 1,
    hlc: sale.hlc,
    by: sale.by,
    pos: sale.pos,
    store: sale.store,
    sale: sale._id,
    key: sale.key,
    receipt,
    operation,
    total: document.total ?? sale.total,
    fn: document.fn,
    fd: document.fd,
    fp: document.fp,
    shift: sale.shift,
    number: document.number,
    at: document.at,
    qr: fiscal.qr,
    text: fiscal.text,
  });
}

export function composeShiftEvent(
  place: { store: string; pos: string },
  event: ShiftEvent['event'],
  document: DriveDocument,
  shift: ShiftRef,
  cashier: string,
  totals: ShiftTotals | null,
): ShiftEvent {
  const { fn, fd, fp, at } = document;
  return revised({
    _id: `shift-event:${fn}-${fd}`,
    type: 'shift-event',
    schema: 1,
    hlc: formatHlc({ wall: at, counter: counterOf(fd), device: 0 }),
    by: null,
    pos: place.pos,
    store: place.store,
    event,
    shift,
    fn,
    fd,
    fp,
    at,
    cashier,
    totals,
  });
}

export function composeCashMovement(
  place: { store: string; pos: string },
  movement: { id: string; number: number; direction: 'in' | 'out'; amount: number; reason: string; cashier: string; at: number },
  shift: ShiftRef,
): CashMovement {
  const { id, number, at, ...rest } = movement;
  return revised({
    _id: `cash-movement:${id}`,
    type: 'cash-movement',
    schema: 1,
    hlc: formatHlc({ wall: at, counter: counterOf(number), device: 0 }),
    by: null,
    pos: place.pos,
    store: place.store,
    shift,
    at,
    ...rest,
  });
}
