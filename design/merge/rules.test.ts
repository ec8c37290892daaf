import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order, OrderEvent } from '../documents/order.ts';
import type { Prescription } from '../documents/prescription.ts';
import { formatHlc } from '../time/hlc.ts';
import { mergeNotes } from './note.ts';
import { mergeOf, type Body, type Merge } from './rules.ts';

const stamp = fc
  .record({
    wall: fc.integer({ min: 1, max: 5 }),
    counter: fc.integer({ min: 0, max: 1 }),
    device: fc.integer({ min: 1, max: 3 }),
  })
  .map(formatHlc);
const head = fc.record({ hlc: stamp, by: fc.constantFrom(null, 'staff:1', 'staff:2'), pos: fc.constant(null) });

const event: fc.Arbitrary<OrderEvent> = fc
  .record({ id: stamp, kind: fc.constantFrom('confirm' as const, 'start' as const), by: fc.constantFrom(null, 'staff:1') })
  .map((e) => ({ ...e, at: 1 }));
const order = fc
  .record({ head, events: fc.array(event, { maxLength: 5 }), number: fc.constantFrom(null, 'A-1') })
  .map(({ head, events, number }): Body =>
    mergeOf('order', mergeNotes)(
      { _id: 'order:1', type: 'order', schema: 1, ...head, store: 'a', client: null, number, events },
      { _id: 'order:1', type: 'order', schema: 1, ...head, store: 'a', client: null, number, events },
    ),
  );

const eye = fc.constantFrom({ sph: 1, cyl: null, axis: null, add: null }, { sph: -2, cyl: null, axis: null, add: null });
const signature = fc.option(fc.record({ hlc: stamp, by: fc.constantFrom('staff:1', 'staff:2'), at: fc.constant(1) }));
const prescription = fc
  .record({
    head,
    od: eye,
    doctor: fc.constantFrom(null, 'Б. Окулист'),
    signed: signature,
    stamps: fc.dictionary(fc.constantFrom('od', 'doctor'), stamp),
  })
  .map(({ head, signed, ...rest }): Body => ({
    _id: 'prescription:1',
    type: 'prescription',
    schema: 1,
    ...head,
    client: 'client:1',
    ...rest,
    ...(signed ? { signed } : {}),
  }));

describe.each<[string, fc.Arbitrary<Body>, Merge]>([
  ['orders', order, mergeOf('order', mergeNotes)],
  ['prescriptions', prescription, mergeOf('prescription', mergeNotes)],
])('the merge of %s', (_, body, merge) => {
  it('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(body, body, body, (a, b, c) => {
        expect(merge(a, b)).toEqual(merge(b, a));
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
        expect(merge(a, a)).toEqual(a);
        expect(merge(merge(a, b), b)).toEqual(merge(a, b));
      }),
    );
  });
});

it('no event of an order is ever lost', () => {
  fc.assert(
    fc.property(order, order, (a, b) => {
      const merged = mergeOf('order', mergeNotes)(a, b) as unknown as Order;
      for (const one of [a, b] as unknown as Order[]) expect(merged.events).toEqual(expect.arrayContaining(one.events));
      const known = [a, b].flatMap((one) => (one as unknown as Order).events.map((e) => JSON.stringify(e)));
      expect(merged.events).toHaveLength(new Set(known).size);
    }),
  );
});

describe('signed prescriptions', () => {
  const merge = mergeOf('prescription', mergeNotes) as unknown as (a: Prescription, b: Prescription) => Prescription;
  const [t1, t2, t3] = [1, 2, 3].map((wall) => formatHlc({ wall, counter: 0, device: 1 })) as [string, string, string];
  const eyes = { sph: -1, cyl: null, axis: null, add: null };
  const draft: Prescription = {
    _id: 'prescription:1',
    type: 'prescription',
    schema: 1,
    hlc: t1,
    by: 'staff:1',
    pos: null,
    client: 'client:1',
    date: '2026-11-21',
    od: eyes,
    os: eyes,
    pd: { both: 62, od: null, os: null },
    doctor: null,
    stamps: { od: t1, os: t1 },
  };
  const sign = (doc: Prescription, hlc: string, by: string): Prescription => ({ ...doc, hlc, by, signed: { hlc, by, at: 1 } });

  it('stand as they were signed, whatever a draft said later', () => {
    const later = { ...draft, hlc: t3, od: { ...eyes, sph: -4 }, stamps: { od: t3, os: t1 } };
    const merged = merge(later, sign(draft, t2, 'staff:doctor'));
    expect(merged).toMatchObject({ od: { sph: -1 }, signed: { by: 'staff:doctor' } });
    expect(merged).not.toHaveProperty('versions');
  });

  it('that differ both stay, whole, the later on top: figures of two doctors are never mixed', () => {
    const one = sign({ ...draft, od: { ...eyes, sph: -2 }, stamps: { od: t2, os: t1 } }, t2, 'staff:1');
    const other = sign({ ...draft, os: { ...eyes, sph: -3 }, stamps: { od: t1, os: t3 } }, t3, 'staff:2');
    const merged = merge(one, other);
    expect(merged).toMatchObject({ od: { sph: -1 }, os: { sph: -3 }, signed: { by: 'staff:2' } });
    expect(merged.versions).toMatchObject([
      { od: { sph: -2 }, os: { sph: -1 }, signed: { by: 'staff:1' } },
      { od: { sph: -1 }, os: { sph: -3 }, signed: { by: 'staff:2' } },
    ]);
  });
});
