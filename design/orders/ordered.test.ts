import { expect, it } from 'vitest';
import { prescriptionSnapshot } from '../documents/order-pair.ts';
import type { Prescription } from '../documents/prescription.ts';
import { orderedPowerOf, snapshotOf } from './ordered.ts';

const eye = { sph: -2, cyl: -0.5, axis: 90, add: 2 };
const prescription: Prescription = {
  ...{ _id: 'prescription:1', _rev: '1-a', type: 'prescription', schema: 1, hlc: '1763683200000-0000-0001', by: null, pos: null },
  ...{ client: 'client:1', date: '2026-11-20', od: eye, os: eye, pd: { both: 63, od: null, os: null }, doctor: null, stamps: {} },
  signed: { hlc: '1763683200000-0000-0001', by: 'staff:1', at: 5 },
};

it('an order keeps what was prescribed and where it is from, nothing of the document around it', () => {
  const snapshot = snapshotOf(prescription);
  expect(snapshot).toEqual({
    id: 'prescription:1',
    signedAt: 5,
    date: '2026-11-20',
    od: eye,
    os: eye,
    pd: prescription.pd,
    doctor: null,
  });
  expect(prescriptionSnapshot.parse(snapshot)).toEqual(snapshot);
});

it.each([
  ['distance', { sph: -2, add: null }],
  ['sun', { sph: -2, add: null }],
  ['near', { sph: 0, add: null }],
  ['computer', { sph: -1, add: null }],
  ['progressive', { sph: -2, add: 2 }],
  ['bifocal', { sph: -2, add: 2 }],
] as const)('the lens for %s', (purpose, expected) => {
  expect(orderedPowerOf(eye, purpose)).toEqual({ cyl: -0.5, axis: 90, ...expected });
});
it('near glasses need an addition', () => {
  expect(orderedPowerOf({ ...eye, add: null }, 'near')).toBeNull();
});
