import { isReceiptContact } from '../fiscal/customer-contact.ts';
import { isOneSlipAway } from '../search/slip.ts';

/**
 * What a cashier typed for an electronic receipt. `problem` names what is wrong; `suggestion` is what was probably meant (a slip of one
 * letter in a well-known domain, the other keyboard layout): offered, never taken by itself.
 */
export type AddressReading =
  | { readonly value: string; readonly suggestion: string | null; readonly problem: null }
  | { readonly value: null; readonly suggestion: string | null; readonly problem: AddressProblem };
export type AddressProblem = 'email-shape' | 'email-letters' | 'phone-shape' | 'too-long';

const DOMAINS = [
  'mail.ru',
  'yandex.ru',
  'ya.ru',
  'gmail.com',
  'bk.ru',
  'inbox.ru',
  'list.ru',
  'rambler.ru',
  'icloud.com',
  'outlook.com',
] as const;
/** Tag 1008. */
const MOST = 64;

const CYRILLIC_KEYS = 'ёйцукенгшщзхъфывапролджэячсмитьбю';
const LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
/** `"` stands where a Latin layout has `@`; a dot is `ю`. */
const LAYOUT = new Map([...[...CYRILLIC_KEYS].map((key, i) => [key, LATIN_KEYS[i]!] as const), ['"', '@'] as const]);
const otherLayout = (text: string): string => [...text].map((sign) => LAYOUT.get(sign) ?? sign).join('');

/** An e-mail as mailboxes have it: ASCII only, the domain in lower case. Surrounding blanks and `mailto:` are passed over. */
export function readEmail(text: string): AddressReading {
  const typed = text.trim().replace(/^mailto:/i, '');
  if (/[^\x21-\x7e]/.test(typed)) {
    const meant = otherLayout(typed.toLowerCase());
    return { value: null, suggestion: isEmail(meant) ? meant : null, problem: 'email-letters' };
  }
  const at = typed.lastIndexOf('@');
  const value = at < 0 ? typed : `${typed.slice(0, at)}@${typed.slice(at + 1).toLowerCase()}`;
  if (value.length > MOST) return { value: null, suggestion: null, problem: 'too-long' };
  if (!isEmail(value)) return { value: null, suggestion: null, problem: 'email-shape' };
  return { value, suggestion: nearDomain(value), problem: null };
}

const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const EMAIL = new RegExp(
  `^[A-Za-z0-9!#$%&'*+/=?^_\`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_\`{|}~-]+)*@(?:${LABEL}\\.)+[a-zA-Z][a-zA-Z0-9-]+$`,
);
const isEmail = (text: string): boolean => EMAIL.test(text) && isReceiptContact(text);

function nearDomain(email: string): string | null {
  const at = email.lastIndexOf('@') + 1;
  const domain = email.slice(at);
  if ((DOMAINS as readonly string[]).includes(domain)) return null;
  const near = DOMAINS.find((known) => isOneSlipAway(domain, known));
  return near ? email.slice(0, at) + near : null;
}

/** A phone as tag 1008 wants it: `+7` and ten digits for Russia however it was said, `+` and 10–15 digits for anybody else. */
export function readPhone(text: string): AddressReading {
  const typed = text.trim();
  const digits = typed.replace(/[\s()\-.\u2010-\u2015\u00a0]/g, '');
  const wrong: AddressReading = { value: null, suggestion: null, problem: 'phone-shape' };
  if (!/^\+?\d+$/.test(digits)) return wrong;
  if (digits.startsWith('+') && !digits.startsWith('+7')) return /^\+[1-9]\d{9,14}$/.test(digits) ? found(digits) : wrong;
  const own = digits.startsWith('+7') ? digits.slice(2) : /^[78]\d{10}$/.test(digits) ? digits.slice(1) : digits;
  // Ten digits alone are a mobile, or a number of eleven that lost one. Codes of the plan begin with 3, 4, 8 (places, services), 9 (mobiles); 6 and 7 are Kazakhstan's.
  return (own === digits ? /^9\d{9}$/ : /^[346-9]\d{9}$/).test(own) ? found(`+7${own}`) : wrong;
}
const found = (value: string): AddressReading => ({ value, suggestion: null, problem: null });

/** Can an SMS reach it? A Russian fixed line cannot be reached. @param phone as `readPhone` gives it */
export const isMobile = (phone: string): boolean => !phone.startsWith('+7') || phone.startsWith('+79') || /^\+77/.test(phone);

/** `+7 900 123-45-67`, for the screen. */
export function shownPhone(phone: string): string {
  const parts = /^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/.exec(phone);
  return parts ? `+7 ${parts[1]} ${parts[2]}-${parts[3]}-${parts[4]}` : phone;
}

/** For logs and lists where a person must be told apart and not known: `i***@mail.ru`, `+7***67`. */
export function maskedAddress(address: string): string {
  const at = address.indexOf('@');
  return at < 0 ? `${address.slice(0, 2)}***${address.slice(-2)}` : `${address.slice(0, 1)}***${address.slice(at)}`;
}
