import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, revisionOf } from './canonical.ts';

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, reversed(v)]),
  );
};

it('gives one text for one value, whatever the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    }),
  );
});

it('derives a revision from the body, not from the revision', () => {
  const seen: string[] = [];
  const hash = (text: string): string => (seen.push(text), 'x');
  expect(revisionOf({ _id: 'a', _rev: '1-old', b: 2 }, hash)).toBe('1-x');
  expect(seen).toEqual(['{"_id":"a","b":2}']);
});
