import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHlc } from '../time/hlc.ts';
import { merge } from './merge.ts';

const FIELDS = ['name', 'phone', 'email', 'address'];
const stamp = fc
  .record({
    wall: fc.integer({ min: 1, max: 4 }),
    counter: fc.integer({ min: 0, max: 1 }),
    device: fc.integer({ min: 0, max: 2 }),
  })
  .map(formatHlc);
/** Few values and few stamps, so that ties are common. */
const revision = fc
  .record({
    hlc: stamp,
    by: fc.constantFrom(null, 'staff:1', 'staff:2'),
    pos: fc.constantFrom(null, 'POS-001'),
    fields: fc.dictionary(fc.constantFrom(...FIELDS), fc.constantFrom<unknown>('a', 'b', null, { x: 1 }, [1])),
    stamps: fc.dictionary(fc.constantFrom(...FIELDS), stamp),
  })
  .map(({ fields, hlc, by, pos, stamps }) => ({ _id: 'client:1', type: 'client', schema: 1, hlc, by, pos, ...fields, stamps }));

describe('merge', () => {
  it('is commutative', () => {
    fc.assert(
      fc.property(revision, revision, (a, b) => {
        expect(merge(a, b)).toEqual(merge(b, a));
      }),
    );
  });

  it('is associative', () => {
    fc.assert(
      fc.property(revision, revision, revision, (a, b, c) => {
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
      }),
    );
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(revision, revision, (a, b) => {
        expect(merge(a, a)).toEqual(a);
        expect(merge(merge(a, b), b)).toEqual(merge(a, b));
      }),
    );
  });

  it('keeps both edits when two people changed different fields', () => {
    const old = { _id: 'client:1', type: 'client', schema: 1, by: null, pos: null };
    const base = { ...old, hlc: '1', name: 'Анна', phone: '1', stamps: { name: '1', phone: '1' } };
    const named = { ...base, hlc: '2', by: 'staff:1', name: 'Анна Орлова', stamps: { name: '2', phone: '1' } };
    const called = { ...base, hlc: '3', by: 'staff:2', phone: '2', stamps: { name: '1', phone: '3' } };
    expect(merge(named, called)).toEqual({
      ...base,
      hlc: '3',
      by: 'staff:2',
      name: 'Анна Орлова',
      phone: '2',
      stamps: { name: '2', phone: '3' },
    });
  });

  it('leaves revisions to the store, and lets a field that was removed later stay removed', () => {
    const a = {
      _id: 'client:1',
      _rev: '1-a',
      hlc: '1',
      by: null,
      pos: null,
      phone: '1' as string | undefined,
      stamps: { phone: '1' },
    };
    const b = { _id: 'client:1', _rev: '2-b', hlc: '2', by: null, pos: null, phone: undefined, stamps: { phone: '2' } };
    expect(merge<typeof a>(a, b)).not.toHaveProperty('phone');
    expect(merge<typeof a>(a, b)).not.toHaveProperty('_rev');
  });
});
