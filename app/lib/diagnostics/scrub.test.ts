import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrub, scrubAll } from './scrub.ts';

describe('diagnostics hold nothing personal', () => {
  it.each([
    ['mail to anna.ivanova@example.com failed', 'mail to [e-mail] failed'],
    ['sms +7 (900) 123-45-67 queued', 'sms [number] queued'],
    ['Bearer abc.def', 'Bearer [key]'],
    ['кассир Иванова А. П. открыла', 'кассир [name] открыла'],
    ['sale 123e4567-e89b-42d3-a456-426614174000 stored', 'sale [id] stored'],
    ['ФД 42, смена 7', 'ФД 42, смена 7'],
    ['timeout after 5000 ms at http://127.0.0.1:8000/v1/health', 'timeout after 5000 ms at http://127.0.0.1:8000/v1/health'],
  ])('%j', (text, clean) => expect(scrub(text)).toBe(clean));

  it('leaves private fields out, however deep', () => {
    const value = {
      shift: { number: 7, cashier: { name: 'Иванова А.' } },
      rows: [{ stage: 'parked', total: 100, key: 'k' }],
      email: 'a@b.c',
    };
    expect(scrubAll(value)).toEqual({ shift: { number: 7 }, rows: [{ stage: 'parked' }] });
    expect(scrubAll({ fn: '9999078902011111', serial: 'Иванова Анна' })).toEqual({ fn: '9999078902011111', serial: '[name]' });
  });
  it('of any telephone, address and name nothing is left', () => {
    const digits = fc.stringMatching(/^[1-9]\d{9,11}$/);
    const word = fc.stringMatching(/^[a-z]{3,10}$/);
    fc.assert(
      fc.property(digits, word, word, (phone, user, host) => {
        const clean = JSON.stringify(
          scrubAll({ note: `call +${phone} or write ${user}@${host}.ru`, deep: [{ name: user, phone }] }),
        );
        expect(clean).not.toContain(phone);
        expect(clean).not.toContain(`${user}@`);
      }),
    );
  });
});
