import type { FiscalResult, PaymentMethod, Receipt, SaleLine } from '../../design/documents/facts.ts';
import { formatRoubles, type Kopecks } from '../../design/money/kopecks.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import { html, type Html } from '../admin/html.ts';
import type { HeldReceipt, Seller } from './receipt-facts.ts';
import { qrPng } from './qr-png.ts';
import type { Email } from './transport.ts';

const TITLES: Readonly<Record<FiscalResult['operation'], string>> = {
  sale: 'Кассовый чек. Приход',
  refund: 'Кассовый чек. Возврат прихода',
  correction: 'Кассовый чек коррекции',
};
const PAID: Readonly<Record<PaymentMethod, string>> = {
  cash: 'Наличными',
  card: 'Безналичными',
  prepaid: 'Предварительная оплата (аванс)',
  credit: 'Последующая оплата (кредит)',
  other: 'Иная форма оплаты',
};
/** Tag 1214, said where it is not the ordinary one. */
const METHODS: Readonly<Record<string, string>> = {
  'full-prepayment': 'Предоплата 100 %',
  prepayment: 'Предоплата',
  advance: 'Аванс',
  partial: 'Частичный расчёт и кредит',
  credit: 'Передача в кредит',
  'credit-payment': 'Оплата кредита',
};
const NOTE = 'Проверить чек можно в приложении ФНС «Проверка чеков»: отсканируйте QR-код. Отвечать на письмо не нужно.';
const TRAINING = 'УЧЕБНЫЙ РЕЖИМ · НЕ ФИСКАЛЬНЫЙ';

const roubles = (sum: Kopecks): string => formatRoubles(sum);
const figure = (value: number): string => String(value).replace('.', ',');

export interface ReceiptMail {
  readonly id: string;
  readonly to: string;
  readonly receipt: HeldReceipt & { readonly result: FiscalResult };
  readonly seller: Seller;
  readonly timeZone: string;
  readonly demo: boolean;
}

interface Row {
  readonly name: string;
  readonly value: string;
}

/** `21.11.2026 12:31` of the shop's clock. */
export function moment(at: number, timeZone: string): string {
  const [day, time] = localDateTime(at, timeZone).split('T') as [string, string];
  return `${day.split('-').reverse().join('.')} ${time.slice(0, 5)}`;
}

/** Without its own words for the square, which is drawn below. */
const printedOf = ({ text, qr }: FiscalResult): string[] => {
  const lines = text.map((line) => line.trimEnd());
  const from = lines.findIndex((line) => line.trim() !== '' && qr.startsWith(line.trim()) && line.includes('='));
  if (from < 0) return lines;
  let spelled = '';
  let to = from;
  while (to < lines.length && spelled.length < qr.length) spelled += lines[to++]!.trim();
  return spelled === qr ? [...lines.slice(0, from), ...lines.slice(to)] : lines;
};

/** What a register that hands out no text is spoken for with: the fields of fiscal rules §5.2, from the documents. */
function rowsOf({ doc, result }: ReceiptMail['receipt'], seller: Seller): Row[] {
  const payments = (doc?.payments ?? []).filter(({ amount }) => amount > 0);
  return [
    ...payments.map(({ method, amount }) => ({ name: PAID[method], value: roubles(amount) })),
    ...(doc ? [{ name: 'Кассир', value: doc.cashier.name }] : []),
    { name: 'Продавец', value: `${seller.company}, ИНН ${seller.inn}` },
    { name: 'Адрес', value: seller.address },
    { name: 'Смена', value: String(result.shift.number) },
    { name: 'Чек за смену', value: String(result.number) },
  ];
}
const marksOf = ({ fn, fd, fp }: FiscalResult): Row[] => [
  { name: 'ФН', value: fn },
  { name: 'ФД', value: String(fd) },
  { name: 'ФПД', value: fp },
];

const lineText = (line: SaleLine): string => {
  const method = METHODS[line.method];
  const discount = line.discount > 0 ? `, скидка ${roubles(line.discount)}` : '';
  const vat = line.vat === 'none' ? 'без НДС' : `НДС ${line.vat} %`;
  return `${figure(line.qty)} × ${roubles(line.price)}${discount} = ${roubles(line.amount)}, ${vat}${method ? `, ${method}` : ''}`;
};
const linesOf = (doc: Receipt | null): readonly SaleLine[] => doc?.lines ?? [];

function plainText({ receipt, seller, timeZone, demo }: ReceiptMail): string {
  const { result, doc } = receipt;
  const printed = printedOf(result);
  const body =
    printed.length > 0
      ? printed
      : [
          ...linesOf(doc).flatMap((line) => [line.name, `  ${lineText(line)}`]),
          '',
          ...rowsOf(receipt, seller).map(({ name, value }) => `${name}: ${value}`),
        ];
  return [
    ...(demo ? [TRAINING, ''] : []),
    seller.shop,
    `${TITLES[result.operation]}, ${moment(result.at, timeZone)}`,
    `Итого: ${roubles(result.total)}`,
    '',
    ...body,
    '',
    ...marksOf(result).map(({ name, value }) => `${name}: ${value}`),
    `QR: ${result.qr}`,
    '',
    NOTE,
    '',
  ].join('\n');
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif";
const MONO = "font-family:'DejaVu Sans Mono',Menlo,Consolas,'Courier New',monospace";
const rowsHtml = (rows: readonly Row[]): Html =>
  html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse">
    ${rows.map(
      ({ name, value }) =>
        html`<tr>
          <td style="padding:3px 12px 3px 0;color:#5f5a52">${name}</td>
          <td style="padding:3px 0;text-align:right">${value}</td>
        </tr>`,
    )}
  </table>`;

function bodyHtml({ receipt, seller }: ReceiptMail): Html {
  const printed = printedOf(receipt.result);
  if (printed.length > 0) {
    return html`<pre
      style="${MONO};font-size:12px;line-height:17px;margin:0;white-space:pre-wrap;word-break:break-word;color:#22201d"
    >
${printed.join('\n')}</pre>`;
  }
  const items = linesOf(receipt.doc).map(
    (line) =>
      html`<tr>
        <td style="padding:6px 0;border-bottom:1px solid #e4dfd7">
          <b>${line.name}</b><br /><span style="color:#5f5a52">${lineText(line)}</span>
        </td>
      </tr>`,
  );
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse">
      ${items}
    </table>
    <div style="height:12px"></div>
    ${rowsHtml(rowsOf(receipt, seller))}`;
}

function htmlText(mail: ReceiptMail): string {
  const { receipt, seller, timeZone, demo } = mail;
  const { result } = receipt;
  return html`<!doctype html>
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>${TITLES[result.operation]}</title>
      </head>
      <body style="margin:0;padding:16px;background:#f4f1ec;${FONT};font-size:16px;line-height:24px;color:#22201d">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
          <tr>
            <td align="center">
              <table
                role="presentation"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                style="max-width:440px;background:#ffffff;border:1px solid #e4dfd7;border-radius:8px"
              >
                ${
                  demo
                    ? html`<tr>
                        <td style="background:#f0d68a;color:#3d2c00;font-weight:700;text-align:center;padding:6px">
                          ${TRAINING}
                        </td>
                      </tr>`
                    : null
                }
                <tr>
                  <td style="padding:24px 24px 8px">
                    <div style="font-weight:700;font-size:18px">${seller.shop}</div>
                    <div style="color:#5f5a52">${TITLES[result.operation]}, ${moment(result.at, timeZone)}</div>
                    <div style="font-size:30px;line-height:40px;font-weight:700;margin-top:8px">${roubles(result.total)}</div>
                  </td>
                </tr>
                <tr>
                  <td style="padding:8px 24px">${bodyHtml(mail)}</td>
                </tr>
                <tr>
                  <td align="center" style="padding:16px 24px 8px">
                    <img
                      src="cid:qr"
                      width="180"
                      height="180"
                      alt="QR-код чека: ${result.qr}"
                      style="display:block;width:180px;height:180px"
                    />
                  </td>
                </tr>
                <tr>
                  <td style="padding:8px 24px;font-size:14px;line-height:20px">${rowsHtml(marksOf(result))}</td>
                </tr>
                <tr>
                  <td style="padding:8px 24px 24px;color:#5f5a52;font-size:14px;line-height:20px">${NOTE}</td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>`.text;
}

/** The receipt as a letter: all that the paper says, in Russian; nothing in it is fetched from anywhere. */
export function receiptEmail(mail: ReceiptMail): Email {
  const { id, to, receipt, seller, timeZone, demo } = mail;
  const { result } = receipt;
  const what = result.operation === 'refund' ? 'Возврат' : result.operation === 'correction' ? 'Чек коррекции' : 'Чек';
  return {
    id,
    to,
    fromName: seller.shop,
    subject: `${demo ? '[учебный] ' : ''}${what} на ${roubles(result.total)}, ${moment(result.at, timeZone)}, ${seller.shop}`,
    text: plainText(mail),
    html: htmlText(mail),
    qr: qrPng(result.qr),
    at: result.at,
  };
}
