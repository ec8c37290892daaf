import { describe, expect, it } from 'vitest';
import { contactLensPrescription, glassesContent, prescription } from './prescription.ts';

const eye = { sph: -2.5, cyl: -1, axis: 180, add: null };
const old = {
  _id: 'prescription:1',
  type: 'prescription',
  schema: 1,
  hlc: '1790000000000-0000-0001',
  by: null,
  pos: null,
  client: 'client:1',
  date: '2026-11-21',
  od: eye,
  os: eye,
  pd: { both: 64, od: null, os: null },
  doctor: null,
  stamps: {},
};

describe('a stored prescription', () => {
  it('of the first release is valid as it was', () => {
    expect(prescription.parse(old)).toEqual(old);
  });
  it('bears every field of the paper form', () => {
    const full = {
      ...old,
      od: {
        ...eye,
        add: 2,
        addIntermediate: 1.25,
        prism: { horizontal: { amount: 2, base: 'in' }, vertical: { amount: 0.5, base: 'up' } },
        height: 18.5,
        visus: { sc: 0.1, cc: 1 },
      },
      pdNear: { both: 60, od: null, os: null },
      purpose: 'progressive',
      vertex: 12.5,
      tilt: 8,
      wrap: 5,
      source: 'external',
      validUntil: '2027-11-21',
      replaces: 'prescription:0',
    };
    expect(prescription.parse(full)).toEqual(full);
    expect(glassesContent.parse(full)).toMatchObject({ od: full.od, purpose: 'progressive' });
  });
  it('holds plano and "not written" apart (D-07)', () => {
    const read = prescription.parse({
      ...old,
      od: { ...eye, sph: 0, cyl: null, axis: null },
      os: { ...eye, sph: null, cyl: null },
    });
    expect([read.od.sph, read.os.sph]).toEqual([0, null]);
  });
  it.each([
    ['off the grid', { ...eye, sph: -2.3 }],
    ['a cylinder without its axis', { ...eye, axis: null }],
    ['axis 0', { ...eye, axis: 0 }],
    ['a sphere out of reach', { ...eye, sph: -30.25 }],
    ['a prism without an amount', { ...eye, prism: { horizontal: { amount: 0, base: 'in' }, vertical: null } }],
  ])('refuses %s', (_, od) => {
    expect(prescription.safeParse({ ...old, od }).success).toBe(false);
  });
  it('for contact lenses has their own fields, on their own grids', () => {
    const lens = { sph: -3, cyl: null, axis: null, add: null, baseCurve: 8.65, diameter: 14.2, brand: 'A', sku: null };
    const { pd: _, ...head } = old;
    const doc = { ...head, _id: 'contact-lens-prescription:1', type: 'contact-lens-prescription', od: lens, os: lens };
    expect(contactLensPrescription.parse(doc)).toEqual(doc);
    expect(contactLensPrescription.safeParse({ ...doc, od: { ...lens, baseCurve: 8.63 } }).success).toBe(false);
  });
});
