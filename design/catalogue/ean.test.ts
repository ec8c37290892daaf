import { expect, it } from 'vitest';
import { isEan13 } from './ean.ts';

it('an EAN has thirteen digits and the right last one (E-31)', () => {
  expect(isEan13('4006381333931')).toBe(true);
  for (const wrong of ['4006381333932', '400638133393', '', '400638133393a', '04006381333931'])
    expect(isEan13(wrong)).toBe(false);
});
