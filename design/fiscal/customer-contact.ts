/** Tag 1008 holds 64 characters. */
const LIMIT = 64;
const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}$/;
const PHONE = /^\+\d{10,15}$/;

export interface CustomerContact {
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

/** `8 (900) 123-45-67`, as people say it in Russia, is `+79001234567`. Anything else keeps its digits. */
function internationalPhone(text: string): string {
  const digits = text.replace(/[\s()\-.]/g, '');
  if (/^8\d{10}$/.test(digits)) return `+7${digits.slice(1)}`;
  if (/^7\d{10}$/.test(digits)) return `+${digits}`;
  return /^9\d{9}$/.test(digits) ? `+7${digits}` : digits;
}

/** What goes into tag 1008: the e-mail, else the phone; `null` where the customer asked for no electronic receipt. */
export function receiptContact(customer: CustomerContact | null | undefined): string | null {
  const email = customer?.email?.trim();
  if (email) return email;
  const phone = customer?.phone?.trim();
  return phone ? internationalPhone(phone) : null;
}

/** `+7…` or an e-mail, 64 characters at most (order ЕД-7-20/662@, tag 1008). */
export const isReceiptContact = (text: string): boolean => text.length <= LIMIT && (EMAIL.test(text) || PHONE.test(text));

const CONTACTS = /[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]{2,}|\+\d{10,15}/g;
export const MASKED_CONTACT = '***';

/**
 * The lines of a receipt without anybody's e-mail or phone: for documents that live longer than a contact may (a replicated fiscal result
 * cannot be changed any more). Numbers of drive, document and register bear no `+` and stay.
 */
export const withoutContacts = (lines: readonly string[]): string[] =>
  lines.map((line) => (line.includes('@') || line.includes('+') ? line.replace(CONTACTS, MASKED_CONTACT) : line));
