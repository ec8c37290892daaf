import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainText } from './plain-text.ts';

const GONE =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/;

/** Sign by sign, without a way round for texts that have nothing to fold. */
const slowly = (text: string): string =>
  [...text]
    .filter((sign) => !GONE.test(sign))
    .map((sign) => (/\s/.test(sign) ? ' ' : sign))
    .join('')
    .split(' ')
    .filter(Boolean)
    .join(' ');

it('what is read of a cell does not depend on how fast it is read', () => {
  const odd = fc.constantFrom(
    ' ',
    '\u00a0',
    '\u202f',
    '\u2009',
    '\u3000',
    '\u1680',
    '\t',
    '\n',
    '\u0000',
    '\u200b',
    '\u2066',
    '\u061c',
    '\u00ad',
    '\u2066',
    '\ufeff',
    '\u2060',
  );
  const text = fc
    .array(fc.oneof(odd, fc.constantFrom('А', 'b', '1', '-', '«', '№', '😀')), { maxLength: 12 })
    .map((signs) => signs.join(''));
  fc.assert(
    fc.property(text, (cell) => {
      expect(plainText(cell)).toBe(slowly(cell));
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  [0, '0'],
  [-0, '0'],
  [4_600_000_000_015, '4600000000015'],
  [1e20, '100000000000000000000'],
  [1.5, '1.5'],
  [true, 'ИСТИНА'],
  [null, ''],
])('%s of a cell reads «%s»', (cell, text) => expect(plainText(cell)).toBe(text));
