import { describe, expect, it } from 'vitest';
import { finding } from './lens-findings.ts';
import { LENS_FINDING_TEXTS } from './lens-finding-texts.ts';
import { LENS_FINDING_TEXTS_EN } from './lens-finding-texts.en.ts';
import { findingText } from './prescription/rules/finding-text.ts';

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort();

describe('what findings about lenses say', () => {
  it.each(Object.keys(LENS_FINDING_TEXTS) as (keyof typeof LENS_FINDING_TEXTS)[])('%s, the same in both languages', (code) => {
    expect(placeholders(LENS_FINDING_TEXTS_EN[code])).toEqual(placeholders(LENS_FINDING_TEXTS[code]));
    expect(LENS_FINDING_TEXTS_EN[code]).not.toMatch(/[а-яё]/i);
  });

  it('is filled with the figures of the finding, written as forms write them', () => {
    const small = finding('BLANK_TOO_SMALL', 'od', { mm: 65, least: 67.5 });
    expect(findingText(small, LENS_FINDING_TEXTS)).toBe('Заготовка 65 мм мала: нужно не меньше 67,5 мм');
    expect(findingText(small, LENS_FINDING_TEXTS_EN)).toBe('The blank of 65 mm is too small: at least 67,5 mm are needed');
  });
});
