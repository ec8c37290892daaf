import { afterEach, expect, it } from 'vitest';
import { showFrom } from '$lib/i18n/i18n.ts';
import { ru } from '$lib/i18n/ru/index.ts';
import { ruLater } from '$lib/i18n/ru/later.ts';
import { offerLine } from './offer-text.ts';

afterEach(() => showFrom({ language: 'ru', texts: ru, errors: null }));

it('what a supplier has is dated by the shop’s day, not by that of Greenwich', () => {
  showFrom({ language: 'ru', texts: { ...ru, ...ruLater }, errors: null });
  const offer = { supplier: 'Оптик-А', pieces: 5, rough: false, at: Date.UTC(2026, 10, 20, 21, 30) };
  expect(offerLine(offer)).toBe('Оптик-А: 5 шт. (на 21.11.2026)');
  expect(offerLine(offer, 'Europe/Kaliningrad')).toBe('Оптик-А: 5 шт. (на 20.11.2026)');
});
