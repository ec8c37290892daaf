import { expect, it } from 'vitest';
import { revisionOf } from './revision.ts';

it('derives a revision from the body, not from an older revision nor from the order of keys', () => {
  const seen: string[] = [];
  const hash = (text: string): string => (seen.push(text), 'x');
  expect(revisionOf({ b: 2, _rev: '1-old', _id: 'a' }, hash)).toBe('1-x');
  expect(seen).toEqual(['{"_id":"a","b":2}']);
});
