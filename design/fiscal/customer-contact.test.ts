import { expect, it } from 'vitest';
import { isReceiptContact, receiptContact, withoutContacts } from './customer-contact.ts';

it.each([
  [{ email: 'a@b.ru', phone: '+79001234567' }, 'a@b.ru'],
  [{ email: null, phone: '8 (900) 123-45-67' }, '+79001234567'],
  [{ phone: '79001234567' }, '+79001234567'],
  [{ phone: '900 123 45 67' }, '+79001234567'],
  [{ phone: '+375 29 123-45-67' }, '+375291234567'],
])('reads %o as %s, fit for tag 1008', (customer, contact) => {
  expect(receiptContact(customer)).toBe(contact);
  expect(isReceiptContact(contact)).toBe(true);
});

it('has nothing to say where the customer gave nothing', () => {
  for (const customer of [null, undefined, {}, { email: '', phone: ' ' }]) expect(receiptContact(customer)).toBeNull();
});

it.each(['a@b', 'a b@c.ru', '12345', '+7900', 'Иванова', `${'a'.repeat(62)}@b.ru`])('does not take %s', (text) =>
  expect(isReceiptContact(text)).toBe(false),
);

it('takes contacts out of printed lines and leaves the numbers of the receipt', () => {
  const paper = [
    'ЭЛ. АДР. ПОКУПАТЕЛЯ      ivan.petrov@mail.ru',
    'ТЕЛ +79001234567',
    'ФН 9999078900007778',
    'САЙТ ФНС nalog.gov.ru',
    'ФП 1234567890',
  ];
  expect(withoutContacts(paper)).toEqual(['ЭЛ. АДР. ПОКУПАТЕЛЯ      ***', 'ТЕЛ ***', ...paper.slice(2)]);
  expect(withoutContacts(withoutContacts(paper))).toEqual(withoutContacts(paper));
});
