import { readEmail, readPhone, type AddressProblem } from '$design/contact/address.ts';
import type { Addresses } from '$design/contact/contact.ts';

/** What one field holds just now: an e-mail or a phone, told apart by what is typed. `problem`: not yet, or never, an address. */
export interface Entry {
  readonly kind: 'email' | 'phone' | null;
  readonly value: string | null;
  readonly suggestion: string | null;
  readonly problem: AddressProblem | null;
}

const NOTHING: Entry = { kind: null, value: null, suggestion: null, problem: null };

/** Digits and their signs alone are a phone; anything with a letter or an @ is an e-mail. */
export function readContact(text: string): Entry {
  if (text.trim() === '') return NOTHING;
  const kind = /^[\d\s()+\-.\u2010-\u2015]+$/.test(text) ? 'phone' : 'email';
  return { kind, ...(kind === 'phone' ? readPhone(text) : readEmail(text)) };
}

/** The field's content beside what was taken before; `null` where there is neither e-mail nor phone. */
export function contactWith(taken: Addresses, { kind, value }: Entry): Addresses | null {
  const email = kind === 'email' ? (value ?? taken.email) : taken.email;
  const phone = kind === 'phone' ? (value ?? taken.phone) : taken.phone;
  return email === null && phone === null ? null : { email, phone };
}
