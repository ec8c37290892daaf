import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from './fold.ts';
import { otherLayout } from './layouts.ts';
import { soundsOf } from './sounds.ts';
import { transliterate } from './translit.ts';

describe('issue 5 part 11: search is right under either keyboard layout', () => {
  it.each([
    ['кфн-ифт', 'ray-ban'],
    ['щзешлф', 'optika'],
    ['jghfdf', 'оправа'],
    [';tcnrbq aenkzh', 'жесткий футляр'],
    ['dju`', 'вогю'.slice(0, 3) + 'е'],
    ['ки-1001', 'rb-1001'],
    ['ащьу 1.6', 'fome 1.6'],
  ])('«%s» was meant to be «%s»', (typed, meant) => expect(otherLayout(typed)).toBe(meant));

  it('turned twice a word of letters is itself again, but for ё', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,12}( [a-z0-9]{1,5})?$/), (text) => {
        expect(otherLayout(otherLayout(text))).toBe(text);
      }),
    );
  });
});

describe('a text as it is compared', () => {
  it('takes ё for е and does without case and wide spaces', () =>
    expect(normalise('  ЖЁСТКИЙ\u00a0 Футляр ')).toBe('жесткий футляр'));
});

describe('letters of the other alphabet', () => {
  it.each([
    ['oprava', 'оправа'],
    ['futlyar', 'футляр'],
    ['ochki', 'очки'],
    ['рб-1001', 'rb-1001'],
    ['ацетат', 'atsetat'],
  ])('«%s» is «%s»', (typed, meant) => expect(transliterate(typed)).toBe(meant));
});

describe('brands by ear', () => {
  it.each([
    ['рейбан', 'Ray-Ban'],
    ['рэй бан', 'Ray-Ban'],
    ['окли', 'Oakley'],
    ['гуччи', 'Gucci'],
    ['версаче', 'Versace'],
    ['вог', 'Vogue'],
    ['каррера', 'Carrera'],
    ['полароид', 'Polaroid'],
    ['акувью', 'Acuvue'],
    ['лакост', 'Lacoste'],
    ['майкл корс', 'Michael Kors'],
  ])('«%s» sounds like %s', (typed, brand) => {
    const sounds = soundsOf(brand);
    expect(soundsOf(typed).some((sound) => sounds.includes(sound))).toBe(true);
  });
  it('one consonant tells nothing', () => expect(soundsOf('ая')).toEqual([]));
});
