import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creationChanges, fieldChanges, threeWay } from './product-changes.ts';

describe('what changed in a product', () => {
  it('names fields with old and new value, and nothing of the document’s head', () => {
    expect(
      fieldChanges(
        { hlc: '1', name: 'А', price: 1, frame: { a: 1, b: 2 } },
        { hlc: '2', name: 'А', price: 2, frame: { b: 2, a: 1 } },
      ),
    ).toEqual({
      price: { from: 1, to: 2 },
    });
    expect(fieldChanges(null, { name: 'А', ean: null })).toEqual({ name: { from: null, to: 'А' } });
  });
});

describe('what an article was made with', () => {
  const value = fc.constantFrom<unknown>(1, 2, 'А', '', null, false, { a: 1, b: [2] }, { b: [2], a: 1 }, { a: 2 }, undefined);
  const state = fc.record({ name: value, price: value, frame: value, cost: value }, { requiredKeys: [] });
  it('is told by it as it stands and by all that changed since, whatever that was', () => {
    fc.assert(
      fc.property(fc.array(state, { minLength: 1, maxLength: 6 }), (states) => {
        const later = states.slice(1).map((after, n) => fieldChanges(states[n]!, after));
        expect(creationChanges({ hlc: '9', ...states.at(-1)! }, later.toReversed())).toEqual(fieldChanges(null, states[0]!));
      }),
    );
  });
});

describe('two people edit one product', () => {
  it('what only one of them changed stands; what both changed is named', () => {
    const result = threeWay(
      { name: 'А', price: '10', ean: '' },
      { name: 'Б', price: '12', ean: '' },
      { name: 'А', price: '15', ean: '1' },
    );
    expect(result).toEqual({ merged: { name: 'Б', price: '15', ean: '1' }, theirs: ['name', 'price'], both: ['price'] });
  });
  it('nobody’s change is lost unless both changed that field, and then it is told', () => {
    const state = fc.record({ a: fc.constantFrom('1', '2', '3'), b: fc.constantFrom('1', '2', '3') });
    fc.assert(
      fc.property(state, state, state, (was, now, typed) => {
        const { merged, both, theirs } = threeWay(was, now, typed);
        for (const field of ['a', 'b'] as const) {
          if (typed[field] !== was[field]) expect(merged[field]).toBe(typed[field]);
          else expect(merged[field]).toBe(now[field]);
          if (now[field] !== was[field]) expect(theirs).toContain(field);
          if (merged[field] !== now[field] && now[field] !== was[field]) expect(both).toContain(field);
        }
      }),
    );
  });
});
