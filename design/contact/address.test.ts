import { describe, expect, it } from 'vitest';
import { isMobile, maskedAddress, readEmail, readPhone, shownPhone } from './address.ts';

describe('an e-mail for the electronic receipt (A-80, tag 1008)', () => {
  it.each([
    ['ivan.petrov@mail.ru', 'ivan.petrov@mail.ru'],
    ['  Ivan+chek@Mail.RU ', 'Ivan+chek@mail.ru'],
    ['mailto:a@b.co', 'a@b.co'],
    ["o'neil_1@sub.domain-one.com", "o'neil_1@sub.domain-one.com"],
  ])('takes %s', (typed, value) => expect(readEmail(typed)).toMatchObject({ value, problem: null }));

  it.each([
    '',
    'ivan',
    'ivan@',
    '@mail.ru',
    'ivan@mail',
    'a b@mail.ru',
    'a@b@c.ru',
    '.a@mail.ru',
    'a..b@mail.ru',
    'a@-b.ru',
    'a,b@mail.ru',
    '<a@mail.ru>',
  ])('refuses «%s»', (typed) => expect(readEmail(typed).value).toBeNull());

  it('refuses what tag 1008 cannot hold: more than 64 characters', () => {
    expect(readEmail(`${'a'.repeat(60)}@mail.ru`)).toMatchObject({ value: null, problem: 'too-long' });
  });

  it('refuses Cyrillic letters that look like Latin ones, and tells what was meant under the other keyboard layout', () => {
    expect(readEmail('ivаn@mail.ru')).toMatchObject({ value: null, problem: 'email-letters' });
    expect(readEmail('шмфт"ьфшдюкг')).toMatchObject({ value: null, suggestion: 'ivan@mail.ru' });
  });

  it.each([
    ['ivan@gmial.com', 'ivan@gmail.com'],
    ['ivan@mal.ru', 'ivan@mail.ru'],
    ['ivan@yandexx.ru', 'ivan@yandex.ru'],
    ['ivan@mail.rv', 'ivan@mail.ru'],
  ])('asks whether %s should be %s', (typed, suggestion) => expect(readEmail(typed)).toMatchObject({ value: typed, suggestion }));

  it('asks nothing about a domain that is right or far from any known', () => {
    for (const typed of ['ivan@mail.ru', 'ivan@optika-linza.ru']) expect(readEmail(typed).suggestion).toBeNull();
  });
});

describe('a phone for the electronic receipt', () => {
  it.each(['+7 900 123-45-67', '8 (900) 123-45-67', '79001234567', '9001234567', '8-900-123–45–67'])(
    'takes %s however people say it',
    (typed) => expect(readPhone(typed)).toMatchObject({ value: '+79001234567' }),
  );
  it('takes a foreign number with its plus', () => expect(readPhone('+375 29 123-45-67').value).toBe('+375291234567'));
  it.each(['', '123', '8900123456', '890012345678', '+7 100 123-45-67', '8 900 12a 45 67', '+0123456789'])(
    'refuses «%s»',
    (typed) => expect(readPhone(typed)).toMatchObject({ value: null, problem: 'phone-shape' }),
  );
  it('sends no SMS to a fixed line', () => {
    expect(['+79001234567', '+77011234567', '+375291234567', '+74951234567', '+78001234567'].map(isMobile)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
  it('shows it in groups, and in lists as nobody in particular', () => {
    expect(shownPhone('+79001234567')).toBe('+7 900 123-45-67');
    expect([maskedAddress('+79001234567'), maskedAddress('ivan@mail.ru')]).toEqual(['+7***67', 'i***@mail.ru']);
  });
});
