import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactLenses, eighths, eye, glasses, lensEye } from '../../../../tests/factories/prescriptions.ts';
import { contactLensesFromLast, copiedLensTo, copiedTo, glassesFromLast } from './copy.ts';
import { ENTRY_FIELDS, type EntryFieldName } from './fields.ts';
import { eyeText, prescriptionLines, prismText, pupilsText, shown } from './format.ts';
import { typed, typedPupils } from './parse.ts';
import { stepped } from './step.ts';

const names = Object.keys(ENTRY_FIELDS) as EntryFieldName[];
const name = fc.constantFrom(...names);
const value = (v: number) => ({ kind: 'value', value: v });

describe('stepping', () => {
  it.each<[EntryFieldName, number | null, 1 | -1, number | null]>([
    ['sph', null, 1, 0.25],
    ['sph', null, -1, -0.25],
    ['sph', 0, 1, 0.25],
    ['sph', 0, -1, -0.25],
    ['sph', 0.25, -1, 0],
    ['sph', -0.25, 1, 0],
    ['sph', -2.125, 1, -2],
    ['sph', -2.125, -1, -2.25],
    ['sph', 30, 1, 30],
    ['sph', -30, -1, -30],
    ['cyl', -15, -1, -15],
    ['axis', null, 1, 1],
    ['axis', null, -1, 180],
    ['axis', 180, 1, 1],
    ['axis', 1, -1, 180],
    ['add', null, 1, 0.75],
    ['add', null, -1, null],
    ['add', 0.25, -1, 0.25],
    ['add', 4, 1, 4],
    ['pd', null, 1, 62],
    ['pd', 62, -1, 61.5],
    ['visus', 0.2, 1, 0.3],
    ['baseCurve', 8.6, 1, 8.65],
  ])('%s from %s by %i is %s', (field, from, direction, to) => {
    expect(stepped(field, from, direction)).toBe(to);
  });
  it('by leaps of a dioptre, ten degrees', () => {
    expect(stepped('sph', -2.25, 1, 'leap')).toBe(-2);
    expect(stepped('sph', -2, -1, 'leap')).toBe(-3);
    expect(stepped('axis', 175, 1, 'leap')).toBe(180);
    expect(stepped('axis', 180, 1, 'leap')).toBe(10);
  });
  it('never leaves the limits or the grid, whatever is pressed, and never shows a minus zero', () => {
    const press = fc.tuple(fc.constantFrom(1 as const, -1 as const), fc.constantFrom('step' as const, 'leap' as const));
    fc.assert(
      fc.property(name, fc.array(press, { minLength: 1, maxLength: 60 }), (field, presses) => {
        let at: number | null = null;
        for (const [direction, stride] of presses) at = stepped(field, at, direction, stride);
        if (at === null) return;
        const { min, max, step } = ENTRY_FIELDS[field];
        expect(at).toBeGreaterThanOrEqual(min);
        expect(at).toBeLessThanOrEqual(max);
        expect(at / step).toBeCloseTo(Math.round(at / step), 6);
        expect(Object.is(at, -0)).toBe(false);
        expect(typed(field, shown(field, at))).toEqual(value(at));
      }),
    );
  });
});

describe('typing', () => {
  it.each<[EntryFieldName, string, object]>([
    ['sph', '-2', value(-2)],
    ['sph', '−2,25', value(-2.25)],
    ['sph', '–2.25', value(-2.25)],
    ['sph', '+1.5', value(1.5)],
    ['sph', ' + 1,50 ', value(1.5)],
    ['sph', '+.5', value(0.5)],
    ['sph', 'pl', value(0)],
    ['sph', 'Плано', value(0)],
    ['sph', '0', value(0)],
    ['sph', '-0,00', value(0)],
    ['sph', '', { kind: 'empty' }],
    ['sph', '  ', { kind: 'empty' }],
    ['sph', '2', { kind: 'ask-sign', choices: [-2, 2] }],
    ['cyl', '0,75', { kind: 'ask-sign', choices: [-0.75, 0.75] }],
    ['cyl', 'sph', value(0)],
    ['sph', '-2,3', { kind: 'refused', why: 'off-grid', nearest: [-2.5, -2.25] }],
    ['sph', '-2,12', { kind: 'refused', why: 'off-grid', nearest: [-2.25, -2] }],
    ['sph', '-30,25', { kind: 'refused', why: 'out-of-range', min: -30, max: 30 }],
    ['sph', '-225', { kind: 'refused', why: 'out-of-range', min: -30, max: 30 }],
    ['sph', '-2,25-', { kind: 'refused', why: 'not-a-number' }],
    ['sph', '1e1', { kind: 'refused', why: 'not-a-number' }],
    ['sph', 'два', { kind: 'refused', why: 'not-a-number' }],
    ['cyl', '-15', value(-15)],
    ['cyl', '+15,25', { kind: 'refused', why: 'out-of-range', min: -15, max: 15 }],
    ['axis', '0', value(180)],
    ['axis', '180°', value(180)],
    ['axis', '1', value(1)],
    ['axis', '181', { kind: 'refused', why: 'out-of-range', min: 1, max: 180 }],
    ['axis', '-10', { kind: 'refused', why: 'negative' }],
    ['axis', '90,5', { kind: 'refused', why: 'off-grid', nearest: [90, 91] }],
    ['add', '2', value(2)],
    ['add', '+2,25', value(2.25)],
    ['add', '-2', { kind: 'refused', why: 'negative' }],
    ['add', '0', { kind: 'refused', why: 'out-of-range', min: 0.25, max: 4 }],
    ['pd', '62,5', value(62.5)],
    ['pd', '39,5', { kind: 'refused', why: 'out-of-range', min: 40, max: 85 }],
    ['tilt', '-2', value(-2)],
    ['visus', '0,05', value(0.05)],
    ['baseCurve', '8,65', value(8.65)],
    ['baseCurve', '8,63', { kind: 'refused', why: 'off-grid', nearest: [8.6, 8.65] }],
  ])('%s "%s"', (field, text, outcome) => {
    expect(typed(field, text)).toEqual(outcome);
  });
  it.each([
    ['64', { kind: 'value', value: { both: 64 } }],
    ['31,5/32', { kind: 'value', value: { od: 31.5, os: 32 } }],
    ['31,5/', { kind: 'value', value: { od: 31.5, os: null } }],
    ['', { kind: 'empty' }],
    ['/', { kind: 'empty' }],
    ['31', { kind: 'refused', why: 'out-of-range', min: 40, max: 85 }],
    ['64/60', { kind: 'refused', why: 'out-of-range', min: 20, max: 42 }],
    ['31/32/33', { kind: 'refused', why: 'not-a-number' }],
  ])('the pupillary distance "%s"', (text, outcome) => {
    expect(typedPupils(text)).toEqual(outcome);
  });
  it('eighths only where they may be written, in two digits or three', () => {
    expect(typed('sph', '-2,125', { eighths: true })).toEqual(value(-2.125));
    expect(typed('sph', '-2,12', { eighths: true })).toEqual(value(-2.125));
    expect(typed('cyl', '+0,37', { eighths: true })).toEqual(value(0.375));
    expect(typed('sph', '-2,1', { eighths: true })).toMatchObject({ why: 'off-grid' });
    expect(typed('sph', '-2,125')).toMatchObject({ why: 'off-grid' });
  });
  it('any text has an outcome, and a value is always on the grid and within the limits', () => {
    const keys = fc.string({ unit: fc.constantFrom(...'0123456789+-−.,° plдв'), maxLength: 8 });
    fc.assert(
      fc.property(name, fc.oneof(keys, fc.string()), fc.boolean(), (field, text, isEighths) => {
        const outcome = typed(field, text, { eighths: isEighths });
        const values = outcome.kind === 'value' ? [outcome.value] : outcome.kind === 'ask-sign' ? outcome.choices : [];
        for (const each of values) {
          expect(each).toBeGreaterThanOrEqual(ENTRY_FIELDS[field].min);
          expect(each).toBeLessThanOrEqual(ENTRY_FIELDS[field].max);
          if (field === 'sph' || field === 'cyl') expect(Number.isInteger(each * (isEighths ? 8 : 4))).toBe(true);
          expect(Object.is(each, -0)).toBe(false);
        }
      }),
    );
  });
  it('what is shown is read back as the same figure: no value changes by leaving the field', () => {
    fc.assert(
      fc.property(eighths(-15, 15), fc.constantFrom('sph' as const, 'cyl' as const), (power, field) => {
        expect(typed(field, shown(field, power), { eighths: true })).toEqual(value(power));
      }),
    );
  });
});

describe('showing', () => {
  it.each<[EntryFieldName, number | null, string]>([
    ['sph', -2, '−2,00'],
    ['sph', 0.5, '+0,50'],
    ['sph', 0, '0,00'],
    ['sph', -0, '0,00'],
    ['cyl', -0.375, '−0,375'],
    ['sph', null, ''],
    ['add', 2, '+2,00'],
    ['axis', 5, '5'],
    ['pd', 62.5, '62,5'],
    ['pd', 62, '62'],
    ['prism', 2, '2,00'],
    ['tilt', -2, '−2'],
    ['visus', 0.05, '0,05'],
  ])('%s %s is "%s"', (field, at, text) => {
    expect(shown(field, at)).toBe(text);
  });
  it('a prescription in lines, right eye first, in either notation (D-08)', () => {
    const content = glasses({
      od: eye({ sph: -2.5, cyl: -1, axis: 180, add: 2 }),
      os: eye({ sph: 0, prism: { horizontal: { amount: 2, base: 'in' }, vertical: { amount: 0.5, base: 'down' } } }),
      pd: { both: 64, od: 31.5, os: 32.5 },
      pdNear: { both: 60, od: null, os: null },
    });
    expect(prescriptionLines(content)).toEqual([
      'OD Sph −2,50 Cyl −1,00 Ax 180 Add +2,00',
      'OS Sph 0,00 Pr 2,00 BI 0,50 BD',
      'PD 64 (31,5/32,5)',
      'PD near 60',
    ]);
    expect(eyeText(content.od, 'plus')).toBe('Sph −3,50 Cyl +1,00 Ax 90 Add +2,00');
    expect(prescriptionLines(glasses({ os: eye({ sph: null }), pd: { both: null, od: 31, os: null } }))).toEqual([
      'OD Sph −2,00',
      'PD 31/?',
    ]);
    expect([prismText(null), pupilsText({ both: null, od: null, os: null })]).toEqual(['', '']);
  });
});

describe('copying', () => {
  const prism = { horizontal: null, vertical: { amount: 1, base: 'up' as const } };
  it('to the other eye takes refraction, never prism, height or acuity', () => {
    const from = eye({ sph: -3, cyl: -1, axis: 90, add: 2, prism, height: 18, visus: { cc: 1 } });
    expect(copiedTo(eye({ height: 19, visus: { cc: 0.8 } }), from)).toEqual(
      eye({ sph: -3, cyl: -1, axis: 90, add: 2, height: 19, visus: { cc: 0.8 } }),
    );
    expect(
      copiedLensTo(lensEye({ visus: { cc: 0.7 } }), lensEye({ sph: -4, brand: 'A', visus: { cc: 1 }, overRefraction: 0.25 })),
    ).toEqual(lensEye({ sph: -4, brand: 'A', visus: { cc: 0.7 } }));
  });
  it('from the last one takes figures, not what was said or who measured', () => {
    const last = glasses({
      date: '2025-01-10',
      doctor: 'Д',
      reason: 'п',
      validUntil: '2026-01-10',
      od: eye({ sph: -3, prism, visus: { cc: 1 } }),
      vertex: 12,
    });
    expect(glassesFromLast(last, '2026-11-21')).toMatchObject({
      date: '2026-11-21',
      doctor: null,
      vertex: 12,
      od: eye({ sph: -3, prism }),
    });
    expect(Object.keys(glassesFromLast(last, '2026-11-21'))).not.toEqual(expect.arrayContaining(['reason']));
    expect(glassesFromLast(last, '2026-11-21').od).not.toHaveProperty('visus');
    const lens = contactLensesFromLast(
      contactLenses({ date: '2025-01-10', wear: 'daily', od: lensEye({ overRefraction: 0.5 }) }),
      '2026-11-21',
    );
    expect(lens).toMatchObject({ date: '2026-11-21', wear: 'daily', od: lensEye() });
    expect(lens.od).not.toHaveProperty('overRefraction');
  });
});
