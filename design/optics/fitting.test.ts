import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { family } from '../../tests/factories/lenses.ts';
import { diametersFor, fitEye, minimumBlank, type FittingCase } from './fitting.ts';
import { FITTING_LIMITS } from './fitting-limits.ts';
import { effectiveDiameter, frameDistance, frameSize } from './frame-box.ts';
import { lensThickness, sagitta } from './thickness.ts';

const frame = { a: 54, dbl: 18, b: 40, ed: 58 };
const single = family({ diameter: 65 }).lens!;
const progressive = family({
  design: 'progressive',
  add: { min: 0.75, max: 3.5, step: 0.25 },
  minHeight: 18,
  diameter: 70,
}).lens!;
const caseOf = (more: Partial<FittingCase> = {}): FittingCase => ({
  eye: 'od',
  lens: single,
  need: { sph: -2, cyl: null },
  frame,
  pd: { both: 64, od: 32, os: 32 },
  height: null,
  ...more,
});
const codes = (more: Partial<FittingCase>) => fitEye(caseOf(more)).findings.map(({ code }) => code);

describe('the minimum blank size', () => {
  it.each([
    // ED, decentration of one eye, blank: A60 DBL20 ED63 PD69 is the worked example of the total formula (optics.md §1.3).
    [63, 5.5, 76],
    [58, 4, 68],
    [58, -4, 68],
    [58, 0, 60],
    [47.5, 0.5, 50.5],
  ])('is ED %d and twice the decentration %d and 2 mm: %d', (ed, decentration, blank) => {
    expect(minimumBlank(ed, decentration)).toBe(blank);
  });

  it('equals ED + (A + DBL − PD) + 2 for a pair of equal eyes', () => {
    const mm = (min: number, max: number) => fc.integer({ min: min * 2, max: max * 2 }).map((n) => n / 2);
    fc.assert(
      fc.property(mm(40, 60), mm(14, 22), mm(50, 76), mm(40, 65), (a, dbl, both, ed) => {
        const { blank } = fitEye(caseOf({ frame: { a, dbl, ed }, pd: { both, od: null, os: null } }));
        expect(blank).toEqual({ least: ed + Math.abs(a + dbl - both) + 2, most: ed + Math.abs(a + dbl - both) + 2 });
      }),
    );
  });

  it('is a range where ED was not measured: the box on one side, its diagonal on the other', () => {
    expect(effectiveDiameter({ a: 48, dbl: 18, b: 36 })).toEqual({ least: 48, most: 60 });
    expect(effectiveDiameter({ a: 48, dbl: 18 })).toEqual({ least: 48, most: null });
    const unmeasured = fitEye(caseOf({ frame: { a: 48, dbl: 18, b: 36 }, pd: { both: 66, od: null, os: null } }));
    expect(unmeasured.blank).toEqual({ least: 50, most: 62 });
    expect(codes({ frame: { a: 48, dbl: 18 } })).toEqual(['ED_UNKNOWN']);
  });

  it('counts the height of a single-vision lens too, and never that of a progressive one', () => {
    // 3 mm inwards and 4 mm up are 5 mm.
    const high = { pd: { both: null, od: 33, os: 33 }, height: 24 };
    expect(fitEye(caseOf(high))).toMatchObject({ decentration: { in: 3, up: 4 }, blank: { least: 70 } });
    expect(fitEye(caseOf({ ...high, lens: progressive })).blank).toEqual({ least: 66, most: 66 });
  });

  it('never falls when the frame grows', () => {
    const size = fc.integer({ min: 40, max: 60 });
    fc.assert(
      fc.property(size, size, fc.integer({ min: 20, max: 40 }), (a, ed, od) => {
        const blank = (bigger: number) => minimumBlank(ed + bigger, (a + 18) / 2 - od);
        expect(blank(1)).toBeGreaterThan(blank(0));
      }),
    );
  });
});

describe('the blank that a family has', () => {
  const lens = family({ diameter: 65, diameters: [{ mm: 70 }, { mm: 75, sph: { min: -4, max: 0 }, cylTo: 2 }] }).lens!;

  it.each([
    [{ sph: -2, cyl: -2 }, [65, 70, 75]],
    [{ sph: -4, cyl: 2 }, [65, 70, 75]],
    [{ sph: -4.25, cyl: null }, [65, 70]],
    [{ sph: -2, cyl: -2.25 }, [65, 70]],
    [{ sph: 0.25, cyl: -0.25 }, [65, 70]],
    [{ sph: -0.25, cyl: 0.5 }, [65, 70]],
  ])('in a power, in either notation: %j', (power, mm) => {
    expect(diametersFor(lens, power)).toEqual(mm);
  });

  it('is the smallest that surely holds the shape', () => {
    expect(fitEye(caseOf({ lens }))).toMatchObject({ blank: { least: 68 }, diameter: 70 });
    expect(fitEye(caseOf({ lens, frame: { a: 54, dbl: 18, b: 30 } }))).toMatchObject({
      blank: { least: 64, most: 71.8 },
      diameter: 75,
    });
  });

  it.each([
    [{ pd: { both: null, od: 33.5, os: 33.5 } }, 65, []],
    [{ pd: { both: null, od: 33.4, os: 33.5 } }, 65, ['BLANK_TOO_SMALL']],
    [{ frame: { a: 54, dbl: 18, b: 30 } }, 65, ['ED_UNKNOWN', 'BLANK_MAYBE_TOO_SMALL']],
    [{ frame: { a: 56, dbl: 18, b: 30 } }, 65, ['ED_UNKNOWN', 'BLANK_TOO_SMALL']],
  ])('is told where it is too small, or may be: %j', (more, diameter, told) => {
    expect(fitEye(caseOf(more)).diameter).toBe(diameter);
    expect(codes(more)).toEqual(told);
  });
});

describe('the pupil in the frame', () => {
  const large = family({ diameter: 90 }).lens!;

  it.each([
    [{ both: 72, od: null, os: null }, 0, ['PD_DERIVED']],
    [{ both: 62, od: 31, os: 31 }, 5, []],
    [{ both: 62, od: 30.5, os: 31.5 }, 5.5, ['DECENTRATION_LARGE']],
    [{ both: 74, od: 36.5, os: 37.5 }, -0.5, ['DECENTRATION_OUTWARD']],
    [{ both: null, od: 41.5, os: null }, -5.5, ['DECENTRATION_LARGE', 'DECENTRATION_OUTWARD']],
    [{ both: null, od: null, os: 32 }, null, ['PD_MISSING']],
    [{ both: 65, od: null, os: 33 }, 4, ['PD_DERIVED']],
  ])('by PD %j', (pd, inwards, told) => {
    const fitted = fitEye(caseOf({ pd, lens: large }));
    expect(fitted.decentration.in).toBe(inwards);
    expect(fitted.findings.map(({ code }) => code)).toEqual(told);
    expect(fitted.blank === null).toBe(inwards === null);
  });

  it('is measured against the boxed centres', () => {
    expect(frameDistance(frame)).toBe(72);
    expect(frameSize({ ...frame, temple: 140 })).toBe('54□18-140');
  });
});

describe('the height of a lens with a near part', () => {
  it.each([
    [{ height: 18 }, []],
    [{ height: 17.5 }, ['HEIGHT_TOO_LOW']],
    [{ height: 39.5 }, []],
    [{ height: 40 }, ['HEIGHT_OUTSIDE']],
    [{ height: 0 }, ['HEIGHT_TOO_LOW', 'HEIGHT_OUTSIDE']],
    [{ height: null }, ['HEIGHT_MISSING']],
    [{ height: null, frame: { ...frame, b: 18 } }, ['HEIGHT_MISSING', 'BOX_TOO_LOW']],
    [{ height: null, frame: { ...frame, b: 18.5 } }, ['HEIGHT_MISSING']],
    [{ height: null, lens: single, pd: { both: 68, od: 34, os: 34 } }, []],
  ])('%j', (more, told) => {
    expect(codes({ lens: progressive, ...more })).toEqual(told);
  });
});

describe('the thickness of a lens', () => {
  it.each([
    // r²·F / (2000·(n − 1))
    [-4, 30, 1.5, -3.6],
    [4, 30, 1.6, 3],
    [0, 30, 1.5, 0],
  ])('has the sagitta of %d D at %d mm, n %d: %d', (power, radius, index, mm) => {
    expect(sagitta(power, radius, index)).toBeCloseTo(mm, 10);
  });

  it('is least in the middle of a minus lens and at the rim of a plus lens', () => {
    const minus = { need: { sph: -4, cyl: null }, index: 1.5, temporal: 30, radius: 32 };
    expect(lensThickness(minus)).toEqual({ centre: 1.7, edge: 5.3 });
    expect(lensThickness({ ...minus, centre: 1.2 })).toEqual({ centre: 1.2, edge: 4.8 });
    expect(lensThickness({ ...minus, need: { sph: 4, cyl: null }, radius: 30 })).toEqual({ centre: 4.1, edge: 0.5 });
  });

  it('at the rim is that of the horizontal meridian: the whole cylinder at axis 90, none at 180', () => {
    const thick = (axis: number | null) =>
      lensThickness({ need: { sph: -2, cyl: -2, axis }, index: 1.5, temporal: 30, radius: 30 }).edge;
    expect([thick(90), thick(180), thick(45), thick(null)]).toEqual([5.3, 3.5, 4.4, 5.3]);
  });

  it('is the same in either notation, and never grows with the index', () => {
    const quarter = (min: number, max: number) => fc.integer({ min: min * 4, max: max * 4 }).map((n) => n / 4);
    fc.assert(
      fc.property(quarter(-10, 8), quarter(-4, 0), fc.integer({ min: 1, max: 180 }), (sph, cyl, axis) => {
        const thick = (need: FittingCase['need'], index: number) => lensThickness({ need, index, temporal: 28, radius: 30 });
        const turned = { sph: sph + cyl, cyl: -cyl, axis: axis > 90 ? axis - 90 : axis + 90 };
        expect(thick(turned, 1.5)).toEqual(thick({ sph, cyl, axis }, 1.5));
        const [low, high] = [thick({ sph, cyl, axis }, 1.5), thick({ sph, cyl, axis }, 1.67)];
        expect(Math.max(high.centre, high.edge)).toBeLessThanOrEqual(Math.max(low.centre, low.edge));
      }),
    );
  });

  it('of a finished plus lens is that of its whole blank', () => {
    const plus = caseOf({ need: { sph: 4, cyl: null }, lens: family({ diameter: 75 }).lens! });
    const [made, finished] = [fitEye(plus).thickness!, fitEye({ ...plus, finished: true }).thickness!];
    expect(finished.centre).toBeGreaterThan(made.centre);
  });
});

it('goes by the limits of the workshop where they are its own', () => {
  const limits = { ...FITTING_LIMITS, allowance: 4, decentration: 3 };
  const fitted = fitEye(caseOf(), limits);
  expect(fitted.blank).toEqual({ least: 70, most: 70 });
  expect(fitted.findings.map(({ code }) => code)).toEqual(['DECENTRATION_LARGE', 'BLANK_TOO_SMALL']);
});
