import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical, canonicalJson } from './canonical-json.ts';

/** The same value with every object's keys inserted in reverse. */
function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, reversed(v)]),
  );
}

const json = fc.jsonValue().filter((v) => !JSON.stringify(v).includes('__proto__'));

it('does not depend on the order of keys', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
    }),
  );
});

it('is JSON of an equal value', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(canonical(value))).toBe(canonicalJson(value));
    }),
  );
});

it('sorts keys and leaves undefined out', () => {
  expect(canonicalJson({ b: 1, a: [{ d: undefined, c: null }], 10: 0, 9: 1 })).toBe('{"10":0,"9":1,"a":[{"c":null}],"b":1}');
});

it('tells objects apart that differ in a key named __proto__', () => {
  const [one, two] = ['{"b":1,"a":{"__proto__":{"x":1}}}', '{"b":1,"a":{"__proto__":{"x":2}}}'].map(
    (text) => JSON.parse(text) as unknown,
  );
  expect(canonicalJson(one)).toBe('{"a":{"__proto__":{"x":1}},"b":1}');
  expect(canonicalJson(one)).not.toBe(canonicalJson(two));
});
