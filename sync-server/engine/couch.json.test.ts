import fc from 'fast-check';
import { expect, it } from 'vitest';
import { couchJson } from './couch.json.ts';

it('writes what CouchDB reads: half a sign becomes U+FFFD, and nothing else changes', () => {
  expect(JSON.parse(couchJson({ name: 'Оправа \ud83d', '\udc4a': ['\ud83d\udc4a'] }))).toEqual({
    name: 'Оправа \ufffd',
    '\ufffd': ['\ud83d\udc4a'],
  });
  // A text that only speaks of an escape.
  expect(JSON.parse(couchJson({ name: '\\ud83d', next: '\\\ud83d' }))).toEqual({ name: '\\ud83d', next: '\\\ufffd' });
});

it('whatever text it is given', () => {
  const sign = fc.constantFrom('\\', 'u', 'd83d', '\ud83d', '\udc4a', '"', '\n', '\u0000', 'Ж', '8', '\ufffd');
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 12 }), (signs) => {
      const text = signs.join('');
      expect(JSON.parse(couchJson({ text }))).toEqual({ text: text.toWellFormed() });
    }),
  );
});
