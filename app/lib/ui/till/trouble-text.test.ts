import { afterEach, expect, it } from 'vitest';
import { ERRORS } from '$design/errors.ts';
import { showFrom } from '$lib/i18n/i18n.ts';
import { ru } from '$lib/i18n/ru/index.ts';
import { ruLater } from '$lib/i18n/ru/later.ts';
import { troubleText } from './trouble-text.ts';

afterEach(() => showFrom({ language: 'ru', texts: ru, errors: null }));

it('a second card that is declined: says that it alone took nothing, and names the buttons that are there', () => {
  showFrom({ language: 'ru', texts: { ...ru, ...ruLater }, errors: null });
  const { what, next } = troubleText('CARD_DECLINED');
  expect(what).toMatch(/^Эта карта отклонена/);
  for (const button of [ruLater.card.again, ruLater.card.back]) expect(next).toContain(`«${button}»`);
});

it('says of everything else what the catalogue of errors says', () => {
  expect(troubleText('PAPER_OUT')).toEqual(ERRORS.PAPER_OUT.ru);
});
