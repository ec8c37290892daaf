import { describe, expect, it } from 'vitest';
import { seeded } from '../../faults/seeded.ts';
import { against, differences, figureIn, figuresOf, offGrid, storedBy } from './prescription-oracle.ts';
import { strokesOf } from './prescription-strokes.ts';

const seen = (texts: Record<string, string>) => ({ texts, bases: {} });

describe('the walk over the prescription form', () => {
  it('is the same for the same seed and another for another', () => {
    expect(strokesOf(seeded(7), 200)).toEqual(strokesOf(seeded(7), 200));
    expect(strokesOf(seeded(7), 200)).not.toEqual(strokesOf(seeded(8), 200));
  });

  it('does everything that hands do: digits, either sign, comma and point, arrows, wheel, both ways of Tab, corrections, copy, notation', () => {
    const strokes = strokesOf(seeded(1), 4_000);
    const keys = new Set(strokes.flatMap((stroke) => (stroke.kind === 'key' ? [stroke.key] : [])));
    for (const key of [
      '0',
      '5',
      '-',
      '+',
      ',',
      '.',
      'ArrowUp',
      'PageDown',
      'Tab',
      'Shift+Tab',
      'Enter',
      'Backspace',
      'Escape',
      'п',
    ])
      expect(keys).toContain(key);
    const pressed = strokes.flatMap((stroke) => (stroke.kind === 'press' ? [stroke.id] : []));
    expect(new Set(pressed)).toEqual(new Set(['rx-copy-os', 'rx-copy-od', 'rx-sign-plus', 'rx-sign-minus']));
    expect(strokes.some((stroke) => stroke.kind === 'wheel')).toBe(true);
  });
});

describe('what a form says to a reader', () => {
  it.each([
    ['od.sph', '−2,25', -2.25],
    ['od.sph', '+0,50', 0.5],
    ['od.sph', '0,00', 0],
    ['od.sph', '', null],
    ['od.sph', '−0,12', -0.125],
    ['od.axis', '0', 180],
    ['pd.both', '62,5', 62.5],
    ['od.sph', '1e3', null],
    ['od.sph', 'пл', 0],
    ['od.cyl', 'сф', 0],
    ['od.sph', 'сф', null],
  ])('%s «%s» is %s', (path, text, value) => {
    expect(figureIn(path, text)).toBe(value);
  });

  it('a sign that is not shown, another figure, and a figure off the grid are told', () => {
    expect(against('od.sph', '2,25', -2.25)).toMatch(/shown/);
    expect(against('od.sph', '2,25', 2.25)).toMatch(/no sign/);
    expect(against('od.sph', '+2,25', 2.25)).toBeNull();
    expect(against('od.sph', '2,2', null)).toBeNull();
    expect(offGrid('od.sph', 2.3)).toMatch(/off the grid/);
    expect(offGrid('od.axis', 0)).toMatch(/no axis/);
    expect(offGrid('od.baseCurve', 8.6)).toBeNull();
  });

  it('a plus cylinder is stored as the same lens with a minus one; plano and empty stay what they are', () => {
    expect(
      storedBy(seen({ 'od.sph': '−1,00', 'od.cyl': '+2,00', 'od.axis': '100', 'os.sph': '0,00', 'os.cyl': '' })),
    ).toMatchObject({
      ...{ 'od.sph': 1, 'od.cyl': -2, 'od.axis': 10 },
      ...{ 'os.sph': 0, 'os.cyl': null },
    });
  });

  it('a document is compared figure by figure', () => {
    const doc = { od: { sph: 0, cyl: null, prism: { horizontal: { amount: 2, base: 'in' }, vertical: null } }, pd: { both: 62 } };
    const found = figuresOf(doc, ['od.sph', 'od.cyl', 'od.prism.horizontal', 'pd.both']);
    expect(found).toEqual({ 'od.sph': 0, 'od.cyl': null, 'od.prism.horizontal': 2, 'pd.both': 62 });
    expect(differences({ ...found, 'od.sph': null }, found)).toEqual(['od.sph: expected nothing, found 0']);
  });
});
