import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tileName } from './tile-name.ts';

const shown = (name: string) => {
  const { head, tail } = tileName(name);
  // What survives the narrowest tile: the beginning of the head, and all of the tail.
  return `${head.slice(0, 20)}|${tail}`;
};

describe('the name on a tile', () => {
  it('of a short article stands whole', () => {
    expect(tileName('Раствор ReNu MultiPlus 360 мл')).toEqual({ head: 'Раствор ReNu MultiPlus 360 мл', tail: '' });
  });

  it('tells articles of one series apart however large the letters are', () => {
    const series = ['−2,00', '−2,25', 'HMC', 'Blue Control'].map((end) => `Линза прогрессивная Hoya Balansis 1.60 ${end}`);
    expect(new Set(series.map(shown)).size).toBe(series.length);
    expect(tileName(series[3]!)).toEqual({ head: 'Линза прогрессивная Hoya Balansis 1.60', tail: 'Blue Control' });
  });

  it('loses no word of any name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 120 }), (name) => {
        const { head, tail } = tileName(name);
        expect((head + tail).replaceAll(/\s/g, '')).toBe(name.replaceAll(/\s/g, ''));
        expect(tail.length).toBeLessThanOrEqual(16);
      }),
    );
  });
});
