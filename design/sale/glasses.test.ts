import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import { addToCart, EMPTY_CART } from './cart.ts';
import { addGlasses, partFor, priceOfPart } from './glasses.ts';
import { blocksOf, freeGroup, missingParts } from './pair.ts';

const entry = (sku: string, kind: CatalogueEntry['kind'], price: number): CatalogueEntry => ({
  ...{ sku, kind, price, name: sku, brand: '', category: '', ean: null, vat: 'none' },
  subject: kind === 'service' ? 'service' : 'goods',
});
const frame = entry('F', 'frame', 500_000);
const work = entry('W', 'service', 80_000);
const lens: CatalogueEntry = {
  ...entry('L', 'lens', 300_000),
  lens: {
    ...{ index: 1.6, design: 'single-vision', material: 'MR-8', coatings: [], diameter: 70, add: null },
    sph: { min: -10, max: 8, step: 0.25 },
    cyl: { min: -4, max: 4, step: 0.25 },
    bands: [
      { sphTo: 4, cylTo: 2, price: 300_000 },
      { sphTo: 10, cylTo: 4, price: 450_000 },
    ],
  },
};
const pair = {
  frame: { entry: frame },
  'lens-right': { entry: lens, power: { sph: -2.25, cyl: -0.75 } },
  'lens-left': { entry: lens, power: { sph: -5, cyl: null } },
  work: { entry: work },
} as const;

describe('a pair of glasses (A-01)', () => {
  it('is four lines of one group, each lens at the price of its own power', () => {
    const { lines } = addGlasses(EMPTY_CART, '1', pair);
    expect(lines.map(({ part, list, note, group }) => [part, list, note, group])).toEqual([
      ['frame', 500_000, null, '1'],
      ['lens-right', 300_000, 'OD −2,25 / −0,75', '1'],
      ['lens-left', 450_000, 'OS −5,00', '1'],
      ['work', 80_000, null, '1'],
    ]);
  });
  it('keeps the power off the receipt: it is in the note, not in the name', () => {
    expect(addGlasses(EMPTY_CART, '1', pair).lines.every((line) => !/\d,\d\d/.test(line.entry.name))).toBe(true);
  });
  it('may be incomplete, and is completed later without doubling what is there', () => {
    const half = addGlasses(EMPTY_CART, '1', { frame: pair.frame, 'lens-right': pair['lens-right'] });
    expect(missingParts(half.lines, '1')).toEqual(['lens-left', 'work']);
    const whole = addGlasses(half, '1', pair);
    expect(whole.lines).toHaveLength(4);
    expect(missingParts(whole.lines, '1')).toEqual([]);
  });
  it('never takes a lens that is not made in that power', () => {
    const tooStrong = { entry: lens, power: { sph: -12, cyl: null } };
    expect(priceOfPart(tooStrong)).toBeNull();
    expect(addGlasses(EMPTY_CART, '1', { 'lens-right': tooStrong }).lines).toEqual([]);
  });
  it('stands apart from a second pair and from the same frame sold by itself', () => {
    const one = addToCart(addGlasses(EMPTY_CART, '1', pair), frame);
    expect(freeGroup(one.lines)).toBe('2');
    const two = addGlasses(one, '2', pair);
    expect(two.lines).toHaveLength(9);
    expect(blocksOf(two.lines).map(({ group, lines }) => [group, lines.length])).toEqual([
      ['1', 4],
      [null, 1],
      ['2', 4],
    ]);
  });
  it('stands together in the order of its parts however it was put together', () => {
    const late = addGlasses(addToCart(addGlasses(EMPTY_CART, '1', { work: pair.work }), frame), '1', { frame: pair.frame });
    expect(blocksOf(late.lines).map(({ lines }) => lines.map(({ part }) => part))).toEqual([['frame', 'work'], [null]]);
  });
  it('takes a scanned article where it belongs', () => {
    expect(partFor(frame, new Set())).toBe('frame');
    expect(partFor(lens, new Set())).toBe('lens-right');
    expect(partFor(lens, new Set(['lens-right']))).toBe('lens-left');
    expect(partFor(work, new Set())).toBe('work');
    expect(partFor(entry('C', 'care', 1), new Set())).toBeNull();
  });
});
