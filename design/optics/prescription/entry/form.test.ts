import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactLensContent, glassesContent } from '../../../documents/prescription.ts';
import { contactLenses, eye, glasses } from '../../../../tests/factories/prescriptions.ts';
import { transpose } from '../notation.ts';
import { isOnGrid } from '../power.ts';
import { stored } from '../correction.ts';
import { CONTACT_LENS_EYE, entryNameOf, GLASSES_EYE, isPrism, PAIR_FIELDS, type FieldPath } from './form-fields.ts';
import { entryField } from './fields.ts';
import { shown } from './format.ts';
import {
  baseOf,
  begun,
  copiedEye,
  leftField,
  problemOf,
  problemsOf,
  signed,
  steppedIn,
  textOf,
  turned,
  typedInto,
  valueOf,
  withBase,
  type Form,
} from './form.ts';

const EMPTY = { sph: null, cyl: null, axis: null, add: null };
const blank = () => begun(glasses({ od: EMPTY, os: EMPTY, pd: { both: null, od: null, os: null } }));
const type = (form: Form, path: FieldPath, text: string): Form => leftField(typedInto(form, path, text), path);

describe('a prescription under the hands', () => {
  it('a dioptre without its sign is no figure until the sign is said, and the field shows what was typed', () => {
    const asked = type(blank(), 'od.sph', '2,25');
    expect([valueOf(asked, 'od.sph'), textOf(asked, 'od.sph'), problemsOf(asked)]).toEqual([null, '2,25', ['od.sph']]);
    expect(problemOf(asked, 'od.sph')).toEqual({ kind: 'ask-sign', choices: [-2.25, 2.25] });
    for (const [direction, value, text] of [
      [-1, -2.25, '−2,25'],
      [1, 2.25, '+2,25'],
    ] as const) {
      const said = signed(asked, 'od.sph', direction);
      expect([valueOf(said, 'od.sph'), textOf(said, 'od.sph'), problemsOf(said)]).toEqual([value, text, []]);
      expect(steppedIn(asked, 'od.sph', direction)).toEqual(said);
    }
  });
  it('a new text puts the old figure away: −3,00 overwritten by «2» is not −3,00 any more', () => {
    const written = type(blank(), 'os.sph', '-3');
    expect(valueOf(type(written, 'os.sph', '2'), 'os.sph')).toBeNull();
  });
  it('plano and empty are two things', () => {
    expect(valueOf(type(blank(), 'od.sph', '0'), 'od.sph')).toBe(0);
    expect(textOf(type(blank(), 'od.sph', 'plano'), 'od.sph')).toBe('0,00');
    expect(valueOf(type(type(blank(), 'od.sph', '0'), 'od.sph', ''), 'od.sph')).toBeNull();
    expect(valueOf(steppedIn(type(blank(), 'od.sph', '+0,25'), 'od.sph', -1), 'od.sph')).toBe(0);
  });
  it('off the grid and beyond the limits stays as it was typed and is no figure', () => {
    for (const text of ['-2,30', '-99', 'abc', '+']) {
      const form = type(blank(), 'od.sph', text);
      expect([valueOf(form, 'od.sph'), textOf(form, 'od.sph'), problemsOf(form)]).toEqual([null, text, ['od.sph']]);
      expect(steppedIn(form, 'od.sph', 1)).toBe(form);
    }
  });
  it('a prism is one when it has amount and base', () => {
    const path = 'od.prism.horizontal';
    const amount = type(blank(), path, '2');
    expect([amount.content.od, problemOf(amount, path)]).toMatchObject([{ prism: null }, { kind: 'base-missing' }]);
    expect([textOf(amount, path), valueOf(steppedIn(amount, path, 1), path)]).toEqual(['2,00', 2.25]);
    const whole = withBase(amount, path, 'in');
    expect(glassesContent.parse(whole.content).od.prism).toEqual({ horizontal: { amount: 2, base: 'in' }, vertical: null });
    expect(problemsOf(whole)).toEqual([]);
    const other = withBase(type(type(whole, path, ''), path, '1'), path, 'out');
    expect([valueOf(other, path), baseOf(other, path)]).toEqual([1, 'out']);
    expect(withBase(type(other, path, ''), path, 'out')).toMatchObject({ content: { od: { prism: null } }, halves: {} });
  });
  it('the other notation turns whole eyes and leaves half ones as they are written', () => {
    const form = begun(glasses({ od: eye({ sph: -2.5, cyl: -1, axis: 180 }), os: { ...EMPTY, sph: 1, cyl: -1 } }));
    const plus = turned(form, 'plus');
    expect(plus.content.od).toMatchObject({ sph: -3.5, cyl: 1, axis: 90 });
    expect(plus.content.os).toBe(form.content.os);
    expect(turned(plus, 'minus').content).toEqual(form.content);
    expect(turned(plus, 'plus')).toBe(plus);
  });
  it('copies the refraction to the other eye, with what is still asked for; prism, height and acuity stay', () => {
    const form = type(
      begun(glasses({ od: eye({ sph: -2, add: 1, height: 20 }), os: eye({ sph: 1, height: 18 }) })),
      'od.cyl',
      '1',
    );
    const copied = copiedEye(form, 'od');
    expect(copied.content.os).toEqual(eye({ sph: -2, add: 1, height: 18 }));
    expect([textOf(copied, 'os.cyl'), problemsOf(copied)]).toEqual(['1', ['od.cyl', 'os.cyl']]);
  });
  it('empty groups are not written: the near distance and acuity', () => {
    const near = type(blank(), 'pdNear.both', '60');
    expect(near.content).toMatchObject({ pdNear: { both: 60, od: null, os: null } });
    expect(type(near, 'pdNear.both', '').content).toMatchObject({ pdNear: null });
    const seen = type(blank(), 'od.visus.cc', '0,8');
    expect(seen.content.od.visus).toEqual({ cc: 0.8 });
    expect(type(seen, 'od.visus.cc', '').content.od.visus).toBeNull();
  });
});

const KEYS = [...'0123456789,.-+−/ plano'];
const event = (paths: readonly FieldPath[]) =>
  fc.record({
    path: fc.constantFrom(...paths),
    act: fc.constantFrom(
      'key',
      'key',
      'key',
      'key',
      'back',
      'clear',
      'up',
      'down',
      'leapUp',
      'leapDown',
      'leave',
      'minus',
      'plus',
      'base',
      'turn',
      'copy',
    ),
    key: fc.constantFrom(...KEYS),
    yes: fc.boolean(),
  });
type Event = typeof event extends (p: never) => fc.Arbitrary<infer E> ? E : never;

function play(form: Form, { path, act, key, yes }: Event): Form {
  const eyePath = yes ? 'od' : 'os';
  switch (act) {
    case 'key':
      return typedInto(form, path, textOf(form, path) + key);
    case 'back':
      return typedInto(form, path, textOf(form, path).slice(0, -1));
    case 'clear':
      return typedInto(form, path, key);
    case 'up':
    case 'down':
      return steppedIn(form, path, act === 'up' ? 1 : -1);
    case 'leapUp':
    case 'leapDown':
      return steppedIn(form, path, act === 'leapUp' ? 1 : -1, 'leap');
    case 'leave':
      return leftField(form, path);
    case 'minus':
    case 'plus':
      return signed(form, path, act === 'plus' ? 1 : -1);
    case 'base':
      if (!isPrism(path)) return form;
      return withBase(form, path, path.endsWith('horizontal') ? (yes ? 'in' : 'out') : yes ? 'up' : 'down');
    case 'turn':
      return turned(form, yes ? 'plus' : 'minus');
    case 'copy':
      return copiedEye(form, eyePath);
  }
}

/** The sign that a text shows: −1, 1, 0 for plano and nothing. */
const signShown = (text: string): number => (/^[\s ]*[-−–]/.test(text) ? -1 : /^\s*\+/.test(text) ? 1 : 0);

function expectHonest(form: Form, paths: readonly FieldPath[]): void {
  for (const path of paths) {
    const [value, text, name] = [valueOf(form, path), textOf(form, path), entryNameOf(path)];
    if (problemOf(form, path) && !isPrism(path)) expect(value).toBeNull();
    if (value === null) continue;
    expect(Object.is(value, -0)).toBe(false);
    if (name === 'sph' || name === 'cyl') {
      expect(isOnGrid(value, 0.125)).toBe(true);
      if (value !== 0) expect(signShown(text)).toBe(Math.sign(value));
    } else expect(value).toSatisfy((each: number) => each >= entryField(name).min && each <= entryField(name).max);
    if (form.texts[path] === undefined) expect(text).toBe(shown(name, value));
  }
}

describe('K-57: whatever keys are pressed', () => {
  const glassesPaths: FieldPath[] = [...GLASSES_EYE.flatMap((name) => [`od.${name}`, `os.${name}`] as const), ...PAIR_FIELDS];
  const lensPaths: FieldPath[] = CONTACT_LENS_EYE.flatMap((name) => [`od.${name}`, `os.${name}`] as const);
  const holds = (form: Form): boolean =>
    [form.content.od, form.content.os].every(
      (one) => (!one.cyl || one.axis !== null) && Math.abs(transpose(one).sph ?? 0) <= 30 && Math.abs(one.sph ?? 0) <= 30,
    );

  it('glasses never hold a figure off the grid, beyond a limit, or with a sign that is not shown', () => {
    fc.assert(
      fc.property(fc.array(event(glassesPaths), { maxLength: 80 }), (events) => {
        const form = events.reduce(play, blank());
        expectHonest(form, glassesPaths);
        if (holds(form)) expect(glassesContent.safeParse(stored(form.content)).error).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });
  it('nor do contact lenses', () => {
    fc.assert(
      fc.property(fc.array(event(lensPaths), { maxLength: 80 }), (events) => {
        const form = events.reduce(play, begun(contactLenses()));
        expectHonest(form, lensPaths);
        if (holds(form)) expect(contactLensContent.safeParse(stored(form.content)).error).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});
