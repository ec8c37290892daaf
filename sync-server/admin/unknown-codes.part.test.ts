import { describe, expect, it } from 'vitest';
import { unknownCodesPart } from './unknown-codes.part.ts';

const shop = { code: 'arbat', name: 'Арбат', timeZone: 'Europe/Moscow' };
const one = { id: 'unknown-code:arbat:<b>', store: 'arbat', code: '<b>', count: 3, last: Date.UTC(2026, 10, 21, 9), typed: null };

describe("codes that nobody knew, on the administrator's page", () => {
  it('tell code, shop, how often, when last and what was sold instead; what tills typed is text', () => {
    const { text } = unknownCodesPart([{ ...one, typed: { name: 'Шнур & цепь', price: 29_000 } }], [shop as never]);
    for (const part of ['&lt;b&gt;', 'Арбат', '<td>3</td>', '2026-11-21 12:00', 'Шнур &amp; цепь, 290,00'])
      expect(text).toContain(part);
    expect(text).not.toContain('<b>');
  });
  it('are not mentioned where there are none', () => expect(unknownCodesPart([], []).text).toBe(''));
});
