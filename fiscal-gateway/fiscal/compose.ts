import { hash } from 'node:crypto';
import type { FiscalResult, Receipt } from '../../design/documents/facts.ts';
import { resultIdOf } from '../../design/databases.ts';
import { withoutContacts } from '../../design/fiscal/customer-contact.ts';
import { qrText } from '../../design/fiscal/qr.ts';
import { revisionOf } from '../../design/fiscal/revision.ts';
import type { FiscalDoc } from '../../design/fiscal/wire.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import type { DriveDocument } from '../register/register.ts';

const md5 = (text: string): string => hash('md5', text, 'hex');
export const revised = <T extends object>(document: T): T & { _rev: string } => ({
  ...document,
  _rev: revisionOf(document, md5),
});

/** A number of the drive within the four base-36 digits of a stamp's counter. */
export const counterOf = (n: number): number => n % 36 ** 4;

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

/**
 * The replicated document of a registered receipt. It lies in its sale's month, so it carries its sale's shift (design §4). It can never
 * be changed, so the customer's contact, which must be erasable, is not in its text.
 */
export function composeResult(
  sale: Receipt,
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
    ...(sale.type === 'correction' && { direction: sale.operation }),
    total: document.total ?? sale.total,
    fn: document.fn,
    fd: document.fd,
    fp: document.fp,
    shift: sale.shift,
    number: document.number,
    at: document.at,
    qr: fiscal.qr,
    text: withoutContacts(fiscal.text),
  });
}
