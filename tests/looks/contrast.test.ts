import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../../app/app.css'), 'utf8');

/** Colours of the block that begins with `opening`, by name. */
function colours(opening: string): Map<string, string> {
  const from = css.indexOf(opening);
  if (from < 0) throw new Error(`no ${opening} in app.css`);
  const block = css.slice(from, css.indexOf('}', from));
  return new Map([...block.matchAll(/--color-([\w-]+):\s*(#[\da-f]{6})/g)].map(([, name, value]) => [name!, value!]));
}

const light = colours('@theme {');
const THEMES = { light, dark: new Map([...light, ...colours(":root[data-theme='dark'] {")]) };

/** WCAG 2.2: relative luminance of an sRGB colour. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [dark, bright] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

/** What stands on what, and how clearly: 7 for money and totals (AAA), 4.5 for text (AA), 3 for edges of controls and the focus ring. */
const GROUNDS = ['canvas', 'surface', 'sunken', 'hover'];
const PAIRS: [front: string, ground: string, least: number][] = [
  ...GROUNDS.flatMap((ground): [string, string, number][] => [
    ['ink', ground, 7],
    ['muted', ground, 4.5],
    ['accent', ground, 4.5],
    ['accent-deep', ground, 4.5],
    ['ok', ground, 4.5],
    ['warn', ground, 4.5],
    ['danger', ground, 4.5],
  ]),
  ['edge', 'canvas', 3],
  ['edge', 'surface', 3],
  ['on-paper', 'paper', 7],
  ['ink', 'accent-soft', 7],
  ['accent', 'accent-soft', 4.5],
  ['muted', 'accent-soft', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-deep', 4.5],
  ['ok', 'ok-soft', 4.5],
  ['warn', 'warn-soft', 4.5],
  ['danger', 'danger-soft', 4.5],
  ['on-danger', 'danger', 4.5],
  ['on-training', 'training', 4.5],
];

describe.each(Object.entries(THEMES))('contrast in the %s theme (issue 5 part 11)', (_, theme) => {
  it.each(PAIRS)('%s on %s is at least %d to 1', (front, ground, least) => {
    expect(contrast(theme.get(front)!, theme.get(ground)!)).toBeGreaterThanOrEqual(least);
  });
});

describe('themes', () => {
  it('the first paint of a dark device has the colours of the dark theme', () => {
    const first = colours(':root:not([data-theme])');
    for (const [name, value] of first) expect([name, value]).toEqual([name, THEMES.dark.get(name)]);
  });
  it('the measure itself is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});
