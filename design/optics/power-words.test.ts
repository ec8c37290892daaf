import { expect, it } from 'vitest';
import { powerWords } from './power-words.ts';

it('says an article’s power as it stands on the envelope', () => {
  expect(powerWords('HOY-1001~-2.25-0.75')).toBe('−2.25 −0.75');
  expect(powerWords('HOY-1001~+0.00')).toBe('0.00');
  expect(powerWords('HOY-1001~+1.125~x180~a2.00~R')).toBe('+1.125 × 180 add 2.00 R');
  expect(powerWords('RB-1001')).toBeNull();
});
