import { isPaperCode } from '$design/orders/paper-code.ts';
import { GS } from './scan-keys.ts';

/** What a label turned out to be. `mark`: GS1 DataMatrix of marked goods. `receipt`: the QR code of a fiscal receipt. `order`: a paper of a glasses order. */
export type ScanKind = 'barcode' | 'receipt' | 'mark' | 'order' | 'text';
export interface Scan {
  readonly text: string;
  readonly kind: ScanKind;
  /** What a product is looked up by: the EAN of a marking code, else the text as read. */
  readonly code: string;
}

/** `t=…&s=…&fn=…&i=…&fp=…&n=…` (order of the FNS N ММВ-7-20/229), parameters in any order. */
const isReceipt = (text: string): boolean =>
  ['t', 's', 'fn', 'i', 'fp'].every((name) => new RegExp(`(?:^|[?&])${name}=[\\dT.]+`, 'i').test(text));

/** AIM symbology identifiers (`]d2`, `]C1`, `]E0`) that some scanners put before the label. */
const AIM = /^\](?:[A-Za-z]\d)/;

/** An EAN as shops file it: thirteen digits of a GTIN-14 that begins with 0. */
const eanOf = (gtin: string): string => (gtin.startsWith('0') ? gtin.slice(1) : gtin);

/** Names a label. GS1: application identifier 01 (GTIN) followed by 21 (serial number). */
export function readScan(raw: string): Scan {
  const text = raw.replace(AIM, '').trim();
  const gs1 = new RegExp(`^${GS}?\\(?01\\)?(\\d{14})\\(?21\\)?.`).exec(text)?.[1];
  if (gs1 !== undefined) return { text, kind: 'mark', code: eanOf(gs1) };
  if (isReceipt(text)) return { text, kind: 'receipt', code: text };
  if (isPaperCode(text)) return { text, kind: 'order', code: text.toUpperCase() };
  if (/^\d{8}$|^\d{12,14}$/.test(text)) return { text, kind: 'barcode', code: text.length === 14 ? eanOf(text) : text };
  return { text, kind: 'text', code: text };
}

/** It names no goods but a document: whoever sells leaves it to the shell, which opens its place. */
export const isElsewhere = ({ kind }: Scan): boolean => kind === 'receipt' || kind === 'order';
