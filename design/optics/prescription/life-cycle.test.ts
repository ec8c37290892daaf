import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactLensPrescription, prescription, type Prescription } from '../../documents/prescription.ts';
import { keepsSigned } from '../../merge/prescription.ts';
import { mergeOf, type Body } from '../../merge/rules.ts';
import { mergeNotes } from '../../merge/note.ts';
import { formatHlc } from '../../time/hlc.ts';
import { correctionOf, signedBy, stored, type Writer } from './correction.ts';
import { changesBetween } from './diff.ts';
import { visionPrescription } from './fhir.ts';
import { latestSigned, may, PRESCRIPTION_ACTIONS, PRESCRIPTION_STATES, previousOf, stateOf, versionsOf } from './life-cycle.ts';
import { transpose } from './notation.ts';
import { seriesOf } from './series.ts';
import { contactLenses, eye, glasses, lens, lensEye } from '../../../tests/factories/prescriptions.ts';
import { ageOn, monthsLater, validUntil } from './validity.ts';

const clock = (n: number) => formatHlc({ wall: 1_790_000_000_000 + n, counter: 0, device: 1 });
const writer = (n: number): Writer => ({ hlc: clock(n), by: 'staff:1', pos: 'POS-001' });
const doc = (n: number, with_: Partial<Prescription> = {}): Prescription => ({
  _id: `prescription:${clock(n)}`,
  type: 'prescription',
  schema: 1,
  ...writer(n),
  client: 'client:1',
  ...glasses(),
  stamps: {},
  ...with_,
});
const sign = (draft: Prescription, n: number) => signedBy(draft, writer(n), 'staff:doctor', n);
const TODAY = '2026-11-21';
const state = (one: Prescription, all: readonly Prescription[], today = TODAY) => stateOf(one, { all, age: null, today });

describe('the life of a prescription', () => {
  it('draft, signed, superseded by the signature of its correction, not by the draft', () => {
    const draft = doc(1);
    const signed = sign(draft, 2);
    const correction = correctionOf(signed, writer(3));
    expect(state(draft, [draft])).toBe('draft');
    expect(state(signed, [signed])).toBe('signed');
    expect(state(signed, [signed, correction])).toBe('signed');
    expect(state(signed, [signed, sign(correction, 4)])).toBe('superseded');
    expect(state(sign(correction, 4), [signed, sign(correction, 4)])).toBe('signed');
  });
  it('expires by the calendar, the day after its last', () => {
    const signed = sign(doc(1), 2);
    expect(state(signed, [], '2027-11-21')).toBe('signed');
    expect(state(signed, [], '2027-11-22')).toBe('expired');
  });
  it('may be edited and signed as a draft only; what is superseded is not ordered by', () => {
    const states = (action: (typeof PRESCRIPTION_ACTIONS)[number]) => PRESCRIPTION_STATES.filter((each) => may(each, action));
    expect([states('edit'), states('sign')]).toEqual([['draft'], ['draft']]);
    expect(states('correct')).toEqual(['signed', 'expired']);
    expect(states('order')).toEqual(['signed', 'expired']);
    expect(states('print')).toEqual([...PRESCRIPTION_STATES]);
  });
  it('is signed in stored notation, once', () => {
    const signed = sign(doc(1, { od: eye({ sph: -3, cyl: 1, axis: 90 }) }), 2);
    expect(signed.od).toMatchObject({ sph: -2, cyl: -1, axis: 180 });
    expect(signed.signed).toEqual({ hlc: clock(2), by: 'staff:doctor', at: 2 });
    expect(signedBy(signed, writer(3), 'staff:other', 3)).toBe(signed);
    expect(prescription.parse(signed)).toEqual(signed);
  });
  it('a correction is a draft with an id of its own and the old content', () => {
    const signed = { ...sign(doc(1), 2), _rev: '1-a' };
    const correction = correctionOf(signed, writer(3));
    expect(correction).toMatchObject({ _id: `prescription:${clock(3)}`, replaces: signed._id, od: signed.od });
    for (const field of ['signed', '_rev', 'versions']) expect(correction).not.toHaveProperty(field);
    expect(prescription.parse(correction)).toEqual(correction);
  });
  it('versions are one chain, whichever one is asked', () => {
    const first = sign(doc(1), 2);
    const second = sign(correctionOf(first, writer(3)), 4);
    const third = correctionOf(second, writer(5));
    const all = [third, doc(9), first, second];
    for (const each of [first, second, third]) expect(versionsOf(each, all)).toEqual([first, second, third]);
    const ring = [doc(1, { replaces: doc(2)._id }), doc(2, { replaces: doc(1)._id })];
    expect(versionsOf(ring[0]!, ring)).toHaveLength(2);
  });
  it('the last signed one is what a new one is compared with: no drafts, no superseded, no archived, not itself', () => {
    const old = sign(doc(1, { date: '2024-01-01' }), 1);
    const wrong = sign(doc(2, { date: '2025-01-01' }), 2);
    const right = sign({ ...correctionOf(wrong, writer(3)), od: eye({ sph: -9 }) }, 3);
    const all = [old, wrong, right, doc(4, { date: '2026-01-01' }), { ...sign(doc(5), 5), archived: true }];
    expect(latestSigned(all)).toBe(right);
    expect(latestSigned([])).toBeNull();
    expect(previousOf(doc(6), all)).toBe(right);
    expect(previousOf(right, all)).toBe(old);
    expect(previousOf(doc(6, { purpose: 'near' }), all)).toBeNull();
    expect(previousOf(doc(6, { date: '2023-01-01' }), all)).toBeNull();
  });
});

describe('what was signed', () => {
  const merge = mergeOf('prescription', mergeNotes);
  it('is kept by a merge, a conflict beside it and the archive; never by an edit', () => {
    const signed = sign(doc(1), 2);
    const other = sign(doc(1, { od: eye({ sph: -4 }) }), 3);
    const merged = merge(signed, other) as unknown as Prescription;
    expect([keepsSigned(signed, merged), keepsSigned(other, merged)]).toEqual([true, true]);
    expect(keepsSigned(signed, { ...signed, archived: true })).toBe(true);
    expect(keepsSigned(doc(1), signed)).toBe(true);
    expect(keepsSigned(signed, { ...signed, od: eye({ sph: 2 }) })).toBe(false);
    expect(keepsSigned(signed, { ...signed, vertex: 12 })).toBe(false);
    expect(keepsSigned(signed, doc(1))).toBe(false);
    expect(keepsSigned(merged, signed)).toBe(false);
  });
  it('of contact lenses merges by the same rule', () => {
    const draft = contactLensPrescription.parse({
      ...doc(1),
      _id: 'contact-lens-prescription:1',
      type: 'contact-lens-prescription',
      ...contactLenses(),
    });
    const [one, other] = [
      signedBy(draft, writer(2), 'staff:1', 2),
      signedBy({ ...draft, od: lensEye({ sph: -4 }) }, writer(3), 'staff:2', 3),
    ];
    const merged = merge(one, other);
    expect(merge(other as unknown as Body, one as unknown as Body)).toEqual(merged);
    expect(contactLensPrescription.parse(merged).versions).toHaveLength(2);
    expect(stateOf(one, { all: [one], age: null, today: TODAY })).toBe('signed');
  });
});

describe('what changed', () => {
  it('is told by field, right eye first', () => {
    const after = glasses({ od: eye({ sph: -2.5, cyl: -1, axis: 90 }), pd: { both: 63, od: null, os: null }, purpose: 'near' });
    expect(changesBetween(glasses(), after)).toEqual([
      { side: 'od', field: 'sph', from: -2, to: -2.5 },
      { side: 'od', field: 'cyl', from: null, to: -1 },
      { side: 'od', field: 'axis', from: null, to: 90 },
      { side: null, field: 'purpose', from: null, to: 'near' },
      { side: null, field: 'pd', from: { both: 64, od: null, os: null }, to: { both: 63, od: null, os: null } },
    ]);
  });
  it('is nothing where a lens was only written the other way, and nothing but the head differs', () => {
    fc.assert(
      fc.property(lens, lens, (od, os) => {
        const content = glasses({ od: eye(od), os: eye(os) });
        expect(changesBetween(content, { ...content, od: eye(transpose(od)), os: eye(transpose(os)) })).toEqual([]);
        expect(stored(stored(content))).toEqual(stored(content));
      }),
    );
    expect(changesBetween(doc(1), sign(correctionOf(sign(doc(1), 2), writer(3)), 4))).toEqual([]);
  });
  it('between two is the same both ways round', () => {
    fc.assert(
      fc.property(lens, lens, (a, b) => {
        const [one, other] = [glasses({ od: eye(a) }), glasses({ od: eye(b) })];
        const back = changesBetween(other, one).map(({ from, to, ...rest }) => ({ ...rest, from: to, to: from }));
        expect(changesBetween(one, other)).toEqual(back);
      }),
    );
  });
});

describe('sight over the years', () => {
  it('is one point a day, oldest first, without drafts, superseded ones and glasses for near', () => {
    const first = sign(doc(1, { date: '2024-05-01', od: eye({ sph: -2, cyl: -1, axis: 90 }), os: eye({ sph: null }) }), 1);
    const wrong = sign(doc(2, { date: '2025-05-01', od: eye({ sph: 2 }) }), 2);
    const right = sign({ ...correctionOf(wrong, writer(3)), od: eye({ sph: -2.5 }) }, 3);
    const near = sign(doc(4, { date: '2025-06-01', purpose: 'near', od: eye({ sph: 0 }) }), 4);
    expect(seriesOf([right, doc(5), near, wrong, first], 'prescription')).toMatchObject([
      { date: '2024-05-01', od: { se: -2.5, cyl: -1 }, os: null },
      { id: right._id, date: '2025-05-01', od: { se: -2.5 } },
    ]);
    expect(seriesOf([first], 'contact-lens-prescription')).toEqual([]);
  });
  it('leaves a day out that only a correction of another day explains', () => {
    const wrong = sign(doc(2, { date: '2025-05-01' }), 2);
    const right = sign({ ...correctionOf(wrong, writer(3)), date: '2025-05-02' }, 3);
    expect(seriesOf([wrong, right], 'prescription').map(({ date }) => date)).toEqual(['2025-05-02']);
  });
});

describe('ages and terms', () => {
  it.each([
    ['2000-11-21', 26],
    ['2000-11-22', 25],
    ['2026-11-21', 0],
    ['2026-11-22', null],
    [null, null],
  ])('born %s is %s', (birth, age) => {
    expect(ageOn(birth, TODAY)).toBe(age);
  });
  it('is good for a year, a child’s for half, or as written; months end where months end', () => {
    expect(validUntil(glasses(), 'glasses', 30)).toBe('2027-11-21');
    expect(validUntil(glasses(), 'glasses', 13)).toBe('2027-05-21');
    expect(validUntil(glasses(), 'glasses', 14)).toBe('2027-11-21');
    expect(validUntil(glasses({ validUntil: '2028-01-01' }), 'glasses', 7)).toBe('2028-01-01');
    expect([monthsLater('2026-08-31', 6), monthsLater('2024-02-29', 12), monthsLater('2026-12-31', 1)]).toEqual([
      '2027-02-28',
      '2025-02-28',
      '2027-01-31',
    ]);
  });
});

describe('FHIR VisionPrescription', () => {
  it('of glasses: both eyes, minus cylinders, plano told from empty', () => {
    const prism = { horizontal: { amount: 2, base: 'in' as const }, vertical: { amount: 0.5, base: 'up' as const } };
    const signed = sign(
      doc(1, { od: eye({ sph: -3.5, cyl: 1, axis: 90, add: 2, prism }), os: eye({ sph: 0 }), doctor: 'Попова М. А.' }),
      2,
    );
    expect(visionPrescription(signed, 'active')).toEqual({
      resourceType: 'VisionPrescription',
      id: `prescription-${clock(1)}`,
      identifier: [{ value: signed._id }],
      status: 'active',
      created: '1970-01-01T00:00:00.002Z',
      patient: { identifier: { value: 'client:1' } },
      dateWritten: TODAY,
      prescriber: { display: 'Попова М. А.' },
      lensSpecification: [
        {
          product: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/ex-visionprescriptionproduct', code: 'lens' }] },
          eye: 'right',
          sphere: -2.5,
          cylinder: -1,
          axis: 180,
          prism: [
            { amount: 2, base: 'in' },
            { amount: 0.5, base: 'up' },
          ],
          add: 2,
        },
        expect.objectContaining({ eye: 'left', sphere: 0 }),
      ],
    });
    const draft = visionPrescription(doc(1, { os: eye({ sph: null }) }), 'draft');
    expect(draft.lensSpecification.map(({ eye }) => eye)).toEqual(['right']);
    expect(draft).toMatchObject({
      created: new Date(1_790_000_000_001).toISOString(),
      prescriber: { identifier: { value: 'staff:1' } },
    });
  });
  it('of contact lenses: power, curve, diameter and how long one is worn', () => {
    const content = contactLenses({
      replacement: 'two-weeks',
      od: lensEye({ sph: -3, brand: 'A' }),
      os: lensEye({ sph: null, baseCurve: null, diameter: null }),
    });
    const { pd: _, ...head } = doc(1);
    const exported = visionPrescription(
      { ...head, ...content, type: 'contact-lens-prescription', od: content.od, os: content.os },
      'active',
    );
    expect(exported.lensSpecification).toMatchObject([
      { eye: 'right', power: -3, backCurve: 8.6, diameter: 14.2, brand: 'A', duration: { value: 2, code: 'wk' } },
    ]);
    expect(exported.lensSpecification[0]).not.toHaveProperty('sphere');
  });
  it('knows no null and survives JSON', () => {
    fc.assert(
      fc.property(lens, lens, (od, os) => {
        const text = JSON.stringify(visionPrescription(doc(1, { od: eye(od), os: eye(os) }), 'draft'));
        expect(text).not.toContain('null');
        expect(JSON.parse(text)).toEqual(visionPrescription(doc(1, { od: eye(od), os: eye(os) }), 'draft'));
      }),
    );
  });
});
