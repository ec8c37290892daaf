import { readPhone, shownPhone } from '$design/contact/address.ts';
import type { Client } from '$design/documents/people.ts';
import { t } from '$lib/i18n/i18n.ts';
import { formatDay } from '../text/format.ts';

/** `+7 900 123-45-67`, however it was written; a word where there is none. */
export const phoneText = (phone: string | null): string =>
  phone === null ? t('clients.noPhone') : shownPhone(readPhone(phone).value ?? phone);

/** Full years on `today` (`YYYY-MM-DD` both). */
export function yearsOn(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** What tells two people of one name apart. */
export function detailText({ phone, birth }: Pick<Client, 'phone' | 'birth'>): string {
  const born = birth ? ` · ${t('clients.born', { day: formatDay(birth) })}` : '';
  return phoneText(phone) + born;
}
