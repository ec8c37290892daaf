import { describe, expect, it } from 'vitest';
import { contactWith, readContact } from './contact-entry.ts';

describe('one field for e-mail or phone (A-80)', () => {
  it('tells them apart by what is typed', () => {
    expect(readContact('8 (900) 123-45-67')).toMatchObject({ kind: 'phone', value: '+79001234567' });
    expect(readContact('ivan@mail.ru')).toMatchObject({ kind: 'email', value: 'ivan@mail.ru' });
    expect(readContact('  ')).toMatchObject({ kind: null, problem: null });
  });
  it('takes nothing that is half typed', () => {
    expect(readContact('ivan@mai')).toMatchObject({ value: null, problem: 'email-shape' });
    expect(readContact('8900')).toMatchObject({ value: null, problem: 'phone-shape' });
  });
  it('joins an e-mail and a phone', () => {
    const taken = { email: 'ivan@mail.ru', phone: null };
    expect(contactWith(taken, readContact('9001234567'))).toEqual({ email: 'ivan@mail.ru', phone: '+79001234567' });
    expect(contactWith(taken, readContact('petr@mail.ru'))).toEqual({ email: 'petr@mail.ru', phone: null });
    expect(contactWith(taken, readContact('900'))).toEqual(taken);
    expect(contactWith({ email: null, phone: null }, readContact('900'))).toBeNull();
  });
});
