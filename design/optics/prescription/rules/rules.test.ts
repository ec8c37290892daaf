import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  glassesContent,
  type ContactLensContent,
  type Eye,
  type GlassesContent,
  type Prism,
  type Pupils,
} from '../../../documents/prescription.ts';
import { stored } from '../correction.ts';
import { transpose } from '../notation.ts';
import { contactLenses, eighths, eye, glasses, lensEye } from '../../../../tests/factories/prescriptions.ts';
import { checkContactLenses, checkGlasses, isStop, RULES_FOR_CONTACT_LENSES, RULES_FOR_GLASSES } from './check.ts';
import { findingText } from './finding-text.ts';
import type { RuleCase } from './rule.ts';
import { FINDING_TEXTS, type FindingCode } from './texts.ts';
import { FINDING_TEXTS_EN } from './texts.en.ts';

const TODAY = '2026-11-21';
type About = Partial<Omit<RuleCase<GlassesContent>, 'content'>>;
const findings = (content: GlassesContent, about: About = {}) =>
  checkGlasses({ content, previous: null, age: null, today: TODAY, ...about });
const codes = (content: GlassesContent, about: About = {}) => findings(content, about).map(({ code }) => code);

/** One figure of the right eye; the left is like it, so that nothing else is found. */
const both = (with_: Partial<Eye>): GlassesContent => glasses({ od: eye(with_), os: eye(with_), vertex: 12 });
const pd = (both: number | null, od: number | null = null, os: number | null = null): Pupils => ({ both, od, os });
const across = (amount: number, base: 'in' | 'out' = 'in'): Prism => ({ horizontal: { amount, base }, vertical: null });

type Row = [code: FindingCode, what: string, content: GlassesContent, found: boolean, about?: About];
const ROWS: readonly Row[] = [
  // Requirements K-57: every boundary of D and L-14…L-16.
  ['SPH_RANGE', '−30,00', both({ sph: -30 }), false],
  ['SPH_RANGE', '−30,25', both({ sph: -30.25 }), true],
  ['SPH_RANGE', '+30,00', both({ sph: 30 }), false],
  ['SPH_RANGE', '+30,25', both({ sph: 30.25 }), true],
  ['SPH_RANGE', '+29,00 with +2,00, which is stored as +31,00', both({ sph: 29, cyl: 2, axis: 90 }), true],
  ['SPH_UNUSUAL', '−20,00', both({ sph: -20 }), false],
  ['SPH_UNUSUAL', '−20,25', both({ sph: -20.25 }), true],
  ['SPH_UNUSUAL', '+20,25', both({ sph: 20.25 }), true],
  ['CYL_RANGE', '−15,00', both({ cyl: -15, axis: 90 }), false],
  ['CYL_RANGE', '−15,25', both({ cyl: -15.25, axis: 90 }), true],
  ['CYL_RANGE', '+15,00', both({ cyl: 15, axis: 90 }), false],
  ['CYL_RANGE', '+15,25', both({ cyl: 15.25, axis: 90 }), true],
  ['CYL_RARE', '−4,00', both({ cyl: -4, axis: 90 }), false],
  ['CYL_RARE', '−4,25', both({ cyl: -4.25, axis: 90 }), true],
  ['CYL_RARE', '+4,25', both({ cyl: 4.25, axis: 90 }), true],
  ['CYL_VERY_RARE', '−6,00', both({ cyl: -6, axis: 90 }), false],
  ['CYL_VERY_RARE', '−6,25', both({ cyl: -6.25, axis: 90 }), true],
  ['OFF_GRID', '−2,25', both({ sph: -2.25 }), false],
  ['OFF_GRID', '−2,30', both({ sph: -2.3 }), true],
  ['OFF_GRID', 'an eighth', both({ sph: -2.125 }), false],
  ['OFF_GRID', 'an addition of 2,10', both({ add: 2.1 }), true],
  ['EIGHTHS', '−2,125', both({ sph: -2.125 }), true],
  ['EIGHTHS', '−2,25', both({ sph: -2.25 }), false],
  ['AXIS_RANGE', '0', both({ cyl: -1, axis: 0 }), true],
  ['AXIS_RANGE', '1', both({ cyl: -1, axis: 1 }), false],
  ['AXIS_RANGE', '180', both({ cyl: -1, axis: 180 }), false],
  ['AXIS_RANGE', '181', both({ cyl: -1, axis: 181 }), true],
  ['AXIS_RANGE', '90,5', both({ cyl: -1, axis: 90.5 }), true],
  ['AXIS_REQUIRED', 'a cylinder alone', both({ cyl: -1 }), true],
  ['AXIS_REQUIRED', 'a cylinder of 0', both({ cyl: 0 }), false],
  ['AXIS_REQUIRED', 'no cylinder', both({}), false],
  ['AXIS_WITHOUT_CYL', 'an axis alone', both({ axis: 90 }), true],
  ['AXIS_WITHOUT_CYL', 'a cylinder of 0 with an axis', both({ cyl: 0, axis: 90 }), true],
  ['AXIS_WITHOUT_CYL', 'a cylinder with an axis', both({ cyl: -0.25, axis: 90 }), false],
  ['SPHERE_REQUIRED', 'a cylinder without a sphere', both({ sph: null, cyl: -1, axis: 90 }), true],
  ['SPHERE_REQUIRED', 'a cylinder at plano', both({ sph: 0, cyl: -1, axis: 90 }), false],
  ['SPHERE_REQUIRED', 'an addition without a sphere', both({ sph: null, add: 2 }), true],
  ['SPHERE_REQUIRED', 'an empty eye', both({ sph: null }), false],
  ['ADD_RANGE', '+0,25', both({ add: 0.25 }), false],
  ['ADD_RANGE', '0,00', both({ add: 0 }), true],
  ['ADD_RANGE', '−1,00', both({ add: -1 }), true],
  ['ADD_RANGE', '+4,00', both({ add: 4 }), false],
  ['ADD_RANGE', '+4,25', both({ add: 4.25 }), true],
  ['ADD_UNUSUAL', '+0,50', both({ add: 0.5 }), true],
  ['ADD_UNUSUAL', '+0,75', both({ add: 0.75 }), false],
  ['ADD_UNUSUAL', '+3,00', both({ add: 3 }), false],
  ['ADD_UNUSUAL', '+3,25', both({ add: 3.25 }), true],
  ['PD_RANGE', '40', glasses({ pd: pd(40) }), false],
  ['PD_RANGE', '39,5', glasses({ pd: pd(39.5) }), true],
  ['PD_RANGE', '85', glasses({ pd: pd(85) }), false],
  ['PD_RANGE', '85,5', glasses({ pd: pd(85.5) }), true],
  ['PD_RANGE', '85,5 for near', glasses({ pdNear: pd(85.5) }), true],
  ['MONOCULAR_PD_RANGE', '20 and 42', glasses({ pd: pd(null, 20, 42) }), false],
  ['MONOCULAR_PD_RANGE', '19,5', glasses({ pd: pd(null, 19.5, 30) }), true],
  ['MONOCULAR_PD_RANGE', '42,5', glasses({ pd: pd(null, 30, 42.5) }), true],
  ['PD_UNUSUAL', '56 and 72', glasses({ pd: pd(56) }), false],
  ['PD_UNUSUAL', '55,5', glasses({ pd: pd(55.5) }), true],
  ['PD_UNUSUAL', '72', glasses({ pd: pd(72) }), false],
  ['PD_UNUSUAL', '72,5', glasses({ pd: pd(72.5) }), true],
  ['PD_UNUSUAL', '50 of a child', glasses({ pd: pd(50) }), false, { age: 6 }],
  ['PD_CHILD', '50 at 6', glasses({ pd: pd(50) }), false, { age: 6 }],
  ['PD_CHILD', '62 at 6', glasses({ pd: pd(62) }), true, { age: 6 }],
  ['PD_CHILD', '62 of a grown-up', glasses({ pd: pd(62) }), false, { age: 30 }],
  ['MONOCULAR_PD_UNUSUAL', '28 and 36', glasses({ pd: pd(null, 28, 36) }), false],
  ['MONOCULAR_PD_UNUSUAL', '27,5', glasses({ pd: pd(null, 27.5, 30) }), true],
  ['MONOCULAR_PD_UNUSUAL', '36,5', glasses({ pd: pd(null, 34, 36.5) }), true],
  ['MONOCULAR_PD_UNUSUAL', '25 of a child', glasses({ pd: pd(null, 25, 25) }), false, { age: 6 }],
  ['PD_DISAGREES', '31,5 + 32 for 64', glasses({ pd: pd(64, 31.5, 32) }), false],
  ['PD_DISAGREES', '31 + 32 for 64', glasses({ pd: pd(64, 31, 32) }), true],
  ['PD_MISSING', 'none', glasses({ pd: pd(null) }), true],
  [
    'PD_MISSING',
    'none where nothing is written',
    glasses({ od: eye({ sph: null }), os: eye({ sph: null }), pd: pd(null) }),
    false,
  ],
  ['PD_SIDES_DIFFER', '30 and 33', glasses({ pd: pd(null, 30, 33) }), false],
  ['PD_SIDES_DIFFER', '30 and 33,5', glasses({ pd: pd(null, 30, 33.5) }), true],
  ['PD_NEAR_UNUSUAL', '64 and 60', glasses({ pdNear: pd(60) }), false],
  ['PD_NEAR_UNUSUAL', '64 and 64', glasses({ pdNear: pd(64) }), true],
  ['PD_CHANGED', '64 after 62', glasses(), false, { previous: glasses({ pd: pd(62) }) }],
  ['PD_CHANGED', '64 after 61,5', glasses(), true, { previous: glasses({ pd: pd(61.5) }) }],
  ['PD_CHANGED', 'grown in a child', glasses(), false, { age: 10, previous: glasses({ pd: pd(58) }) }],
  ['PD_CHANGED', 'shrunk in a child', glasses({ pd: pd(55) }), true, { age: 10, previous: glasses({ pd: pd(58) }) }],
  ['PRISM_RANGE', '30', both({ prism: across(30) }), false],
  ['PRISM_RANGE', '30,25', both({ prism: across(30.25) }), true],
  ['PRISM_RANGE', '0', both({ prism: across(0) }), true],
  ['PRISM_RANGE', '0,30', both({ prism: across(0.3) }), true],
  ['PRISM_HIGH', '6', both({ prism: across(6) }), false],
  ['PRISM_HIGH', '6,25', both({ prism: across(6.25) }), true],
  ['PRISM_CANCELS', 'in and out', glasses({ od: eye({ prism: across(2) }), os: eye({ prism: across(2, 'out') }) }), true],
  ['PRISM_CANCELS', 'in and in', both({ prism: across(2) }), false],
  ['PRISM_CANCELS', 'up and up', both({ prism: { horizontal: null, vertical: { amount: 1, base: 'up' } } }), true],
  ['HEIGHT_RANGE', '7', both({ height: 7 }), false],
  ['HEIGHT_RANGE', '6,5', both({ height: 6.5 }), true],
  ['FITTING_RANGE', 'vertex 26', glasses({ vertex: 26 }), true],
  ['FITTING_RANGE', 'tilt 8', glasses({ tilt: 8 }), false],
  ['VERTEX_NEEDED', '−3,75', glasses({ od: eye({ sph: -3.75 }), os: eye({ sph: -3.75 }) }), false],
  ['VERTEX_NEEDED', '−4,00', glasses({ od: eye({ sph: -4 }), os: eye({ sph: -4 }) }), true],
  ['VERTEX_NEEDED', '−4,00 in one meridian', glasses({ od: eye({ sph: -3, cyl: -1, axis: 90 }) }), true],
  ['VERTEX_NEEDED', '−4,00 with it', both({ sph: -4 }), false],
  ['ANISOMETROPIA', '2,00', glasses({ od: eye({ sph: -1 }), os: eye({ sph: -3 }) }), false],
  ['ANISOMETROPIA', '2,25', glasses({ od: eye({ sph: -1 }), os: eye({ sph: -3.25 }) }), true],
  ['SIGNS_DIFFER', '+0,25 and −0,25', glasses({ od: eye({ sph: 0.25 }), os: eye({ sph: -0.25 }) }), true],
  ['SIGNS_DIFFER', 'plano and −2,00', glasses({ od: eye({ sph: 0 }) }), false],
  ['ADDS_DIFFER', '2,00 and 2,25', glasses({ od: eye({ add: 2 }), os: eye({ add: 2.25 }) }), true],
  ['ADDS_DIFFER', 'one eye only', glasses({ od: eye({ add: 2 }), os: eye({ sph: null }) }), false],
  ['NOTHING_WRITTEN', 'both empty (valid, D-07)', both({ sph: null }), true],
  ['NOTHING_WRITTEN', 'plano', both({ sph: 0 }), false],
  ['ONE_EYE_ONLY', 'a single eye (valid, D-07)', glasses({ os: eye({ sph: null }) }), true],
  ['ADD_WITHOUT_REASON', 'for far', glasses({ ...both({ add: 2 }), purpose: 'distance' }), true],
  [
    'ADD_WITHOUT_REASON',
    'for far, with one',
    glasses({ ...both({ add: 2 }), purpose: 'distance', reason: 'аккомодация' }),
    false,
  ],
  ['ADD_WITHOUT_REASON', 'progressive', glasses({ ...both({ add: 2 }), purpose: 'progressive' }), false],
  ['ADD_MISSING', 'progressive', glasses({ purpose: 'progressive' }), true],
  ['ADD_MISSING', 'for far', glasses({ purpose: 'distance' }), false],
  ['ADD_TOO_YOUNG', 'at 39', both({ add: 1 }), true, { age: 39 }],
  ['ADD_TOO_YOUNG', 'at 40', both({ add: 1 }), false, { age: 40 }],
  ['ADD_TOO_YOUNG', 'at an age that nobody knows', both({ add: 1 }), false],
  ['ADD_LOW_FOR_AGE', '1,25 at 60', both({ add: 1.25 }), true, { age: 60 }],
  ['ADD_LOW_FOR_AGE', '1,50 at 60', both({ add: 1.5 }), false, { age: 60 }],
  ['ADD_INTERMEDIATE', 'more than near', both({ add: 1, addIntermediate: 1.25 }), true],
  ['ADD_INTERMEDIATE', 'half of near', both({ add: 2, addIntermediate: 1 }), false],
  ['SIGN_FLIPPED', '+2,00 after −2,00', both({ sph: 2 }), true, { previous: both({ sph: -2 }) }],
  ['SIGN_FLIPPED', '−2,25 after −2,00', both({ sph: -2.25 }), false, { previous: both({ sph: -2 }) }],
  ['SIGN_FLIPPED', 'plano after −0,50', both({ sph: 0 }), false, { previous: both({ sph: -0.5 }) }],
  ['CYL_SIGN_FLIPPED', '+1,00 after −1,00', both({ cyl: 1, axis: 90 }), true, { previous: both({ cyl: -1, axis: 90 }) }],
  [
    'CYL_SIGN_FLIPPED',
    'the other notation',
    both(transpose(eye({ cyl: -1, axis: 90 }))),
    false,
    { previous: both({ cyl: -1, axis: 90 }) },
  ],
  ['EYES_SWAPPED', 'left on the right', glasses({ os: eye({ sph: -3 }) }), true, { previous: glasses({ od: eye({ sph: -3 }) }) }],
  ['EYES_SWAPPED', 'equal eyes', glasses(), false, { previous: glasses() }],
  ['SPH_JUMP', '1,00 in no time', both({ sph: -3 }), false, { previous: both({ sph: -2 }) }],
  ['SPH_JUMP', '1,25 in no time', both({ sph: -3.25 }), true, { previous: both({ sph: -2 }) }],
  [
    'SPH_JUMP',
    '2,00 of a child in two years',
    both({ sph: -4 }),
    false,
    { age: 9, previous: { ...both({}), date: '2024-11-20' } },
  ],
  [
    'SPH_JUMP',
    '2,00 of a grown-up in two years',
    both({ sph: -4 }),
    true,
    { age: 40, previous: { ...both({}), date: '2024-11-20' } },
  ],
  ['SPH_JUMP', 'an eye that was empty', both({ sph: -9 }), false, { previous: both({ sph: null }) }],
  ['CYL_JUMP', '1,25', both({ cyl: -1.25, axis: 90 }), true, { previous: both({}) }],
  ['AXIS_TURNED', '175 after 5: ten degrees', both({ cyl: -1, axis: 175 }), false, { previous: both({ cyl: -1, axis: 5 }) }],
  ['AXIS_TURNED', '110 after 90', both({ cyl: -1, axis: 110 }), true, { previous: both({ cyl: -1, axis: 90 }) }],
  ['AXIS_TURNED', 'of a weak cylinder', both({ cyl: -0.5, axis: 110 }), false, { previous: both({ cyl: -0.5, axis: 90 }) }],
  ['ADD_FELL', '1,75 after 2,00', both({ add: 1.75 }), true, { previous: both({ add: 2 }) }],
  ['ADD_FELL', '2,25 after 2,00', both({ add: 2.25 }), false, { previous: both({ add: 2 }) }],
  ['DATE_IN_FUTURE', 'today', glasses({ date: TODAY }), false],
  ['DATE_IN_FUTURE', 'tomorrow', glasses({ date: '2026-11-22' }), true],
  ['VALID_BEFORE_DATE', 'the day before', glasses({ validUntil: '2026-11-20' }), true],
  ['VALID_BEFORE_DATE', 'the same day', glasses({ validUntil: TODAY }), false],
  ['EXPIRED', 'a year ago to the day', glasses({ date: '2025-11-21' }), false],
  ['EXPIRED', 'a year and a day ago', glasses({ date: '2025-11-20' }), true],
  ['EXPIRED', 'half a year and a day of a child', glasses({ date: '2026-05-20' }), true, { age: 7 }],
  ['EXPIRED', 'as long as was written', glasses({ date: '2025-01-01', validUntil: TODAY }), false],
];

describe('the rules of glasses (K-57)', () => {
  it.each<Row>([...ROWS])('%s: %s', (code, _, content, found, about) => {
    expect(codes(content, about).includes(code)).toBe(found);
  });
  it('find nothing in an everyday prescription', () => {
    const content = glasses({
      od: eye({ sph: -2.5, cyl: -1, axis: 180, add: 2 }),
      os: eye({ sph: -2.75, cyl: -0.75, axis: 175, add: 2 }),
      purpose: 'progressive',
    });
    expect(findings(content, { age: 55, previous: { ...content, date: '2025-11-01' } })).toEqual([]);
  });
  it('say the same of both notations, but for what is written', () => {
    const WRITTEN = new Set<FindingCode>(['CYL_SIGN_FLIPPED', 'EIGHTHS']);
    fc.assert(
      fc.property(eighths(-9, 9), eighths(-5, 5), fc.integer({ min: 1, max: 180 }), eighths(-9, 9), (sph, cyl, axis, other) => {
        const right = cyl === 0 ? eye({ sph }) : eye({ sph, cyl, axis });
        const about = { previous: glasses({ od: eye({ sph: other }) }), age: 30 };
        const said = (od: Eye) => codes(glasses({ od, os: eye({ sph: other }) }), about).filter((code) => !WRITTEN.has(code));
        expect(said(transpose(right)).sort()).toEqual(said(right).sort());
      }),
    );
  });
  it('put stops first and name the eye and the field', () => {
    const found = findings(glasses({ od: eye({ cyl: -4.5 }) }));
    expect(found[0]).toEqual({ code: 'AXIS_REQUIRED', severity: 'stop', side: 'od', field: 'axis' });
    expect(found.map(isStop)).toEqual([...found.map(isStop)].sort((a, b) => Number(b) - Number(a)));
  });
});

it('what no rule stops can be stored: the shape and the rules know the same limits', () => {
  const figure = (most: number) =>
    fc.option(
      fc.integer({ min: -most * 16, max: most * 16 }).map((n) => n / 16 + 0),
      { freq: 4 },
    );
  const measure = (most: number) => fc.option(fc.integer({ min: 0, max: most * 2 }).map((n) => n / 2));
  const amount = fc.integer({ min: 0, max: 310 }).map((n) => n / 10);
  const any = fc.record({
    sph: figure(32),
    cyl: figure(16),
    axis: fc.option(fc.integer({ min: -1, max: 182 })),
    add: figure(5),
    height: measure(52),
    prism: fc.option(
      fc.record({ horizontal: fc.record({ amount, base: fc.constant('in' as const) }), vertical: fc.constant(null) }),
    ),
  });
  let storable = 0;
  fc.assert(
    fc.property(any, measure(27), (od, vertex) => {
      const content = stored(glasses({ od, os: eye(), vertex }));
      if (findings(content).some(isStop)) return;
      storable++;
      expect(glassesContent.safeParse(content).error?.issues).toBeUndefined();
    }),
    { numRuns: 3_000 },
  );
  expect(storable).toBeGreaterThan(10);
});

describe('the rules of contact lenses', () => {
  const lens = (content: ContactLensContent, about: Partial<RuleCase<ContactLensContent>> = {}) =>
    checkContactLenses({ content, previous: null, age: 30, today: TODAY, ...about }).map(({ code }) => code);
  const pair = (with_: Parameters<typeof lensEye>[0]) => contactLenses({ od: lensEye(with_), os: lensEye(with_) });

  it.each<readonly [FindingCode, string, ContactLensContent, boolean]>([
    ['LENS_RANGE', 'radius 6,5', pair({ baseCurve: 6.5 }), false],
    ['LENS_RANGE', 'radius 6,4', pair({ baseCurve: 6.4 }), true],
    ['LENS_RANGE', 'diameter 23,1', pair({ diameter: 23.1 }), true],
    ['LENS_UNUSUAL', 'radius 9,2', pair({ baseCurve: 9.2 }), false],
    ['LENS_UNUSUAL', 'radius 9,3', pair({ baseCurve: 9.3 }), true],
    ['LENS_MISSING', 'no radius', pair({ baseCurve: null }), true],
    ['LENS_MISSING', 'an empty eye', pair({ sph: null, baseCurve: null, diameter: null }), false],
    ['SPHERE_NOT_MADE', '−6,25', pair({ sph: -6.25 }), true],
    ['SPHERE_NOT_MADE', '−6,50', pair({ sph: -6.5 }), false],
    ['AXIS_REQUIRED', 'a cylinder alone', pair({ cyl: -0.75 }), true],
    ['EXPIRED', 'of last year', contactLenses({ date: '2025-01-01' }), true],
  ])('%s: %s', (code, _, content, found) => {
    expect(lens(content).includes(code)).toBe(found);
  });
  it('notice the figures of the glasses from ±4,00 on', () => {
    expect(lens(pair({ sph: -5 }), { glasses: both({ sph: -5 }) })).toContain('VERTEX_FORGOTTEN');
    expect(lens(pair({ sph: -4.75 }), { glasses: both({ sph: -5 }) })).not.toContain('VERTEX_FORGOTTEN');
    expect(lens(pair({ sph: -3 }), { glasses: both({ sph: -3 }) })).not.toContain('VERTEX_FORGOTTEN');
  });
  it('find nothing in an everyday pair', () => {
    expect(lens(contactLenses(), { previous: contactLenses() })).toEqual([]);
  });
});

describe('the table of rules', () => {
  const rules = [...RULES_FOR_GLASSES, ...RULES_FOR_CONTACT_LENSES];
  const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

  it('has each code once a type, and a text for each, in both languages with the same placeholders', () => {
    for (const table of [RULES_FOR_GLASSES, RULES_FOR_CONTACT_LENSES])
      expect(new Set(table.map(({ code }) => code)).size).toBe(table.length);
    expect([...new Set(rules.map(({ code }) => code))].sort()).toEqual(Object.keys(FINDING_TEXTS).sort());
    for (const [code, text] of Object.entries(FINDING_TEXTS))
      expect(placeholders(FINDING_TEXTS_EN[code as FindingCode]), code).toEqual(placeholders(text));
  });
  it('is tried by this file: every rule of glasses fires at least once', () => {
    const fired = new Set(ROWS.filter(([, , , found]) => found).map(([code]) => code));
    expect(RULES_FOR_GLASSES.map(({ code }) => code).filter((code) => !fired.has(code))).toEqual([]);
  });
  it('fills every placeholder of what it finds', () => {
    for (const [, , content, , about] of ROWS)
      for (const finding of findings(content, about))
        for (const texts of [FINDING_TEXTS, FINDING_TEXTS_EN]) {
          expect(placeholders(texts[finding.code]).filter((name) => finding.values?.[name!] === undefined)).toEqual([]);
          expect(findingText(finding, texts)).not.toMatch(/[{}]|undefined|NaN/);
        }
  });
  it('shows figures and days as the form does', () => {
    const text = (content: GlassesContent) =>
      findings(content)
        .map((finding) => findingText(finding, FINDING_TEXTS))
        .at(-1);
    expect(text(glasses({ pd: pd(55.5) }))).toBe('Необычное межзрачковое: 55,5 мм (обычно 56–72)');
    expect(text(glasses({ date: '2025-11-20' }))).toBe('Рецепт действовал до 20.11.2026: предложите проверить зрение');
    expect(text(glasses({ tilt: 31 }))).toBe('Значение вне пределов −10…30');
  });
});
